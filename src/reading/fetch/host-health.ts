import type { Clock } from '../../clock.ts';
import type { KeyValue } from '../../storage/storage.ts';
import { NotNow } from './fault.ts';

const SHORTEST_MS = 30_000;
const LONGEST_MS = 6 * 3_600_000;
/** Failures one after another that a host is given before it counts as away. */
const PATIENCE = 3;
/** A host that did without peace for so long, and for as long as it last had it, is as one that never asked. */
const CALM_MS = 3_600_000;

/** How a host fared lately; kept, so that a restart does not fall upon a host that asked for peace. */
export interface HostRecord {
  /** One after another. */
  readonly failures: number;
  /** How often it asked for peace, without being calm in between. */
  readonly wishes: number;
  readonly calmAt: number;
  readonly notBefore: number;
  readonly reason: string;
}

const UNKNOWN: HostRecord = { failures: 0, wishes: 0, calmAt: 0, notBefore: 0, reason: '' };

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
    if (record && record.notBefore > this.#clock.now()) throw new NotNow(record.reason, record.notBefore, host, false);
  }

  /** What was on its way while another request was told to come later says nothing against that. */
  async succeeded(host: string): Promise<void> {
    const now = this.#clock.now();
    const settled = (record: HostRecord) => record.notBefore <= now && (record.failures > 0 || !(record.calmAt > now));
    const known = await this.#store.get(host);
    if (!known || !settled(known)) return;
    await this.#store.update(host, (record) => (!record || !settled(record) ? record : record.calmAt > now ? { ...record, failures: 0 } : undefined));
  }

  /** It failed once more: after a few times it is left alone for growing spans. */
  async failed(host: string, reason: string): Promise<void> {
    await this.#change(host, reason, (record, now, more) => {
      const failures = record.failures + more;
      return { ...record, failures, notBefore: now + (failures < PATIENCE ? 0 : this.#span(failures - PATIENCE)) };
    });
  }

  /** It asked for peace, until a time or not: at least for a span that grows with every wish. */
  async wantsPeace(host: string, reason: string, until: number | null, leastMs = 0): Promise<NotNow> {
    const notBefore = await this.#change(host, reason, (record, now, more) => {
      const wishes = record.calmAt > now ? record.wishes + more : 1;
      const span = Math.max(leastMs, this.#span(wishes - 1), (until ?? now) - now);
      return { ...record, wishes, notBefore: now + span, calmAt: now + span + Math.max(CALM_MS, span) };
    });
    return new NotNow(reason, notBefore, host, true);
  }

  /** It said beforehand that it answers nothing until a time, as long as it was asked no more than it allows. */
  async rests(host: string, reason: string, until: number | null): Promise<void> {
    await this.#change(host, reason, (record, now) => ({ ...record, notBefore: until ?? now + SHORTEST_MS }));
  }

  #span(times: number): number {
    return Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(times, 20)) * (1 + this.#random() / 4);
  }

  /**
   * Returns until when the host is left alone.
   * @param change is given 1, or 0 when the host is left alone already: answers to requests under way together are one
   */
  async #change(host: string, reason: string, change: (record: HostRecord, now: number, more: 0 | 1) => HostRecord): Promise<number> {
    const now = this.#clock.now();
    const kept = await this.#store.update(host, (known) => {
      const record = { ...UNKNOWN, ...known };
      const next = change(record, now, record.notBefore > now ? 0 : 1);
      return record.notBefore > now && record.notBefore >= next.notBefore ? record : { ...next, reason };
    });
    return kept?.notBefore ?? now;
  }
}
