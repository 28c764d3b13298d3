import type { Clock } from '../../clock.ts';
import type { KeyValue } from '../../storage/storage.ts';
import { NotNow } from './fault.ts';

const DAY_MS = 24 * 3_600_000;
const KEY = 'budget';

export interface Spent {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly requests: number;
}

/** How many requests may be sent a day; counted before they go, in the database, so that no restart spends them twice. */
export class Budget {
  readonly perDay: number;
  readonly #store: KeyValue<Spent>;
  readonly #clock: Clock;

  constructor(perDay: number, store: KeyValue<Spent>, clock: Clock) {
    this.perDay = perDay;
    this.#store = store;
    this.#clock = clock;
  }

  async spent(): Promise<number> {
    const spent = await this.#store.get(KEY);
    return spent?.day === this.#today() ? Math.min(spent.requests, this.perDay) : 0;
  }

  /** @throws NotNow when nothing is left for today */
  async take(): Promise<void> {
    const day = this.#today();
    const spent = await this.#store.update(KEY, (before) => ({ day, requests: Math.min(this.perDay, before?.day === day ? before.requests : 0) + 1 }));
    if ((spent?.requests ?? 0) > this.perDay) throw new NotNow('what may be read in a day has been read', (day + 1) * DAY_MS, null, false);
  }

  #today(): number {
    return Math.floor(this.#clock.now() / DAY_MS);
  }
}
