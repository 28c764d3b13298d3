import { groupWorth, relevanceOf } from '../../models/group/group-worth.ts';
import { satisfactionFrom } from '../../models/group/welfare.ts';
import { seeded, seedOf } from '../../models/random.ts';
import { Calibration, mixOf } from '../../models/ranking/calibration.ts';
import { listeningOrder } from '../../models/ranking/list-order.ts';
import { DEFAULT_POLICY, drawSlot, type SlotDistribution, slotDistribution } from '../../models/ranking/policy.ts';
import { rangeOf } from '../../models/ranking/signals.ts';
import { thompsonProbabilities } from '../../models/ranking/thompson.ts';
import { fitting, VIBE_UTILITY } from '../../models/ranking/vibe.ts';
import { candidatesOf, type Choice, exploringSlot } from './choose.ts';
import { doubtAbout } from './doubt.ts';
import type { ListRequest } from './recommender.ts';
import { type Round, roundOf } from './round.ts';
import type { Scene } from './scene.ts';
import { styleMix, tasteMix } from './styles.ts';
import { stepBetween, trackLikeness } from './track-distance.ts';

/** So many candidates for each place of the list are looked at closely … */
const LOOKED_AT = 20;
/** … and no fewer than this. */
const LEAST_LOOKED_AT = 400;
/** How much likeness to what is in the list already speaks against a track (maximal marginal relevance, Carbonell & Goldstein 1998). */
const DIVERSITY = 0.3;
/**
 * What a list's balance over the listener's styles is worth beside its mean relevance (Steck 2018). Measured on tastes of one to
 * four styles in a made-up library of twelve: the divergence falls from .197 to .121 for .002 of relevance; twice as much
 * brings .005 more for .003.
 */
const BALANCE = 0.5;

/**
 * A list to be listened through: what is relevant, unlike the rest of the list, balanced over the styles of those it is for and
 * of each artist a few, drawn slot by slot at logged probabilities; then in an order in which one leads to the next, beginning
 * with the most relevant. Rules are never bent to fill it.
 */
export function composeList(scene: Scene, request: ListRequest): readonly Choice[] {
  const round = roundOf(scene, request, request.adventure);
  const list = new ListInTheMaking(round, request);
  const random = seeded(request.seed);
  const drawn: { readonly track: number; readonly probability: number; readonly exploratory: boolean }[] = [];
  for (let slot = 0; slot < request.count; slot++) {
    const candidates = list.candidates();
    if (candidates.length === 0) break;
    const explores = exploringSlot(`list/${request.seed}`, slot);
    const { candidate, probability, exploratory } = drawSlot(list.distribution(candidates), explores, random);
    const track = candidates[candidate];
    list.add(track);
    drawn.push({ track, probability, exploratory });
  }
  const ordered = inOrder(scene, drawn, list);
  const { seats, vibe } = round;
  return ordered.map(({ track, probability, exploratory }) => ({
    trackId: scene.catalogue.ids[track],
    probability,
    exploratory,
    ...(vibe && { vibe: vibe.fits[track] }),
    scores: seats.map(({ taste }) => taste.explain(track)),
  }));
}

/** The tracks that may still join a list, and what each would bring. */
class ListInTheMaking {
  readonly #round: Round;
  readonly #perArtist: number;
  readonly #ofArtist = new Map<number, number>();
  readonly #calibration: Calibration;
  readonly #members: { satisfaction: number; readonly scores: Float64Array; readonly range: ReturnType<typeof rangeOf> }[];
  /** How well each track fits the vibe beside the others; null without one. */
  readonly #fits: ReadonlyMap<number, number> | null;
  /** What is left of those that are looked at closely. */
  #left: number[];
  readonly #list: number[] = [];
  /** By track that is left: how like it is to the one of the list that it is most like. */
  readonly #likeness = new Map<number, number>();

  constructor(round: Round, { count, unheard, perArtist, seed }: ListRequest) {
    this.#round = round;
    this.#perArtist = perArtist;
    const { scene, seats, vibe } = round;
    const all = candidatesOf(round).filter((track) => !unheard || round.known[track] === 0);
    const fits = vibe ? fitting(Float64Array.from(all, (track) => vibe.fits[track])) : null;
    this.#fits = fits && new Map(Array.from(all, (track, i) => [track, fits[i]]));
    this.#members = seats.map(({ scores, satisfaction }) => ({ scores, satisfaction, range: rangeOf(scores, all) }));
    this.#calibration = new Calibration(mixOf(seats.map(({ taste }) => ({ mix: tasteMix(scene, taste), weight: 1 }))));
    this.#left = this.#shortlist(all, Math.max(LEAST_LOOKED_AT, LOOKED_AT * count), seed);
  }

  candidates(): readonly number[] {
    return this.#left;
  }

  /** What a track is worth to those it is for, as the list is now. */
  worth(tracks: ArrayLike<number>): Float64Array {
    const { groupMode, scene } = this.#round;
    const place = { rank: this.#list.length + 1, turn: this.#list.length };
    const worth = this.#members.length > 0 ? groupWorth(groupMode, this.#members, tracks, place) : Float64Array.from(tracks, (track) => scene.popularity[track]);
    const fits = this.#fits;
    return fits ? worth.map((value, i) => value + VIBE_UTILITY * (fits.get(tracks[i]) ?? 0)) : worth;
  }

  distribution(tracks: readonly number[]): SlotDistribution {
    const { scene } = this.#round;
    const worth = this.worth(tracks);
    // What a track does to the balance of the list is worth what it does to its mean relevance.
    const balance = BALANCE * (this.#list.length + 1);
    const utility = worth.map((value, i) => value - DIVERSITY * (this.#likeness.get(tracks[i]) ?? 0) + balance * this.#calibration.gain(styleMix(scene, tracks[i])));
    const doubt = Float64Array.from(tracks, (track) => (this.#fits?.get(track) === 0 ? 0 : doubtAbout(this.#round, track)));
    return slotDistribution(utility, thompsonProbabilities(utility, doubt), DEFAULT_POLICY);
  }

  add(track: number): void {
    const { scene } = this.#round;
    this.#list.push(track);
    for (const member of this.#members) member.satisfaction += satisfactionFrom(relevanceOf(member, track)) / Math.log2(this.#list.length + 1);
    this.#calibration.add(styleMix(scene, track));
    const artist = scene.words.artistNumbers[track];
    const full = artist >= 0 && count(this.#ofArtist, artist) >= this.#perArtist;
    this.#left = this.#left.filter((other) => other !== track && !(full && scene.words.artistNumbers[other] === artist));
    for (const other of this.#left) this.#likeness.set(other, Math.max(this.#likeness.get(other) ?? 0, trackLikeness(scene, track, other)));
  }

  /** What is worth most, and what may be; what ties with the last of them is cut by chance, not by its place in the library. */
  #shortlist(all: Int32Array, most: number, seed: number): number[] {
    if (all.length <= 2 * most) return [...all];
    const worth = this.worth(all);
    const chance = seeded(seedOf(`shortlist/${seed}`));
    const ties = worth.map(() => 1e-6 * chance());
    const hope = worth.map((value, i) => value + ties[i] + 2 * doubtAbout(this.#round, all[i]));
    const chosen = new Set([...bestOf(worth.map((value, i) => value + ties[i]), most), ...bestOf(hope, most)]);
    return Array.from(chosen, (i) => all[i]).sort((a, b) => a - b);
  }
}

/** Places of the largest values, `count` of them. */
function bestOf(values: Float64Array, count: number): number[] {
  const least = values.toSorted().at(-count) ?? -Infinity;
  const places: number[] = [];
  for (let i = 0; i < values.length && places.length < count; i++) if (values[i] >= least) places.push(i);
  return places;
}

function count(counts: Map<number, number>, key: number): number {
  const now = (counts.get(key) ?? 0) + 1;
  counts.set(key, now);
  return now;
}

function inOrder<T extends { readonly track: number }>(scene: Scene, drawn: readonly T[], list: ListInTheMaking): readonly T[] {
  const worth = list.worth(drawn.map(({ track }) => track));
  const first = worth.indexOf(Math.max(...worth));
  const fromBest = [...drawn.slice(first, first + 1), ...drawn.filter((_, i) => i !== first)];
  const steps = fromBest.map((a) => fromBest.map((b) => stepBetween(scene, a.track, b.track)));
  return listeningOrder(fromBest.length, (a, b) => steps[a][b]).map((i) => fromBest[i]);
}
