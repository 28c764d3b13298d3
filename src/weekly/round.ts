import type { Clock } from '../clock.ts';
import type { ListId, PlaceId } from '../domain.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { Share } from '../share.ts';
import { sharedRun } from '../storage/shared-run.ts';
import { type Builder, WEEK_MS } from './build.ts';
import { lastDue, nextDue } from './calendar.ts';
import type { Courier, Plans } from './courier.ts';
import { Delivery } from './delivery.ts';
import { LEASE_MS, type Entry, type Ledger, type Recipient } from './ledger.ts';
import { type Preferences, rhythmOf } from './preferences.ts';

/** What other processes changed, and a clock that was turned, is noticed within this. */
const LOOK_EVERY_MS = 3_600_000;
/** After a change of plans, or a door that opened, for what comes with it. */
const SOON_MS = 1_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;
/** Lists of half a year can be looked at. */
const KEPT_WEEKS = 26;
const PACE_MS = 1_000;

interface RoundParts {
  readonly ledger: Ledger;
  readonly preferences: Preferences;
  readonly builder: Builder;
  readonly listening: Listening;
  readonly recommender: Recommender;
  readonly clock: Clock;
  readonly log: Logger;
  readonly share: Share;
  readonly courierOf: (placeId: PlaceId) => Courier | undefined;
  readonly paceMs?: number;
}

type Made = Exclude<Entry, { readonly state: 'build' }>;

/** Goes from list to list: notes which are due, makes them, and brings them; what fails is tried again, ever more seldom. */
export class Round {
  readonly run: () => Promise<void>;
  readonly #parts: RoundParts;
  readonly #delivery: Delivery;
  readonly #retries = new Map<ListId, { readonly at: number; readonly pauseMs: number }>();
  #timer: { readonly at: number; readonly cancel: () => void } | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #begun = false;
  readonly #closing = Promise.withResolvers<void>();
  #closed = false;

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#delivery = new Delivery(parts);
    this.run = sharedRun(() => (this.#underWay = this.#go()));
  }

  /** What is due may be another; once the rounds have begun. */
  plansChanged(): void {
    if (this.#begun) this.#wake(this.#parts.clock.now() + SOON_MS);
  }

  /** Waits for the list in hand. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.resolve();
    this.#timer?.cancel();
    await this.#underWay.catch(() => {});
  }

  async #go(): Promise<void> {
    if (this.#closed) return;
    this.#begun = true;
    const { ledger, clock, share, log } = this.#parts;
    try {
      const next = await this.#noteDue();
      const own = (await ledger.unfinished()).filter(({ placeId }) => share.owns(placeId));
      const waiting = own.filter(({ id }) => (this.#retries.get(id)?.at ?? 0) <= clock.now());
      for (const [id] of this.#retries) if (!own.some((one) => one.id === id)) this.#retries.delete(id);
      // All are made before the first is brought: that takes its time with many.
      for (const { id, made } of waiting) if (!made) await this.#each(id, (entry) => this.#make(entry));
      for (const { id } of waiting) await this.#each(id, (entry) => this.#bring(entry));
      if (share.alone) await ledger.prune(clock.now() - KEPT_WEEKS * WEEK_MS);
      this.#wake(Math.min(next, ...[...this.#retries.values()].map(({ at }) => at)));
    } catch (error) {
      log.error({ err: error }, 'Lists could not be looked after; it is tried again.');
      this.#wake(clock.now() + FIRST_RETRY_MS);
    }
  }

  /** Opens what is due and not in the ledger. @returns when the next will be */
  async #noteDue(): Promise<number> {
    const { ledger, preferences, clock, share, listening } = this.#parts;
    const now = clock.now();
    const wanted: { readonly to: Recipient; readonly since: number; readonly plans: Plans }[] = [];
    for (const placeId of await preferences.places()) {
      const place = await preferences.place(placeId);
      if (place.since !== null) wanted.push({ to: { placeId, listenerId: null }, since: place.since, plans: { place, member: null } });
    }
    for (const { placeId, listenerId, plan } of await preferences.members()) {
      if (listening.consentOf(listenerId) !== 'given') continue;
      wanted.push({ to: { placeId, listenerId }, since: plan.since, plans: { place: await preferences.place(placeId), member: plan } });
    }
    let next = now + LOOK_EVERY_MS;
    for (const { to, since, plans } of wanted.filter(({ to: { placeId } }) => share.owns(placeId))) {
      const rhythm = rhythmOf(plans.place, plans.member);
      const due = lastDue(rhythm, now);
      // Who asked for lists after it has the next.
      if (due.at >= since) await ledger.open(to, due);
      next = Math.min(next, nextDue(rhythm, now).at);
    }
    return next;
  }

  /** Takes a list in hand, unless another process has it or it has to wait. */
  async #each(id: ListId, work: (entry: Entry) => Promise<boolean>): Promise<void> {
    const { ledger, clock, log } = this.#parts;
    if (this.#closed || (this.#retries.get(id)?.at ?? 0) > clock.now()) return;
    try {
      const entry = await ledger.claim(id);
      // Whoever works on it may die.
      if (entry === null) this.#retries.set(id, { at: clock.now() + LEASE_MS, pauseMs: FIRST_RETRY_MS });
      else if (await work(entry)) this.#retries.delete(id);
      else this.#later(id);
    } catch (error) {
      log.error({ err: error, list: id }, 'A list could not be looked after; it is tried again.');
      this.#later(id);
    }
  }

  #later(id: ListId): void {
    const pauseMs = Math.min(LONGEST_RETRY_MS, 2 * (this.#retries.get(id)?.pauseMs ?? FIRST_RETRY_MS / 2));
    this.#retries.set(id, { at: this.#parts.clock.now() + pauseMs, pauseMs });
  }

  /** @returns whether there is nothing to wait for */
  async #make(entry: Entry): Promise<boolean> {
    const { ledger, builder, recommender } = this.#parts;
    const { id, placeId, listenerId, week } = entry;
    const plans = await this.#plansFor(entry);
    if (plans === null) return true;
    // In its own process alone: here the music would wait for it.
    if (recommender.status().from !== 'process') return this.#notYet(entry);
    const content = entry.state === 'build' ? await builder.build({ id, placeId, listenerId, week, count: plans.place.length }) : entry.content;
    if (content === null) await ledger.dropped(id, 'nothing-new');
    else if (await ledger.built(id, content)) await ledger.release(id);
    return true;
  }

  async #bring(entry: Entry): Promise<boolean> {
    if (entry.state === 'build') return this.#notYet(entry);
    const plans = await this.#plansFor(entry);
    const courier = plans && this.#parts.courierOf(entry.placeId);
    if (plans === null) return true;
    if (!courier) return this.#notYet(entry);
    const delivered = await this.#delivery.deliver(entry satisfies Made, courier, plans);
    if (delivered !== 'posted') return delivered === 'dropped';
    await this.#pause();
    return true;
  }

  async #notYet({ id }: Entry): Promise<false> {
    await this.#parts.ledger.release(id, 'late');
    return false;
  }

  /** What holds for the list now; null when it is not wanted any more, and then it is dropped. */
  async #plansFor({ id, placeId, listenerId }: Entry): Promise<Plans | null> {
    const { ledger, preferences, listening } = this.#parts;
    const place = await preferences.place(placeId);
    if (listenerId === null) {
      if (place.since !== null) return { place, member: null };
    } else {
      const member = await preferences.member(placeId, listenerId);
      if (member !== null && listening.consentOf(listenerId) === 'given') return { place, member };
    }
    await ledger.dropped(id, 'unwanted');
    return null;
  }

  async #pause(): Promise<void> {
    const { clock, paceMs = PACE_MS } = this.#parts;
    if (paceMs > 0) await Promise.race([this.#closing.promise, new Promise<void>((resolve) => clock.after(paceMs, resolve))]);
  }

  #wake(at: number): void {
    const { clock } = this.#parts;
    if (this.#closed || (this.#timer && this.#timer.at <= at && this.#timer.at > clock.now())) return;
    this.#timer?.cancel();
    const cancel = clock.after(Math.max(0, at - clock.now()), () => {
      this.#timer = null;
      void this.run();
    });
    this.#timer = { at, cancel };
  }
}
