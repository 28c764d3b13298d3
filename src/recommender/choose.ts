import { groupRelevance } from '../../models/group/welfare.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { type Random, seeded, seedOf } from '../../models/random.ts';
import { VARIETY_WINDOW, varietyWeight } from '../../models/ranking/diversity.ts';
import { DEFAULT_POLICY, drawSlot, type SlotDistribution, slotDistribution } from '../../models/ranking/policy.ts';
import { fitting, VIBE_UTILITY } from '../../models/ranking/vibe.ts';
import { relevance } from '../../models/ranking/signals.ts';
import type { ListenerId, ListenerScore, TrackId } from '../domain.ts';
import type { PickRequest } from './recommender.ts';
import type { Scene } from './scene.ts';
import { Taste } from './taste.ts';
import { VibeMatch } from './vibe-match.ts';

/** Of one artist, at most so many tracks follow one another. */
const ARTIST_RUN = 2;

/** A pick before it is given its identity, time and model version. */
export interface Choice {
  readonly trackId: TrackId;
  readonly probability: number;
  readonly exploratory: boolean;
  /** How well it fits the vibe of the request; left out without one. */
  readonly vibe?: number;
  readonly scores: readonly ListenerScore[];
}

/**
 * Fills slots one after another. The same code answers in the recommender's process and, when that is
 * away, in the main one. Never chosen: what the request excludes, and what anybody present dislikes.
 */
export function choose(scene: Scene, request: PickRequest): readonly Choice[] {
  const tastes = request.listeners.map(({ id }) => new Taste(scene, id));
  const vibe = request.vibe ? new VibeMatch(scene.words, request.vibe) : null;
  const random = seeded(request.seed);
  const before = indicesOf(scene, request.before);
  const taken = new Set(indicesOf(scene, request.exclude));
  const choices: Choice[] = [];
  for (let rank = 1; rank <= request.count; rank++) {
    const candidates = candidatesFor(scene, tastes, vibe, taken, before);
    if (candidates.length === 0) break;
    const slot = distributionOver(scene, { request, tastes, vibe, candidates, before, rank });
    const { candidate, probability, exploratory } = drawSlot(slot, explores(request, rank, random), random);
    const track = candidates[candidate];
    taken.add(track);
    before.push(track);
    choices.push({ trackId: scene.catalogue.ids[track], probability, exploratory, ...(vibe && { vibe: vibe.fit(track) }), scores: tastes.map((taste) => taste.explain(track)) });
  }
  return choices;
}

/**
 * Of every ten slots of a session one explores, each as likely as the others. It is drawn from the session
 * and the ten alone, so that planning anew keeps it.
 */
function explores({ sessionId, slot: first }: PickRequest, rank: number, random: Random): boolean {
  const period = DEFAULT_POLICY.explorationPeriod;
  if (first === undefined) return random() < 1 / period;
  const slot = first + rank - 1;
  const drawn = seeded(seedOf(`${sessionId}/${Math.floor(slot / period)}`))();
  return slot % period === Math.floor(drawn * period);
}

/** What each signal says about one track; nothing for a track that is not in the catalogue. */
export function explain(scene: Scene, trackId: TrackId, listeners: readonly ListenerId[]): readonly ListenerScore[] {
  const track = scene.catalogue.indexOf.get(trackId);
  return track === undefined ? [] : listeners.map((id) => new Taste(scene, id).explain(track));
}

/**
 * Everything that may fill the slot. Rules that are not promises — what the vibe turns down, no third track of an artist,
 * nothing of a style that everybody present rejects — give way when nothing would be left: music goes on. Who asks for an
 * artist or a style by name gets it.
 */
function candidatesFor(scene: Scene, tastes: readonly Taste[], vibe: VibeMatch | null, taken: ReadonlySet<number>, before: readonly number[]): readonly number[] {
  const { ids, artists } = scene.catalogue;
  const recent = before.slice(-ARTIST_RUN).map((track) => artists[track]);
  const worn = recent.length === ARTIST_RUN && recent.every((artist) => artist !== '' && artist === recent[0]) ? recent[0] : null;
  const free = [...ids.keys()].filter((track) => !taken.has(track) && !tastes.some((taste) => taste.dislikes(track)));
  const allowed = vibe ? allowedBy(vibe, free) : free;
  const spaced = vibe?.namesArtists ? allowed : nonEmpty(allowed.filter((track) => artists[track] !== worn), allowed);
  return vibe?.aims ? spaced : nonEmpty(spaced.filter((track) => tastes.length === 0 || !tastes.every((taste) => taste.rejects(track))), spaced);
}

/** Without what the vibe turns down, and of its years: those of unknown years only when there is nothing else. */
function allowedBy(vibe: VibeMatch, tracks: readonly number[]): readonly number[] {
  const wanted = tracks.filter((track) => !vibe.forbids(track));
  const known = wanted.filter((track) => vibe.isOfEra(track) === true);
  const perhaps = wanted.filter((track) => vibe.isOfEra(track) !== false);
  return [known, perhaps, wanted].find((some) => some.length > 0) ?? tracks;
}

function nonEmpty<T>(preferred: readonly T[], otherwise: readonly T[]): readonly T[] {
  return preferred.length > 0 ? preferred : otherwise;
}

/** The exact distribution over `candidates` that the slot's track is drawn from. */
function distributionOver(
  scene: Scene,
  { request, tastes, vibe, candidates, before, rank }: {
    readonly request: PickRequest;
    readonly tastes: readonly Taste[];
    readonly vibe: VibeMatch | null;
    readonly candidates: readonly number[];
    readonly before: readonly number[];
    /** From 1. */
    readonly rank: number;
  },
): SlotDistribution {
  const { tags } = scene.catalogue;
  const members = tastes.map((taste, i) => ({
    satisfaction: Math.max(0, request.listeners[i].satisfaction),
    relevance: relevance(taste.scores, candidates),
  }));
  const outcomes = tastes.length === 0 ? 0 : tastes.reduce((sum, taste) => sum + taste.outcomes, 0) / tastes.length;
  const variety = varietyWeight(outcomes);
  const recent = before.slice(-VARIETY_WINDOW).map((track) => tagSum(tags, [{ track, weight: 1 }]));
  const worth = members.length > 0 ? groupRelevance(members, candidates, rank) : Float64Array.from(candidates, (track) => scene.popularity[track]);
  const fits = vibe ? fitting(Float64Array.from(candidates, (track) => vibe.fit(track))) : null;
  const utility = new Float64Array(candidates.length);
  const curiosity = new Float64Array(candidates.length);
  candidates.forEach((track, c) => {
    let alike = 0;
    for (const other of recent) alike = Math.max(alike, tagProduct(tags, track, other));
    utility[c] = worth[c] - variety * alike + VIBE_UTILITY * (fits?.[c] ?? 0);
    // The less a track is known, the more there is to learn from it – when somebody listens – and rather of what sounds like theirs.
    const known = tastes.length === 0 || tastes.some((taste) => taste.hasHeard(track) || taste.rejects(track));
    const promise = tastes.reduce((most, taste) => Math.max(most, taste.promise(track)), 0);
    curiosity[c] = known ? 0 : ((fits?.[c] ?? 1) * (1 + promise)) / Math.sqrt(1 + scene.listens[track]);
  });
  return slotDistribution(utility, curiosity, DEFAULT_POLICY);
}

function indicesOf({ catalogue }: Scene, ids: readonly TrackId[]): number[] {
  return ids.flatMap((id) => catalogue.indexOf.get(id) ?? []);
}
