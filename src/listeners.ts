import type { Logger } from './log.ts';

/** Who wants to be told of something; one that fails keeps nobody else from it, nor the one who tells. */
export class Listeners<News> {
  readonly #log: Logger;
  readonly #what: string;
  readonly #all = new Set<(news: News) => void>();

  /** @param what they listen to, for the log */
  constructor(log: Logger, what: string) {
    this.#log = log;
    this.#what = what;
  }

  /** @returns what ends the listening */
  add(listener: (news: News) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(news: News): void {
    for (const listener of this.#all) {
      try {
        listener(news);
      } catch (error) {
        this.#log.error({ err: error }, `A listener failed: ${this.#what}`);
      }
    }
  }
}
