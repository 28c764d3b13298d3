import { groupWorth, type Place } from '../../models/group/group-worth.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { type Random, seeded, seedOf } from '../../models/random.ts';
import { VARIETY_WINDOW } from '../../models/ranking/diversity.ts';
import { DEFAULT_POLICY, drawSlot, type SlotDistribution, slotDistribution } from '../../models/ranking/policy.ts';
import { rangeOf } from '../../models/ranking/signals.ts';
import { thompsonProbabilities } from '../../models/ranking/thompson.ts';
import { fitting, VIBE_UTILITY } from '../../models/ranking/vibe.ts';
import type { ListenerId, ListenerScore, TrackId } from '../domain.ts';
import { doubtAbout } from './doubt.ts';
import type { PickRequest } from './recommender.ts';
import { indicesOf, type Round, roundOf } from './round.ts';
import { togetherFor } from './reasons.ts';
import type { Scene } from './scene.ts';
import { Taste } from './taste.ts';
import type { VibeMatch } from './vibe-match.ts';

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
  const round = roundOf(scene, request);
  const { seats, vibe } = round;
  const random = seeded(request.seed);
  const before = indicesOf(scene, request.before);
  const choices: Choice[] = [];
  for (let rank = 1; rank <= request.count; rank++) {
    const candidates = candidatesFor(round, before);
    if (candidates.length === 0) break;
    const slot = distributionOver(round, candidates, before, { rank, turn: (request.slot ?? 0) + rank - 1 });
    const { candidate, probability, exploratory } = drawSlot(slot, explores(request, rank, random), random);
    const track = candidates[candidate];
    round.barred[track] = 1;
    before.push(track);
    choices.push({ trackId: scene.catalogue.ids[track], probability, exploratory, ...(vibe && { vibe: vibe.fits[track] }), scores: seats.map(({ taste }) => taste.explain(track)) });
  }
  return choices;
}

/**
 * Of every ten slots of a session one explores, each as likely as the others. It is drawn from the session
 * and the ten alone, so that planning anew keeps it.
 */
function explores({ sessionId, slot: first }: PickRequest, rank: number, random: Random): boolean {
  return first === undefined ? random() < 1 / DEFAULT_POLICY.explorationPeriod : exploringSlot(sessionId, first + rank - 1);
}

/** Whether a slot is the one of its ten that explores. */
export function exploringSlot(of: string, slot: number): boolean {
  const period = DEFAULT_POLICY.explorationPeriod;
  const drawn = seeded(seedOf(`${of}/${Math.floor(slot / period)}`))();
  return slot % period === Math.floor(drawn * period);
}

/** What each signal says about one track; nothing for a track that is not in the catalogue. */
export function explain(scene: Scene, trackId: TrackId, listeners: readonly ListenerId[]): readonly ListenerScore[] {
  const track = scene.catalogue.indexOf.get(trackId);
  if (track === undefined) return [];
  return listeners.map((id) => {
    const taste = new Taste(scene, id);
    return { ...taste.explain(track), ...togetherFor(scene, id, taste.signals.evidence, track) };
  });
}

/**
 * Everything that may fill the slot. Rules that are not promises — what the vibe turns down, no third track of an artist,
 * nothing of a style that everybody present rejects — give way when nothing would be left: music goes on. Who asks for an
 * artist or a style by name gets it.
 */
function candidatesFor(round: Round, before: readonly number[]): Int32Array {
  const { artists } = round.scene.catalogue;
  const recent = before.slice(-ARTIST_RUN).map((track) => artists[track]);
  const worn = recent.length === ARTIST_RUN && recent.every((artist) => artist !== '' && artist === recent[0]) ? recent[0] : null;
  const spaced = worn === null || round.vibe?.namesArtists ? null : worn;
  return candidatesOf(round, spaced === null ? null : (track) => artists[track] !== spaced);
}

/** Everything that may be chosen, and as far as there is such, of which `prefers` is true. */
export function candidatesOf({ vibe, barred, unwelcome }: Round, prefers: ((track: number) => boolean) | null = null): Int32Array {
  const free = kept(everyTrack(barred.length), (track) => barred[track] === 0);
  const allowed = vibe ? allowedBy(vibe, free) : free;
  const preferred = prefers === null ? allowed : keptUnlessNone(allowed, prefers);
  return unwelcome === null || vibe?.aims ? preferred : keptUnlessNone(preferred, (track) => unwelcome[track] === 0);
}

/** Without what the vibe turns down, and of its years: those of unknown years only when there is nothing else. */
function allowedBy(vibe: VibeMatch, tracks: Int32Array): Int32Array {
  const wanted = kept(tracks, (track) => !vibe.forbids(track));
  if (wanted.length === 0) return tracks;
  const known = kept(wanted, (track) => vibe.isOfEra(track) === true);
  return known.length > 0 ? known : keptUnlessNone(wanted, (track) => vibe.isOfEra(track) !== false);
}

function keptUnlessNone(tracks: Int32Array, keeps: (track: number) => boolean): Int32Array {
  const found = kept(tracks, keeps);
  return found.length > 0 ? found : tracks;
}

function everyTrack(count: number): Int32Array {
  const tracks = new Int32Array(count);
  for (let track = 0; track < count; track++) tracks[track] = track;
  return tracks;
}

function pickedFrom(values: Float32Array, places: Int32Array): Float64Array {
  const picked = new Float64Array(places.length);
  for (let i = 0; i < picked.length; i++) picked[i] = values[places[i]];
  return picked;
}

/** Array.prototype.filter is several times as slow, and libraries are large. */
function kept(tracks: Int32Array, keeps: (track: number) => boolean): Int32Array {
  const found = new Int32Array(tracks.length);
  let count = 0;
  for (let i = 0; i < tracks.length; i++) if (keeps(tracks[i])) found[count++] = tracks[i];
  return found.subarray(0, count);
}

/** The exact distribution over `candidates` that the slot's track is drawn from. */
function distributionOver(round: Round, candidates: Int32Array, before: readonly number[], place: Place): SlotDistribution {
  const { scene, groupMode, vibe, variety } = round;
  const { tags } = scene.catalogue;
  const members = round.seats.map(({ satisfaction, scores }) => ({ satisfaction, scores, range: rangeOf(scores, candidates) }));
  const recent = before.slice(-VARIETY_WINDOW).map((track) => tagSum(tags, [{ track, weight: 1 }]));
  const worth = members.length > 0 ? groupWorth(groupMode, members, candidates, place) : null;
  const fits = vibe ? fitting(pickedFrom(vibe.fits, candidates)) : null;
  // What a track is worth to several lies the closer together the more they are, as a mean of theirs.
  const together = Math.sqrt(Math.max(1, members.length));
  const utility = new Float64Array(candidates.length);
  const doubt = new Float64Array(candidates.length);
  for (let c = 0; c < candidates.length; c++) {
    const track = candidates[c];
    let alike = 0;
    for (const other of recent) alike = Math.max(alike, tagProduct(tags, track, other));
    utility[c] = (worth ? worth[c] : scene.popularity[track]) - variety * alike + (fits ? VIBE_UTILITY * fits[c] : 0);
    doubt[c] = fits && fits[c] === 0 ? 0 : doubtAbout(round, track) / together;
  }
  return slotDistribution(utility, thompsonProbabilities(utility, doubt), { ...DEFAULT_POLICY, temperature: DEFAULT_POLICY.temperature / together });
}
