import { LEAPS, strangeness } from '../../models/ranking/adventure.ts';
import type { Adventure } from '../domain.ts';
import type { Scene } from './scene.ts';
import type { Taste } from './taste.ts';

/** By track: the listener's scores, moved towards or away from what they know; as they are for who wants neither. */
export function adventurous(scene: Scene, { scores, signals }: Taste, adventure: Adventure): Float64Array {
  const leap = LEAPS[adventure];
  if (leap.strangeness === 0 && leap.popularity === 0) return scores;
  const { artistNumbers } = scene.words;
  const ofArtist = new Map<number, number>();
  for (const { track, positive, negative } of signals.evidence) {
    const artist = artistNumbers[track];
    if (artist >= 0) ofArtist.set(artist, (ofArtist.get(artist) ?? 0) + Math.min(1, positive + negative));
  }
  return scores.map((score, track) => {
    const strange = strangeness({ unheard: !signals.lastHeardAt.has(track), ofArtist: ofArtist.get(artistNumbers[track]) ?? 0, likeness: signals.tags[track] });
    return score + leap.strangeness * strange - leap.popularity * scene.popularity[track];
  });
}
