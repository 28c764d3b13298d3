/** Runs pieces of asynchronous work one after another, in the order they were given. */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => {});
    return result;
  }

  /** Resolves when everything given so far is done, well or not. */
  async idle(): Promise<void> {
    await this.#tail;
  }
}
