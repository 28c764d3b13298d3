/** Waits for conditions that are looked at again whenever something has happened. */
export class Waiting {
  readonly #looks = new Set<() => void>();
  #planned = false;

  /** Something has happened: every condition is looked at again, after what is happening now. */
  happened(): void {
    if (this.#planned || this.#looks.size === 0) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      for (const look of [...this.#looks]) look();
    });
  }

  /**
   * The first value of `find` that is neither undefined, null nor false.
   * @throws Error with `what` after `ms`
   */
  until<Found>(find: () => Found, what: string, ms = 5_000): Promise<NonNullable<Exclude<Found, false>>> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#looks.delete(look);
        clearInterval(poll);
        clearTimeout(deadline);
      };
      const look = () => {
        try {
          const found = find();
          if (found === undefined || found === null || found === false) return;
          end();
          resolve(found as NonNullable<Exclude<Found, false>>);
        } catch (error) {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      // What the condition asks about may lie in the bot too, of which the fake hears nothing.
      const poll = setInterval(look, 20);
      const deadline = setTimeout(() => {
        end();
        reject(new Error(`Waited ${ms} ms in vain for ${what}`));
      }, ms);
      this.#looks.add(look);
      look();
    });
  }
}
