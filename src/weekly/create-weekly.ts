import type { Clock } from '../clock.ts';
import type { ListenerId, ListId, PlaceId } from '../domain.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { WHOLE_HOUSE, type Share } from '../share.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import { Builder } from './build.ts';
import { lastDue, nextDue } from './calendar.ts';
import type { Courier } from './courier.ts';
import { Ledger, newListId, type Recipient } from './ledger.ts';
import type { DiscoveryList } from './list.ts';
import { Preferences, rhythmOf, type MemberPlan, type PlacePlan, type Wishes } from './preferences.ts';
import { Round } from './round.ts';
import type { DiscoverRequest, Weekly } from './weekly.ts';

export interface WeeklyParts {
  readonly storage: Storage;
  readonly listening: Listening;
  readonly library: Library;
  readonly recommender: Recommender;
  readonly clock: Clock;
  readonly log: Logger;
  /** The whole house when absent. */
  readonly share?: Share;
  /** Between two posts; Discord takes many at once for spam. Default 1,000. */
  readonly paceMs?: number;
}

/** Lists that one member can keep in a place. */
const MOST_KEPT = 50;
/** Lists that were asked for, of which so many of one member stay. */
const MOST_ASKED = 20;

/** Opens the lists; nothing is made or brought before {@link Weekly.bringUpToDate} was called once. */
export function createWeekly(parts: WeeklyParts): Weekly {
  return new Lists(parts);
}

class Lists implements Weekly {
  readonly #listening: Listening;
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #preferences: Preferences;
  readonly #builder: Builder;
  readonly #round: Round;
  readonly #couriers = new Set<Courier>();

  constructor(parts: WeeklyParts) {
    const { storage, listening, clock, share = WHOLE_HOUSE } = parts;
    this.#listening = listening;
    this.#clock = clock;
    this.#ledger = new Ledger({ storage, clock });
    this.#preferences = new Preferences(storage);
    this.#builder = new Builder({ ...parts, ledger: this.#ledger });
    this.#round = new Round({ ...parts, share, ledger: this.#ledger, preferences: this.#preferences, builder: this.#builder, courierOf: (placeId) => this.#courierOf(placeId) });
  }

  get(id: ListId): Promise<DiscoveryList | null> {
    return this.#ledger.get(id);
  }

  async latest(to: Recipient): Promise<DiscoveryList | null> {
    return (await this.#ledger.lists(to, ['weekly'], 1))[0] ?? null;
  }

  kept(placeId: PlaceId, listenerId: ListenerId): Promise<readonly DiscoveryList[]> {
    return this.#ledger.lists({ placeId, listenerId }, ['kept'], MOST_KEPT);
  }

  async discover({ placeId, by, ...wanted }: DiscoverRequest): Promise<DiscoveryList | null> {
    this.#mustBeCountedIn(by);
    const id = newListId();
    const week = `asked ${id}`;
    const content = await this.#builder.build({ id, placeId, listenerId: by, week, ...wanted });
    // They may have had themselves deleted meanwhile.
    if (content === null || this.#listening.consentOf(by) !== 'given') return null;
    const list = await this.#ledger.put({ id, kind: 'discover', placeId, listenerId: by, week, madeAt: this.#clock.now(), content });
    await this.#listening.listShown({ id, kind: 'discover', placeId, listenerId: by, picks: content.picks, cover: content.cover, at: list.madeAt });
    const asked = await this.#ledger.lists({ placeId, listenerId: by }, ['discover'], 2 * MOST_ASKED);
    await this.#ledger.remove(asked.slice(MOST_ASKED).map((old) => old.id));
    return list;
  }

  async keep(list: DiscoveryList, by: ListenerId): Promise<boolean> {
    this.#mustBeCountedIn(by);
    const kept = await this.kept(list.placeId, by);
    const name = keptAs(list);
    const already = kept.find(({ week }) => week === name);
    if (already) {
      await this.#ledger.remove([already.id]);
      return false;
    }
    if (kept.length >= MOST_KEPT) throw new UserError('kept-full', `You keep ${MOST_KEPT} lists already, as many as there is room for: let go of one with /weekly keep first.`);
    // What it was chosen by is another's, or told elsewhere.
    const picks = list.content.picks.map((pick) => ({ ...pick, scores: [] }));
    await this.#ledger.put({ ...list, id: newListId(), kind: 'kept', listenerId: by, week: name, madeAt: this.#clock.now(), content: { ...list.content, picks } });
    await this.#listening.listFeedback({ listId: list.id, placeId: list.placeId, listenerId: by, verdict: 'keep', at: this.#clock.now() });
    return true;
  }

  async wantLess(list: DiscoveryList, by: ListenerId): Promise<void> {
    this.#mustBeCountedIn(by);
    await this.#listening.listFeedback({ listId: list.id, placeId: list.placeId, listenerId: by, verdict: 'less', at: this.#clock.now() });
  }

  place(placeId: PlaceId): Promise<PlacePlan> {
    return this.#preferences.place(placeId);
  }

  async changePlace(placeId: PlaceId, change: Wishes<PlacePlan>): Promise<PlacePlan> {
    const plan = await this.#preferences.changePlace(placeId, change);
    this.#round.plansChanged();
    return plan;
  }

  member(placeId: PlaceId, id: ListenerId): Promise<MemberPlan | null> {
    return this.#preferences.member(placeId, id);
  }

  async join(placeId: PlaceId, id: ListenerId, wishes: Wishes<Omit<MemberPlan, 'since'>>): Promise<MemberPlan> {
    this.#mustBeCountedIn(id);
    const plan = await this.#preferences.setMember(placeId, id, this.#clock.now(), wishes);
    this.#round.plansChanged();
    return plan;
  }

  async leave(placeId: PlaceId, id: ListenerId): Promise<void> {
    await this.#preferences.removeMember(placeId, id);
    this.#round.plansChanged();
  }

  async nextAt(to: Recipient): Promise<number | null> {
    const plans = await this.#plansOf(to);
    return plans.on ? nextDue(rhythmOf(plans.place, plans.member), this.#clock.now()).at : null;
  }

  async faultOf(to: Recipient): Promise<string | null> {
    const plans = await this.#plansOf(to);
    return plans.on ? this.#ledger.faultOf(to, lastDue(rhythmOf(plans.place, plans.member), this.#clock.now()).week) : null;
  }

  async forgetPlace(placeId: PlaceId): Promise<void> {
    await this.#preferences.forgetPlace(placeId);
    await this.#ledger.forgetPlace(placeId);
  }

  deliverBy(courier: Courier): () => void {
    this.#couriers.add(courier);
    this.#round.plansChanged();
    return () => this.#couriers.delete(courier);
  }

  bringUpToDate(): Promise<void> {
    return this.#round.run();
  }

  close(): Promise<void> {
    return this.#round.close();
  }

  async #plansOf({ placeId, listenerId }: Recipient): Promise<{ readonly on: boolean; readonly place: PlacePlan; readonly member: MemberPlan | null }> {
    const place = await this.#preferences.place(placeId);
    const member = listenerId === null ? null : await this.#preferences.member(placeId, listenerId);
    return { on: listenerId === null ? place.since !== null : member !== null, place, member };
  }

  #courierOf(placeId: PlaceId): Courier | undefined {
    return [...this.#couriers].find((courier) => courier.serves(placeId));
  }

  #mustBeCountedIn(id: ListenerId): void {
    switch (this.#listening.consentOf(id)) {
      case 'given':
        return;
      case 'paused':
        throw new UserError('consent-paused', 'You paused being counted, and a list made for you would be kept: /privacy resume counts you in again.');
      case 'unasked':
        throw new UserError('no-consent', 'A list made for you needs your taste, and nothing of it is kept until you say so: /privacy join counts you in.');
    }
  }
}

/** The same for a list and for what is kept of it. */
function keptAs({ id, kind, week }: DiscoveryList): string {
  return kind === 'kept' ? week : `kept ${id}`;
}
