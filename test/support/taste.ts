import type { SoundMapPicture } from '../../src/recommender/recommender.ts';
import type { TasteProfile } from '../../src/recommender/taste-profile.ts';
import { DAY, MONDAY } from './event-log.ts';

/** Somebody's taste: over three weeks, from house to ambient. */
export function aProfile(given: Partial<TasteProfile> = {}): TasteProfile {
  return {
    from: MONDAY,
    to: MONDAY + 21 * DAY,
    listens: 40,
    heardMs: 3.5 * 3_600_000,
    songs: 30,
    styles: [{ style: 'house', share: 0.5 }, { style: 'ambient', share: 0.3 }, { style: 'trip hop', share: 0.2 }],
    weeks: [[0.8, 0.1, 0.1], [0.5, 0.3, 0.2], [0.2, 0.5, 0.3]].map((shares, week) => ({ start: MONDAY + 7 * week * DAY, heardMs: 4_200_000, shares })),
    artists: [{ artist: 'The Bells', heardMs: 1_000_000, listens: 5 }, { artist: 'Mira Holm', heardMs: 900_000, listens: 4 }],
    adventure: { fresh: 0.25, remote: 0.3 },
    heard: [{ trackId: 't1', share: 0.4, style: 0 }, { trackId: 't2', share: 0.2, style: 1 }, { trackId: 't3', share: 0.1, style: -1 }],
    ...given,
  };
}

/** Four tracks of the library, of which three were heard. */
export const A_MAP: SoundMapPicture = { ids: ['t1', 't2', 't3', 't4'], places: Float32Array.from([-0.5, 0, 0.5, 0.2, 0.1, -0.6, 0.8, 0.8]), unheard: 0 };
