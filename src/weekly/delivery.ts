import type { Clock } from '../clock.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import { NotPosted, type Courier, type Plans } from './courier.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { DiscoveryList, ListContent } from './list.ts';

/**
 * A post begins within this time after the list was claimed and is over with it; the claim holds far longer. So that of two
 * processes the second, which looks before it posts, cannot overtake the first.
 */
const POST_MS = 60_000;
/** Clocks of two machines, and Discord's, differ by less. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

export type Delivered = 'posted' | 'dropped' | 'later';

/** Brings lists that are made to whom they are for, each once. */
export class Delivery {
  readonly #ledger: Ledger;
  readonly #listening: Listening;
  readonly #clock: Clock;
  readonly #log: Logger;

  constructor(parts: { ledger: Ledger; listening: Listening; clock: Clock; log: Logger }) {
    this.#ledger = parts.ledger;
    this.#listening = parts.listening;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** @param entry claimed by this process just now. A failure is noted and logged, never thrown. */
  async deliver(entry: Extract<Entry, { readonly content: ListContent }>, courier: Courier, plans: Plans): Promise<Delivered> {
    const deadline = AbortSignal.timeout(POST_MS);
    try {
      return await this.#deliver(entry, courier, plans, deadline);
    } catch (error) {
      if (!(error instanceof NotPosted)) {
        // The error itself may hold what was to be sent.
        this.#log.warn({ list: entry.id, fault: error instanceof Error ? error.name : 'unknown' }, 'A list is not delivered yet; it is tried again later.');
        await this.#ledger.release(entry.id, 'late');
        return 'later';
      }
      this.#log.info({ list: entry.id, fault: error.fault }, error.final ? 'A list has no way to whom it is for.' : 'A list cannot be delivered yet; it is tried again later.');
      if (error.final) {
        // It is there for whoever asks for it.
        await this.#logged(shownAs(entry, this.#clock.now()));
        return (await this.#ledger.dropped(entry.id, error.fault)) ? 'dropped' : 'later';
      }
      if (!(await this.#ledger.refused(entry.id, error.fault))) await this.#ledger.release(entry.id, error.fault);
      return 'later';
    }
  }

  async #deliver(entry: Extract<Entry, { readonly content: ListContent }>, courier: Courier, plans: Plans, deadline: AbortSignal): Promise<Delivered> {
    const list = shownAs(entry, this.#clock.now());
    if (entry.state === 'posting') {
      // Somebody tried before and never said what became of it.
      const found = await courier.find(list, entry.address, entry.triedAt - CLOCKS_DIFFER_MS);
      return this.#there(list, found ?? (await courier.post(list, entry.address, deadline)));
    }
    const address = await courier.addressOf(list, plans);
    if (!(await this.#ledger.posting(entry.id, address))) return 'later';
    return this.#there(list, await courier.post(list, address, deadline));
  }

  async #there(list: DiscoveryList, messageId: string): Promise<Delivered> {
    // Before it is done: a process that dies in between comes by here again, and what is logged is logged once.
    await this.#logged(list);
    return (await this.#ledger.posted(list.id, messageId)) ? 'posted' : 'later';
  }

  #logged({ id, placeId, listenerId, content, madeAt }: DiscoveryList): Promise<void> {
    return this.#listening.listShown({ id, kind: 'weekly', placeId, listenerId, picks: content.picks, cover: content.cover, at: madeAt });
  }
}

function shownAs({ id, placeId, listenerId, week, content }: Extract<Entry, { readonly content: ListContent }>, now: number): DiscoveryList {
  return { id, kind: 'weekly', placeId, listenerId, week, madeAt: now, content };
}
