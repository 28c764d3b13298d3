import type { Clock } from '../clock.ts';
import type { PlaceId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Settings } from './settings.ts';

/** After the settings could not be read. */
const RETRY_MS = 30_000;

export interface IdleParts {
  readonly settings: Pick<Settings, 'of'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether a session plays for nobody. */
  readonly isAlone: (placeId: PlaceId) => boolean;
  /** @param reason one sentence for people */
  readonly end: (placeId: PlaceId, reason: string) => void;
}

/** Ends sessions that play for nobody, after a while. */
export class Idle {
  readonly #parts: IdleParts;
  readonly #cancel = new Map<PlaceId, () => void>();

  constructor(parts: IdleParts) {
    this.#parts = parts;
  }

  /** Looks whether anybody is there; to be called when that, or the settings, may have changed. */
  async look(placeId: PlaceId): Promise<void> {
    const { settings, clock, log } = this.#parts;
    try {
      const { idleMinutes } = await settings.of(placeId);
      this.forget(placeId);
      if (this.#parts.isAlone(placeId)) this.#cancel.set(placeId, clock.after(idleMinutes * 60_000, () => this.#end(placeId, idleMinutes)));
    } catch (error) {
      log.warn({ err: error, place: placeId }, 'The settings of a place could not be read: how long its session may be alone is looked up again soon.');
      this.forget(placeId);
      this.#cancel.set(placeId, clock.after(RETRY_MS, () => void this.look(placeId)));
    }
  }

  /** The place has no session any more. */
  forget(placeId: PlaceId): void {
    this.#cancel.get(placeId)?.();
    this.#cancel.delete(placeId);
  }

  close(): void {
    for (const cancel of this.#cancel.values()) cancel();
  }

  #end(placeId: PlaceId, idleMinutes: number): void {
    this.#parts.log.info({ place: placeId }, 'Nobody has been here for a while: the session ends.');
    const minutes = idleMinutes === 1 ? 'a minute' : `${idleMinutes} minutes`;
    this.#parts.end(placeId, `Nobody was here for ${minutes}, so the session has ended.`);
  }
}
