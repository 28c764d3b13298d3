import { oggCrc, PAGE_CONTINUES } from '../ogg-page.ts';
import type { FileWindow } from './file-window.ts';

/** A page of an Ogg file, with the packets that end on it. */
export interface OggPage {
  readonly offset: number;
  readonly end: number;
  readonly serial: number;
  /** −1 when no packet ends here. */
  readonly granule: number;
  readonly packets: readonly Uint8Array[];
}

const LONGEST_PAGE = 27 + 255 + 255 * 255;

/** Reads the pages of one logical stream (RFC 3533) and puts their packets together. Damaged pages are left out. */
export class OggReader {
  readonly #file: FileWindow;
  #at: number;
  #serial: number | null;
  /** The beginning of a packet that goes on in the next page. */
  #open: Uint8Array[] | null = null;

  /** @param serial the stream to follow; null for the first one met */
  constructor(file: FileWindow, at = 0, serial: number | null = null) {
    this.#file = file;
    this.#at = at;
    this.#serial = serial;
  }

  /** The next page, or null at the end of the file or when none begins before `limit`. */
  async next(limit = Infinity): Promise<OggPage | null> {
    for (;;) {
      const head = await this.#file.at(this.#at, 27);
      if (head.length < 27 || this.#at >= limit) return null;
      const page = isPage(head) ? await this.#pageAt(this.#at) : null;
      if (page === null) {
        await this.#seekCapture();
        continue;
      }
      this.#at += page.length;
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      const serial = view.getUint32(14, true);
      this.#serial ??= serial;
      if (serial !== this.#serial) continue;
      const offset = this.#at - page.length;
      return { offset, end: this.#at, serial, granule: Number(view.getBigInt64(6, true)), packets: this.#packetsOf(page) };
    }
  }

  async #pageAt(at: number): Promise<Uint8Array | null> {
    const head = await this.#file.at(at, 27 + 255);
    const segments = head.subarray(27, 27 + head[26]);
    const size = segments.reduce((sum, segment) => sum + segment, 27 + head[26]);
    const page = (await this.#file.at(at, size)).slice();
    if (page.length < size) return null;
    const view = new DataView(page.buffer);
    const crc = view.getUint32(22, true);
    view.setUint32(22, 0);
    return oggCrc(page) === crc ? page : null;
  }

  #packetsOf(page: Uint8Array): Uint8Array[] {
    const continues = (page[5] & PAGE_CONTINUES) !== 0;
    const packets: Uint8Array[] = [];
    let parts = continues ? this.#open : [];
    let at = 27 + page[26];
    let from = at;
    for (let i = 0; i < page[26]; i++) {
      const segment = page[27 + i];
      at += segment;
      if (segment === 255) continue;
      // Without its beginning (a lost page, a jump) a packet is dropped.
      if (parts !== null) packets.push(Buffer.concat([...parts, page.subarray(from, at)]));
      parts = [];
      from = at;
    }
    this.#open = page[26] > 0 && page[26 + page[26]] === 255 ? (parts === null ? null : [...parts, page.subarray(from, at)]) : [];
    return packets;
  }

  async #seekCapture(): Promise<void> {
    this.#open = null;
    const bytes = await this.#file.at(this.#at + 1, 16_384);
    const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('OggS');
    // Not found: all but the last three bytes, which may be the beginning of the next page's mark.
    this.#at += 1 + (found >= 0 ? found : Math.max(0, bytes.length - 3));
  }
}

function isPage(head: Uint8Array): boolean {
  return head[0] === 0x4f && head[1] === 0x67 && head[2] === 0x67 && head[3] === 0x53 && head[4] === 0;
}

/** The granule position at the end of a stream: its length. null when no page tells. */
export async function lastGranule(file: FileWindow, serial: number): Promise<number | null> {
  for (const reach of [LONGEST_PAGE + 4096, 8 * LONGEST_PAGE]) {
    const reader = new OggReader(file, Math.max(0, file.size - reach), serial);
    let last: number | null = null;
    for (let page = await reader.next(); page !== null; page = await reader.next()) {
      if (page.granule >= 0) last = page.granule;
    }
    if (last !== null) return last;
  }
  return null;
}

/** Offset of a page that ends at or before a granule position, near it; by bisection. */
export async function pageBefore(file: FileWindow, serial: number, first: number, granule: number): Promise<number> {
  let low = first;
  let high = file.size;
  while (high - low > LONGEST_PAGE) {
    const middle = Math.floor((low + high) / 2);
    const reader = new OggReader(file, middle, serial);
    let page = await reader.next(high);
    while (page !== null && page.granule < 0) page = await reader.next(high);
    if (page === null || page.granule > granule) high = middle;
    else low = page.offset;
  }
  return low;
}
