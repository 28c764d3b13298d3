/** Runs work on the same key one after another, in the order of the calls; different keys do not wait. */
export class KeyLock {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    const release = () => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    };
    mine.then(release, release);
    return mine;
  }
}
