import type { Track } from '../../src/domain.ts';

/** A track for tests that need no file; everything not given follows from its number. */
export function aTrack(n: number, given: Partial<Track> = {}): Track {
  return {
    id: `t${n}`,
    title: `Song ${n}`,
    artist: `Artist ${n}`,
    album: null,
    trackNumber: null,
    discNumber: null,
    year: null,
    genres: [],
    tags: [],
    durationMs: 60_000,
    isrc: null,
    mbid: null,
    loudness: { integratedLufs: -12, truePeakDbtp: -2 },
    file: { path: `/music/${n}.wav`, format: 'wav' },
    source: 'folder',
    ...given,
  };
}
