import { open, type FileHandle } from 'node:fs/promises';

const WINDOW = 65_536;

/** Reads a file piece by piece through one small buffer, however large it is. */
export class FileWindow {
  readonly #handle: FileHandle;
  readonly size: number;
  #bytes = new Uint8Array(0);
  #offset = 0;
  #reading: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** @throws Error of the file system */
  static async open(path: string): Promise<FileWindow> {
    const handle = await open(path, 'r');
    try {
      return new FileWindow(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * `length` bytes at `offset`, fewer only at the end of the file. The bytes are good until the next call.
   */
  async at(offset: number, length: number): Promise<Uint8Array> {
    const from = offset - this.#offset;
    if (from < 0 || from + length > this.#bytes.length) {
      if (this.#closed) throw new Error('the file is closed');
      const wanted = Math.max(0, Math.min(Math.max(length, WINDOW), this.size - offset));
      const buffer = new Uint8Array(wanted);
      const reading = this.#handle.read(buffer, 0, wanted, offset);
      this.#reading = reading;
      const { bytesRead } = await reading;
      this.#bytes = buffer.subarray(0, bytesRead);
      this.#offset = offset;
      return this.#bytes.subarray(0, length);
    }
    return this.#bytes.subarray(from, from + length);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const end = () => this.#handle.close();
    // A handle closed under a read would make the read fail in the middle of nowhere.
    this.#reading.then(end, end).catch(() => {});
  }
}
