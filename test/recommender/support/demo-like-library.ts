import { seeded } from '../../../models/random.ts';
import { CATALOGUE } from '../../../src/library/demo/catalogue.ts';
import type { Affinity, Track, TrackId } from '../../../src/domain.ts';

const MOODS = ['calm', 'dark', 'warm', 'bright', 'driving', 'dreamy'];

export interface LibraryShape {
  readonly styles: number;
  readonly perStyle: number;
  readonly artistsPerStyle: number;
}

/** 8 styles × 6 tracks by 2 artists each, like the demo library. */
export const DEMO_SHAPE: LibraryShape = { styles: 8, perStyle: 6, artistsPerStyle: 2 };

/** Tracks named `style/number`, tagged as files are: a genre, two moods that styles share, an album, a year. */
export function demoLikeLibrary(shape: LibraryShape, seed: number): Track[] {
  const random = seeded(seed);
  const mood = () => MOODS[Math.floor(random() * MOODS.length)];
  return Array.from({ length: shape.styles * shape.perStyle }, (_, i) => {
    const style = Math.floor(i / shape.perStyle);
    const artist = `Artist ${style}-${i % shape.artistsPerStyle}`;
    return {
      id: trackId(style, i % shape.perStyle),
      title: `Track ${i}`,
      artist,
      album: `Album of ${artist}`,
      trackNumber: null,
      discNumber: null,
      year: 1980 + Math.floor(random() * 40),
      genres: [`style ${style}`],
      tags: [mood(), mood()],
      durationMs: 90_000,
      isrc: null,
      mbid: null,
      loudness: null,
      file: { path: `/music/${i}.opus`, format: 'opus' },
      source: 'demo',
    };
  });
}

/** The tracks of the real demo library as their files would be tagged, named as {@link demoLikeLibrary} does. */
export function demoLibrary(): Track[] {
  const styles = [...new Set(CATALOGUE.map((track) => track.commission.style))];
  const template = demoLikeLibrary(DEMO_SHAPE, 1);
  return styles.flatMap((style, i) =>
    CATALOGUE.filter((track) => track.commission.style === style).map(({ title, artist, album, trackNumber, year, commission }, number) => ({
      ...template[0],
      id: trackId(i, number),
      title,
      artist,
      album,
      trackNumber,
      year,
      genres: commission.genres,
      tags: commission.moods,
    })),
  );
}

export function trackId(style: number, number: number): TrackId {
  return `${style}/${number}`;
}

export function styleOf(id: TrackId): number {
  return Number(id.split('/')[0]);
}

/** An affinity with one play and nothing else, changed by `what`. */
export function affinity(listenerId: string, id: TrackId, what: Partial<Affinity> = {}): Affinity {
  return {
    listenerId,
    trackId: id,
    plays: 1,
    completions: 0,
    heardMs: 30_000,
    skips: 0,
    earlySkips: 0,
    leaves: 0,
    requests: 0,
    reaction: null,
    lastAt: 1_800_000_000_000,
    ...what,
  };
}
