import { seedOf } from '../../models/random.ts';
import type { Clock } from '../clock.ts';
import type { ListenerId, ListId, Pick, PlaceId, Track, TrackId } from '../domain.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import { pickListener } from '../recommender/pick-listener.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { NO_VIBE, type Vibe } from '../vibe.ts';
import { coverPlan, CURVES, spread } from './cover-plan.ts';
import type { Ledger, Recipient } from './ledger.ts';
import type { DiscoveryList, ListContent, ListWishes } from './list.ts';

export const WEEK_MS = 7 * 24 * 3_600_000;

/** Of one artist on a list. */
const PER_ARTIST = 2;
/** What was on a list is on none of the following, and what was unwanted is unwanted for as long. */
const WEEKS_APART = 4;
const LISTS_APART = 12;
/** The list of a place is for those of them who listened last. */
const MOST_TOGETHER = 100;
/** Listens that are looked at for the styles of a week. */
const LISTENS_OF_A_WEEK = 300;

export interface Wanted extends Recipient, ListWishes {
  readonly id: ListId;
  /** Tells one cover from the next of the same listener. */
  readonly week: string;
}

/** Makes lists: what is on them is the recommender's choice, in its own process. */
export class Builder {
  readonly #recommender: Recommender;
  readonly #listening: Listening;
  readonly #library: Library;
  readonly #ledger: Ledger;
  readonly #clock: Clock;

  constructor(parts: { recommender: Recommender; listening: Listening; library: Library; ledger: Ledger; clock: Clock }) {
    this.#recommender = parts.recommender;
    this.#listening = parts.listening;
    this.#library = parts.library;
    this.#ledger = parts.ledger;
    this.#clock = parts.clock;
  }

  /** null when there is nothing new for them. */
  async build(wanted: Wanted): Promise<ListContent | null> {
    const { id, placeId, listenerId, count, adventure, asked, together, groupMode } = wanted;
    const listeners = together ?? (listenerId === null ? await this.#listening.listenersIn(placeId, MOST_TOGETHER) : [listenerId]);
    if (listeners.length === 0) return null;
    const vibe = await this.#vibeOf(wanted);
    const chosen = await this.#recommender.list({
      listeners: await Promise.all(listeners.map((one) => pickListener(this.#listening, one))),
      exclude: [...(await this.#listedLately(wanted)), ...(vibe?.without ?? [])],
      count,
      unheard: together === undefined,
      perArtist: PER_ARTIST,
      ...(adventure !== undefined && { adventure }),
      ...(groupMode !== undefined && { groupMode }),
      ...(vibe !== null && { vibe }),
      seed: seedOf(id),
    });
    const picks = chosen.filter(({ trackId }) => this.#library.get(trackId)).map((pick): Pick => ({ ...pick, list: id, scores: listenerId === null || together !== undefined ? [] : pick.scores }));
    if (picks.length === 0) return null;
    return { picks, cover: await this.#cover(wanted, picks), ...(together !== undefined && { together: together.length }), ...(asked !== undefined && { asked }) };
  }

  /** What was on their lists lately. */
  async #listedLately(to: Recipient): Promise<readonly TrackId[]> {
    const since = this.#clock.now() - WEEKS_APART * WEEK_MS;
    const lists = await this.#ledger.lists(to, ['weekly', 'discover'], LISTS_APART);
    return lists.filter(({ madeAt }) => madeAt >= since).flatMap(tracksOf);
  }

  /** What was asked for, turned away from the lists that were not wanted. */
  async #vibeOf({ placeId, listenerId, vibe }: Wanted): Promise<Vibe | null> {
    const now = this.#clock.now();
    const unwanted = listenerId === null ? await this.#unwantedHere(placeId) : await this.#unwantedBy(listenerId, now - WEEKS_APART * WEEK_MS);
    if (unwanted.length === 0) return vibe ?? null;
    const base = vibe ?? { ...NO_VIBE, since: now };
    return { ...base, unlike: [...new Set([...base.unlike, ...unwanted])] };
  }

  async #unwantedBy(id: ListenerId, since: number): Promise<readonly TrackId[]> {
    const lists = await Promise.all((await this.#listening.listsUnwanted(id, since)).map((listId) => this.#ledger.get(listId)));
    return lists.flatMap((list) => (list === null ? [] : tracksOf(list)));
  }

  /** Where more members want less like a list than keep it. */
  async #unwantedHere(placeId: PlaceId): Promise<readonly TrackId[]> {
    const tracks: TrackId[] = [];
    for (const list of await this.#ledger.lists({ placeId, listenerId: null }, ['weekly'], WEEKS_APART)) {
      const { keep, less } = await this.#listening.verdictsOn(list.id);
      if (less > keep) tracks.push(...tracksOf(list));
    }
    return tracks;
  }

  async #cover({ listenerId, placeId, week }: Wanted, picks: readonly Pick[]): Promise<ListContent['cover']> {
    const tracks = picks.flatMap(({ trackId }) => this.#library.get(trackId) ?? []);
    const analyses = [];
    for (const track of spread(tracks, CURVES)) analyses.push(await this.#recommender.analysisOf({ id: track.id, path: track.file.path }));
    return coverPlan({ heard: listenerId === null ? [] : await this.#heardBy(listenerId), tracks, analyses, seed: `${listenerId ?? placeId} ${week}` });
  }

  async #heardBy(id: ListenerId): Promise<readonly Track[]> {
    const since = this.#clock.now() - WEEK_MS;
    const listens = await this.#listening.recentListens(id, LISTENS_OF_A_WEEK);
    return listens.filter(({ startedAt }) => startedAt >= since).flatMap(({ trackId }) => this.#library.get(trackId) ?? []);
  }
}

function tracksOf({ content }: DiscoveryList): readonly TrackId[] {
  return content.picks.map(({ trackId }) => trackId);
}
