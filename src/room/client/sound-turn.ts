/**
 * Whose turn it is to make a room's sound: with several tabs of one browser in the same room, one plays and
 * the others wait, since two would be an echo. When the turn ends (muted, closed), the next tab has it.
 * Browsers hide locks from addresses without TLS; there every tab has its turn at once.
 */
export class SoundTurn {
  readonly #name: string;
  readonly #onBegin: () => void;
  readonly #onWait: () => void;
  #ended: AbortController | null = null;

  constructor(name: string, on: { readonly begin: () => void; readonly wait: () => void }) {
    this.#name = name;
    this.#onBegin = on.begin;
    this.#onWait = on.wait;
  }

  /** Waits for the turn, or with `now` takes it from the tab that has it. */
  claim(options: { readonly now: boolean }): void {
    if (this.#ended && !options.now) return;
    this.end();
    const ended = new AbortController();
    this.#ended = ended;
    if ('locks' in navigator) void this.#hold(ended.signal, options.now);
    else this.#onBegin();
  }

  end(): void {
    this.#ended?.abort();
    this.#ended = null;
  }

  async #hold(ended: AbortSignal, now: boolean): Promise<void> {
    this.#onWait();
    try {
      await navigator.locks.request(this.#name, now ? { steal: true } : { signal: ended }, () => {
        if (ended.aborted) return;
        this.#onBegin();
        return new Promise<void>((done) => ended.addEventListener('abort', () => done(), { once: true }));
      });
    } catch {
      // Given up while waiting, or taken by another tab: then it waits for its next turn.
      if (!ended.aborted) void this.#hold(ended, false);
    }
  }
}
