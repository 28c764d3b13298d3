/** A step that has not ended after so long waits for a disk or a process; others may go on. */
const PATIENCE_MS = 250;

/**
 * Lets decoders work one step at a time, with the event loop running free between the steps, so that
 * however many decks are hungry, a due frame waits for one step of a few milliseconds at most.
 */
export class DecodeTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #onTurn: (item: number) => void;
  #busy = false;

  /** @param onTurn told the number of the item whose step begins, 0 when it has ended */
  constructor(onTurn: (item: number) => void = () => {}) {
    this.#onTurn = onTurn;
  }

  /** Runs a step when its turn comes. Rejects with what the step rejects with. */
  async run<T>(item: number, step: () => Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy = true;
    this.#onTurn(item);
    let done = false;
    const end = () => {
      if (done) return;
      done = true;
      this.#onTurn(0);
      setImmediate(() => this.#next());
    };
    const impatience = setTimeout(end, PATIENCE_MS);
    try {
      return await step();
    } finally {
      clearTimeout(impatience);
      end();
    }
  }

  #next(): void {
    this.#busy = false;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    // Taken before the waiting step runs, so that no newcomer slips in between.
    this.#busy = true;
    next();
  }
}
