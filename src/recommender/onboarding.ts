import { tagProduct, tagProfile } from '../../models/language/profile.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import { farthestFirst } from '../../models/ranking/farthest-first.ts';
import type { TrackId } from '../domain.ts';
import type { Scene } from './scene.ts';

/** Of artists, so many of the best known for each that is chosen: a newcomer should know some of them. */
const POOL = 8;
/** By so many of their tracks artists are compared. */
const COMPARED = 8;
/** How alike two artists are taken to be of whom nothing tells: not chosen for being unknown. */
const UNKNOWN = 0.5;

/**
 * One track each, the best received, of artists of the library for somebody to choose from of whom nothing is known: well known
 * here, and as different as possible by what is written about them, by their tags and by how they sound.
 */
export function onboardingArtists(scene: Scene, count: number, playable: (id: TrackId) => boolean = () => true): readonly TrackId[] {
  const artists = wellKnown(scene, POOL * count, playable);
  const picked = farthestFirst(artists.length, count, (one) => {
    const likeness = likenessTo(scene, artists[one]);
    return artists.map((other) => 1 - likeness(other));
  });
  return picked.map((artist) => scene.catalogue.ids[artists[artist][0]]);
}

/** An artist's best-received tracks, best first; none for an artist whom the library has not. */
export function bestTracksOf(scene: Scene, artist: string, count: number, playable: (id: TrackId) => boolean = () => true): readonly TrackId[] {
  const tracks = scene.words.tracksByArtist().get(artistKey(artist)) ?? [];
  return byReception(scene, tracks, playable).slice(0, count).map((track) => scene.catalogue.ids[track]);
}

/** Tracks of artists, those of the best known first: who is received best by everybody together, and of whom there is most as long as nobody has listened. */
function wellKnown(scene: Scene, count: number, playable: (id: TrackId) => boolean): readonly (readonly number[])[] {
  const { words, popularity } = scene;
  return Array.from(words.tracksByArtist().values(), (tracks) => byReception(scene, tracks, playable))
    .filter((tracks) => tracks.length > 0)
    .map((tracks) => ({ tracks, reception: tracks.reduce((sum, track) => sum + popularity[track], 0) }))
    .sort((a, b) => b.reception - a.reception || b.tracks.length - a.tracks.length)
    .slice(0, count)
    .map(({ tracks }) => tracks);
}

function byReception({ catalogue, popularity }: Scene, tracks: readonly number[], playable: (id: TrackId) => boolean): readonly number[] {
  return tracks.filter((track) => playable(catalogue.ids[track])).sort((a, b) => popularity[b] - popularity[a]);
}

/** How alike another artist is by all that is known of both, 0 to 1. */
function likenessTo({ words, sounds, catalogue: { tags } }: Scene, tracks: readonly number[]): (other: readonly number[]) => number {
  const compared = tracks.slice(0, COMPARED);
  const evidence = compared.map((track) => ({ track, positive: 1, negative: 0 }));
  const profile = tagProfile(tags, evidence);
  const heard = compared.some((track) => sounds.heard[track] === 1);
  const sounding = heard ? sounds.products(evidence) : null;
  return (other) => {
    const others = other.slice(0, COMPARED);
    const [one, two] = [compared[0], others[0]];
    const likenesses = [
      words.isWrittenAbout(one) && words.isWrittenAbout(two) ? words.product(one, two) : NaN,
      mean(others.filter((track) => isTagged(tags, track)).map((track) => (profile.some((weight) => weight > 0) ? tagProduct(tags, track, profile) : NaN))),
      sounding ? mean(others.filter((track) => sounds.heard[track] === 1).map((track) => Math.max(0, sounding[track]))) : NaN,
    ].filter((likeness) => !Number.isNaN(likeness));
    return likenesses.length > 0 ? mean(likenesses) : UNKNOWN;
  };
}

function isTagged({ pointers }: Scene['catalogue']['tags'], track: number): boolean {
  return pointers[track + 1] > pointers[track];
}

/** NaN of nothing. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
