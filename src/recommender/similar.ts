import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { likenessTrust } from '../../models/ranking/blend.ts';
import { standardised } from '../../models/ranking/signals.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import type { Knowledge } from './knowledge.ts';
import type { SimilarTrack } from './recommender.ts';
import type { Scene } from './scene.ts';

/** A list of one artist would be no discovery. */
const MOST_OF_ARTIST = 2;
/** What is less alike than this is not alike. */
const LEAST_SCORE = 0.05;
/** That two tracks are liked by the same listeners is said from so many on: of fewer it would tell who. */
const SEVERAL = 3;

/** Tracks like this one, best first: by who hears them, and by their tags as far as little is known of that. */
export function similarTo(scene: Scene, trackId: TrackId, count: number, playable: (id: TrackId) => boolean = () => true): readonly SimilarTrack[] {
  const { catalogue, backing, listeners, knowledge, now } = scene;
  const track = catalogue.indexOf.get(trackId);
  if (track === undefined) return [];
  const heard = heardLikeness(scene, track);
  const own = tagSum(catalogue.tags, [{ track, weight: 1 }]);
  const scored = catalogue.ids
    .map((id, other) => {
      const trust = likenessTrust(listeners, [backing[track], backing[other]]);
      return { id, artist: catalogue.artists[other], score: trust * heard[other] + (1 - trust) * tagProduct(catalogue.tags, other, own) };
    })
    .filter(({ id, score }) => id !== trackId && score >= LEAST_SCORE && playable(id))
    .sort((a, b) => b.score - a.score);
  const ofArtist = new Map<string, number>();
  const chosen = scored.filter(({ artist }) => {
    const before = ofArtist.get(artist) ?? 0;
    ofArtist.set(artist, before + 1);
    return before < MOST_OF_ARTIST;
  });
  const likers = listenersWhoLike(knowledge, trackId, now);
  return chosen.slice(0, count).map(({ id, score }) => ({
    trackId: id,
    score: Math.min(1, score),
    together: likers.filter((listener) => likes(knowledge, listener, id, now)).length >= SEVERAL,
  }));
}

/** What the trained model says of every track's likeness, −1 to 1; 0 where it knows nothing. */
function heardLikeness({ knowledge: { taste }, columns }: Scene, track: number): Float32Array {
  const likeness = taste && columns[track] >= 0 ? taste.likeness(columns[track]) : null;
  return standardised(Float32Array.from(columns, (column, other) => (other === track || column < 0 ? NaN : (likeness?.[column] ?? NaN))));
}

function listenersWhoLike(knowledge: Knowledge, trackId: TrackId, now: number): readonly ListenerId[] {
  return knowledge.histories.map(([id]) => id).filter((id) => likes(knowledge, id, trackId, now));
}

function likes(knowledge: Knowledge, listener: ListenerId, trackId: TrackId, now: number): boolean {
  const affinity = knowledge.affinitiesOf(listener).find((known) => known.trackId === trackId);
  if (!affinity) return false;
  const { positive, negative } = knowledge.evidenceOf(affinity, now);
  return positive > negative;
}
