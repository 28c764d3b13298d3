import type { Clock } from '../../clock.ts';
import type { KeyValue } from '../../storage/storage.ts';
import { NotNow } from './fault.ts';

const SHORTEST_MS = 30_000;
const LONGEST_MS = 6 * 3_600_000;
/** Failures one after another that a host is given before it counts as away. */
const PATIENCE = 3;

/** How a host fared lately; kept, so that a restart does not fall upon a host that asked for peace. */
export interface HostRecord {
  readonly failures: number;
  readonly notBefore: number;
  readonly reason: string;
}

/** Which hosts are away or want peace, and until when: nothing is sent to them before. */
export class HostHealth {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #store: KeyValue<HostRecord>;

  /** @param random uniform on [0, 1): not everybody comes back at the same second */
  constructor(store: KeyValue<HostRecord>, clock: Clock, random: () => number) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  /** @throws NotNow while the host is to be left alone */
  async check(host: string): Promise<void> {
    const record = await this.#store.get(host);
    if (record && record.notBefore > this.#clock.now()) throw new NotNow(record.reason, record.notBefore);
  }

  async succeeded(host: string): Promise<void> {
    if (await this.#store.get(host)) await this.#store.delete(host);
  }

  /** It failed once more: after a few times it is left alone for growing spans. */
  async failed(host: string, reason: string): Promise<void> {
    const failures = ((await this.#store.get(host))?.failures ?? 0) + 1;
    await this.#leaveAlone(host, failures, reason, failures < PATIENCE ? 0 : this.#span(failures - PATIENCE));
  }

  /** It asked for peace, until a time or for a while. */
  async wantsPeace(host: string, reason: string, until: number | null): Promise<NotNow> {
    const failures = ((await this.#store.get(host))?.failures ?? 0) + 1;
    const span = until === null ? this.#span(failures - 1) : until - this.#clock.now();
    return this.#leaveAlone(host, failures, reason, span);
  }

  #span(times: number): number {
    return Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(times, 20)) * (1 + this.#random() / 4);
  }

  async #leaveAlone(host: string, failures: number, reason: string, ms: number): Promise<NotNow> {
    const notBefore = this.#clock.now() + ms;
    await this.#store.set(host, { failures, notBefore, reason });
    return new NotNow(reason, notBefore);
  }
}
