import type { Evidence } from '../../models/collaborative/confidence.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { likenessTrust } from '../../models/ranking/blend.ts';
import { standardised } from '../../models/ranking/signals.ts';
import type { TrackId } from '../domain.ts';
import type { SimilarTrack } from './recommender.ts';
import type { Scene } from './scene.ts';

/** A list of one artist would be no discovery. */
const MOST_OF_ARTIST = 2;
/** What is less alike than this is not alike. */
const LEAST_SCORE = 0.05;
/** That two tracks are liked by the same listeners is said from so many on: of fewer it would tell who … */
const SEVERAL = 3;
/** … and only where it is not so of so many others: of a whole house it would tell everybody's taste. */
const OTHERS = 2;

/** Tracks like this one, best first: by who hears them, and by their tags and what is written about their artists as far as little is known of that. */
export function similarTo(scene: Scene, trackId: TrackId, count: number, playable: (id: TrackId) => boolean = () => true): readonly SimilarTrack[] {
  const { catalogue, backing, listeners, words } = scene;
  const track = catalogue.indexOf.get(trackId);
  if (track === undefined) return [];
  const heard = heardLikeness(scene, track);
  const own = tagSum(catalogue.tags, [{ track, weight: 1 }]);
  const written = words.similarArtists(track);
  const scored = catalogue.ids
    .map((id, other) => {
      const trust = likenessTrust(listeners, [backing[track], backing[other]]);
      return { id, artist: catalogue.artists[other], score: trust * heard[other] + (1 - trust) * Math.max(tagProduct(catalogue.tags, other, own), written(other)?.score ?? 0) };
    })
    .filter(({ id, score }) => id !== trackId && score >= LEAST_SCORE && playable(id))
    .sort((a, b) => b.score - a.score);
  const ofArtist = new Map<string, number>();
  const chosen = scored.filter(({ artist }) => {
    const before = ofArtist.get(artist) ?? 0;
    ofArtist.set(artist, before + 1);
    return artist === '' || before < MOST_OF_ARTIST;
  });
  const likers = listenersWhoLike(scene, trackId);
  return chosen.slice(0, count).map(({ id, score }) => {
    const both = likers.filter((likes) => likes(id)).length;
    return { trackId: id, score: Math.min(1, score), together: both >= SEVERAL && listeners - both >= OTHERS, artists: written(catalogue.indexOf.get(id) ?? track)?.evidence ?? null };
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
