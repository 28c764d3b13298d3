import type { Logger } from '../log.ts';
import type { PlaceId } from '../domain.ts';
import { UserError } from '../user-error.ts';

/** One thing after the other, so that no two changes mix; a failure reaches its caller, not the next in line. */
export class Line {
  readonly #placeId: PlaceId;
  readonly #log: Logger;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ placeId, log }: { readonly placeId: PlaceId; readonly log: Logger }) {
    this.#placeId = placeId;
    this.#log = log;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch((error: unknown) => {
      if (!(error instanceof UserError)) this.#log.error({ err: error, place: this.#placeId }, 'A step of the session failed.');
    });
    return result;
  }

  /** Work nobody waits for. */
  later(work: () => Promise<void>): void {
    this.run(work).catch(() => {});
  }
}
