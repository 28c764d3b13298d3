import { type TagEvidence, tagProduct, tagProfile, tagSum } from '../../models/language/profile.ts';
import { standardised } from '../../models/ranking/signals.ts';
import type { ListenerId } from '../domain.ts';
import type { Catalogue } from './catalogue.ts';
import type { Scene } from './scene.ts';

/**
 * A style is rejected by somebody who has turned down about this many tracks – one 👎 is about a track –
 * when the likeness to those adds up to this much, and doubled to more than that to what they liked.
 */
const REJECTIONS = 1.5;
const REJECTED_LIKENESS = 0.35;
const REJECTION_FACTOR = 2;
/** Evidence fades over months: how it stood within the hour is good enough. */
const KEPT_MS = 3_600_000;

/** A listener's own history, by tracks of a catalogue. */
export interface TrackHistory {
  readonly evidence: readonly TagEvidence[];
  readonly disliked: readonly number[];
  /** By track that was heard: epoch ms. */
  readonly lastHeardAt: ReadonlyMap<number, number>;
  /** Tracks of which the listener's opinion is known; weak evidence counts less than 1. */
  readonly outcomes: number;
}

/** What it says of every track, apart from how the tracks sound. */
export interface WrittenSignals extends TrackHistory {
  /** By track: 1 where it is of a style that was turned down more than once. null when none was. */
  readonly rejected: Uint8Array | null;
  /** The signals by track, each −1 to 1. */
  readonly collaborative: Float32Array;
  readonly tags: Float32Array;
  readonly language: Float32Array;
  /** How much of the history is by artists about whom something is written, 0 to 1; 1 where only what was heard elsewhere is known. */
  readonly written: number;
  /** Artists who are known by words and were heard elsewhere alone; weak evidence counts less than 1. */
  readonly elsewhere: number;
}

export interface SoundSignal {
  /** By track, −1 to 1. */
  readonly acoustic: Float32Array;
  /** How much of the history was heard by the network, 0 to 1; 1 where the listener's place among the factors is known instead. */
  readonly heard: number;
}

export type ListenerSignals = WrittenSignals & SoundSignal;

/** Worked out once for a history and what is known of the tracks: sessions ask for the same few listeners again and again. */
export function listenerSignals(scene: Scene, id: ListenerId): ListenerSignals {
  const { knowledge, catalogue, words, sounds, now } = scene;
  const since = Math.floor(now / KEPT_MS);
  const written = knowledge.workedOut(id, 'written', [catalogue, words, knowledge.trained, since], () => writtenSignals(scene, id));
  const sound = knowledge.workedOut(id, 'sound', [written, sounds], () => soundSignal(scene, id, written.evidence));
  return { ...written, ...sound };
}

function writtenSignals(scene: Scene, id: ListenerId): WrittenSignals {
  const { catalogue, words, knowledge, now } = scene;
  const history = historyOf(scene, id);
  const artists = words.elsewhere.known(knowledge.artistsElsewhere(id, now));
  const elsewhere = artists.reduce((sum, { positive, negative }) => sum + Math.min(1, positive + negative), 0);
  const { evidence } = history;
  return {
    ...history,
    rejected: rejectedBy(catalogue, evidence),
    collaborative: collaborativeSignal(scene, id),
    tags: standardised(tagProducts(catalogue, evidence)),
    language: standardised(words.products(evidence, artists)),
    written: evidence.length > 0 ? words.coverage(evidence) : elsewhere > 0 ? 1 : 0,
    elsewhere,
  };
}

function historyOf({ knowledge, catalogue, now }: Scene, id: ListenerId): TrackHistory {
  const evidence: TagEvidence[] = [];
  const disliked: number[] = [];
  const lastHeardAt = new Map<number, number>();
  for (const affinity of knowledge.affinitiesOf(id)) {
    const track = catalogue.indexOf.get(affinity.trackId);
    if (track === undefined) continue;
    evidence.push({ track, ...knowledge.evidenceOf(affinity, now) });
    if (affinity.reaction === 'dislike') disliked.push(track);
    if (affinity.plays > 0) lastHeardAt.set(track, affinity.lastAt);
  }
  const outcomes = evidence.reduce((sum, { positive, negative }) => sum + Math.min(1, positive + negative), 0);
  return { evidence, disliked, lastHeardAt, outcomes };
}

/** By the listener's place among the factors where that of sounds is foretold; else by how alike tracks sound. */
function soundSignal({ knowledge, sounds, now }: Scene, id: ListenerId, evidence: readonly TagEvidence[]): SoundSignal {
  const head = knowledge.trained?.head;
  const listener = head ? knowledge.placeOf(id, now) : null;
  const placed = head && listener ? sounds.placed(head, listener) : null;
  return { acoustic: standardised(placed ?? sounds.products(evidence)), heard: placed ? 1 : sounds.coverage(evidence) };
}

/**
 * Compares a track's likeness in tags to what was turned down with that to what was liked. A track counts on
 * one side only: what was liked and skipped later is liked.
 */
function rejectedBy({ tags, ids }: Catalogue, history: readonly TagEvidence[]): Uint8Array | null {
  const excess = (more: number, less: number) => Math.min(1, Math.max(0, more - less));
  const turnedDown = history.map(({ track, positive, negative }) => ({ track, weight: excess(negative, positive) }));
  if (turnedDown.reduce((sum, { weight }) => sum + weight, 0) < REJECTIONS) return null;
  const against = tagSum(tags, turnedDown);
  const inFavour = tagSum(tags, history.map(({ track, positive, negative }) => ({ track, weight: excess(positive, negative) })));
  const rejected = new Uint8Array(ids.length);
  for (let track = 0; track < rejected.length; track++) {
    const likeness = tagProduct(tags, track, against);
    if (likeness >= REJECTED_LIKENESS && REJECTION_FACTOR * likeness > tagProduct(tags, track, inFavour)) rejected[track] = 1;
  }
  return rejected;
}

/** By track; `NaN` where it has no tags. */
function tagProducts({ tags, ids }: Catalogue, history: readonly TagEvidence[]): Float32Array {
  const profile = tagProfile(tags, history);
  const signal = new Float32Array(ids.length);
  for (let track = 0; track < signal.length; track++) signal[track] = tags.pointers[track + 1] > tags.pointers[track] ? tagProduct(tags, track, profile) : NaN;
  return signal;
}

/** What the trained model expects of every track, on a common scale; 0 for tracks it does not know. */
function collaborativeSignal({ knowledge, columns, now }: Scene, id: ListenerId): Float32Array {
  const scores = knowledge.solved(id, now)?.scores;
  const expected = new Float32Array(columns.length).fill(NaN);
  if (scores) for (let track = 0; track < expected.length; track++) if (columns[track] >= 0) expected[track] = scores[columns[track]];
  return standardised(expected);
}
