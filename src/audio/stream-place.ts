import type { ListeningPlace } from './place.ts';

/** Packets in one message to the main thread: 100 ms, a page of the live stream. */
export const BATCH = 5;

/** The room's live stream: hands packets on in batches, for the main thread to write to whoever listens. */
export class StreamPlace implements ListeningPlace {
  readonly #deliver: (packets: readonly Uint8Array[]) => void;
  #packets: Uint8Array[] = [];
  #closed = false;

  constructor(deliver: (packets: readonly Uint8Array[]) => void) {
    this.#deliver = deliver;
  }

  get ready(): boolean {
    return !this.#closed;
  }

  send(packet: Uint8Array): void {
    if (this.#closed) return;
    this.#packets.push(packet);
    if (this.#packets.length === BATCH) this.#flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#packets.length > 0) this.#flush();
  }

  #flush(): void {
    const packets = this.#packets;
    this.#packets = [];
    this.#deliver(packets);
  }
}
