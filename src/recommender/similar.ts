import type { Evidence } from '../../models/collaborative/confidence.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { likenessTrust } from '../../models/ranking/blend.ts';
import { standardised } from '../../models/ranking/signals.ts';
import type { TrackId } from '../domain.ts';
import { fewOfEach } from './few-of-each.ts';
import type { SimilarTrack } from './recommender.ts';
import type { Scene } from './scene.ts';

/**
 * Beside tags and listening, a likeness of sounds is a last resort: of unseen recordings two of five near neighbours are of
 * another style (P@10 .60), while a shared genre alone makes two tracks alike by about this much, or more.
 */
const BY_SOUND = 0.3;
/** What is less alike than this is not alike. */
const LEAST_SCORE = 0.05;
/** That two tracks are liked by the same listeners is said from so many on: of fewer it would tell who … */
const SEVERAL = 3;
/** … and only where it is not so of so many others: of a whole house it would tell everybody's taste. */
const OTHERS = 2;

/** Tracks like this one, best first: by who hears them, and by their tags, what is written about their artists and how they sound as far as little is known of that. */
export function similarTo(scene: Scene, trackId: TrackId, count: number, playable: (id: TrackId) => boolean = () => true): readonly SimilarTrack[] {
  const { catalogue, backing, listeners, words } = scene;
  const track = catalogue.indexOf.get(trackId);
  if (track === undefined) return [];
  const heard = heardLikeness(scene, track);
  const own = tagSum(catalogue.tags, [{ track, weight: 1 }]);
  const written = words.similarArtists(track);
  const sound = words.soundLikeness(track);
  const said = (other: number) => Math.max(tagProduct(catalogue.tags, other, own), written(other)?.score ?? 0);
  const bySound = (other: number) => BY_SOUND * (sound?.[other] ?? 0);
  const scores = Float64Array.from(catalogue.ids, (_, other) => {
    const trust = likenessTrust(listeners, [backing[track], backing[other]]);
    return trust * heard[other] + (1 - trust) * Math.max(said(other), bySound(other));
  });
  return best(scene, track, { scores, count, playable, phrases: (other) => (bySound(other) > said(other) ? scene.sounds.reasons(track, other) : []) });
}

/** Tracks that sound like this one, best first, by sound alone; null when it was not heard yet. */
export function similarSounding(scene: Scene, trackId: TrackId, count: number, playable: (id: TrackId) => boolean = () => true): readonly SimilarTrack[] | null {
  const { catalogue, sounds } = scene;
  const track = catalogue.indexOf.get(trackId);
  if (track === undefined) return [];
  if (!sounds.has(track)) return null;
  const scores = sounds.products([{ track, positive: 1, negative: 0 }]);
  return best(scene, track, { scores, count, playable, phrases: (other) => sounds.reasons(track, other) });
}

interface Found {
  /** By track; NaN where nothing is known. */
  readonly scores: Float32Array | Float64Array;
  readonly count: number;
  readonly playable: (id: TrackId) => boolean;
  /** What can be heard that both have. */
  readonly phrases: (other: number) => readonly string[];
}

/** Those of the highest scores, of an artist two at most, with what speaks for them. */
function best(scene: Scene, track: number, { scores, count, playable, phrases }: Found): readonly SimilarTrack[] {
  const { catalogue: { ids, artists }, listeners, words } = scene;
  const alike = [...ids.keys()].filter((other) => other !== track && scores[other] >= LEAST_SCORE && playable(ids[other])).sort((a, b) => scores[b] - scores[a]);
  const likers = listenersWhoLike(scene, ids[track]);
  const written = words.similarArtists(track);
  return fewOfEach(alike, (other) => artists[other], count).map((other) => {
    const both = likers.filter((likes) => likes(ids[other])).length;
    return {
      trackId: ids[other],
      score: Math.min(1, scores[other]),
      together: both >= SEVERAL && listeners - both >= OTHERS,
      artists: written(other)?.evidence ?? null,
      sound: phrases(other),
    };
  });
}

/** What the trained model says of every track's likeness, −1 to 1; 0 where it knows nothing. */
function heardLikeness({ knowledge: { taste }, columns }: Scene, track: number): Float32Array {
  const likeness = taste && columns[track] >= 0 ? taste.likeness(columns[track]) : null;
  return standardised(Float32Array.from(columns, (column, other) => (other === track || column < 0 ? NaN : (likeness?.[column] ?? NaN))));
}

/** Of each listener who likes the track: whether they like another. */
function listenersWhoLike({ knowledge, now }: Scene, trackId: TrackId): readonly ((other: TrackId) => boolean)[] {
  return knowledge.histories.flatMap((history) => {
    if (!history.names(trackId)) return [];
    const liked = new Set(history.unpack().filter((affinity) => isLiked(knowledge.evidenceOf(affinity, now))).map((affinity) => affinity.trackId));
    return liked.has(trackId) ? [(other: TrackId) => liked.has(other)] : [];
  });
}

function isLiked({ positive, negative }: Evidence): boolean {
  return positive > negative;
}
