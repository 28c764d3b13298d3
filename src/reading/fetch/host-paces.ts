import PQueue from 'p-queue';
import type { Clock } from '../../clock.ts';

/** How often a host may be asked. */
export interface Pace {
  /** Hosts of one name share it. */
  readonly name: string;
  readonly atOnce: number;
  /** From one request to the next, in milliseconds. */
  readonly everyMs: number;
}

/** What the services ask for in their documentation, or less. */
const SERVICES: readonly (readonly [hosts: RegExp, pace: Pace])[] = [
  [/(?:^|\.)musicbrainz\.org$/, { name: 'musicbrainz.org', atOnce: 1, everyMs: 1_000 }],
  [/(?:^|\.)(?:wikipedia|wikidata|wikimedia)\.org$/, { name: 'wikimedia.org', atOnce: 3, everyMs: 0 }],
  [/^labs\.api\.listenbrainz\.org$/, { name: 'labs.api.listenbrainz.org', atOnce: 1, everyMs: 1_000 }],
  [/(?:^|\.)listenbrainz\.org$/, { name: 'listenbrainz.org', atOnce: 1, everyMs: 500 }],
  [/(?:^|\.)audioscrobbler\.com$/, { name: 'last.fm', atOnce: 1, everyMs: 1_000 }],
];

/** The pace of a host: strangers are asked one thing a second. */
export function paceOf(host: string): Pace {
  return SERVICES.find(([hosts]) => hosts.test(host))?.[1] ?? { name: host, atOnce: 1, everyMs: 1_000 };
}

interface Lane {
  readonly queue: PQueue;
  freeAt: number;
}

/** Lets requests go no faster than their hosts want. */
export class HostPaces {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `request` when it is its turn. Rejects with the signal's reason when that comes first. */
  run<T>({ name, atOnce, everyMs }: Pace, signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(name) ?? this.#newLane(name, atOnce);
    return lane.queue.add(async () => {
      await this.#until(lane.freeAt, signal);
      lane.freeAt = this.#clock.now() + everyMs;
      return request();
    }, { signal });
  }

  /** Hosts that are being asked, or may not be asked yet. */
  get lanes(): number {
    return this.#lanes.size;
  }

  #newLane(name: string, atOnce: number): Lane {
    const now = this.#clock.now();
    for (const [other, { queue, freeAt }] of this.#lanes) if (queue.size + queue.pending === 0 && freeAt <= now) this.#lanes.delete(other);
    const lane = { queue: new PQueue({ concurrency: atOnce }), freeAt: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }

  async #until(at: number, signal: AbortSignal): Promise<void> {
    const wait = at - this.#clock.now();
    if (wait <= 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(wait, resolve);
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    await promise.finally(() => {
      cancel();
      signal.removeEventListener('abort', stop);
    });
  }
}
