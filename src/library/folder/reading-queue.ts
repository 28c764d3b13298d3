/** Files waiting to be read: each once, a few at a time, in the order they came. */
export class ReadingQueue {
  readonly #read: (path: string) => Promise<void>;
  readonly #lanes: number;
  readonly #waiting = new Set<string>();
  #busy = 0;
  #closed = false;
  #idle: (() => void)[] = [];

  /** `read` must not throw. */
  constructor(lanes: number, read: (path: string) => Promise<void>) {
    this.#lanes = lanes;
    this.#read = read;
  }

  /** Waiting or being read. */
  get pending(): number {
    return this.#waiting.size + this.#busy;
  }

  add(path: string): void {
    if (this.#closed) return;
    this.#waiting.add(path);
    if (this.#busy < this.#lanes) void this.#work();
  }

  /** Resolves when nothing waits and nothing is being read. */
  idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Drops what waits; resolves when what is being read has been. */
  close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    return this.idle();
  }

  async #work(): Promise<void> {
    this.#busy++;
    for (const path of this.#waiting) {
      this.#waiting.delete(path);
      await this.#read(path);
    }
    this.#busy--;
    if (this.#busy > 0) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}
