import { z } from 'zod';
import catalogueFile from '../../../data/demo/catalogue.json' with { type: 'json' };
import { STYLE_NAMES } from './styles/style.ts';
import type { Commission } from './compose.ts';

const trackSchema = z.object({
  title: z.string(),
  seconds: z.number(),
  moods: z.array(z.string()),
  seed: z.number().int(),
  /** LUFS, where a track is quieter or louder on purpose than its style usually is. */
  loudness: z.number().optional(),
});

const catalogueSchema = z.object({
  artists: z.array(
    z.object({
      name: z.string(),
      style: z.enum(STYLE_NAMES),
      band: z.union([z.literal(0), z.literal(1)]),
      genres: z.array(z.string()),
      albums: z.array(z.object({ title: z.string(), year: z.number().int(), tracks: z.array(trackSchema) })),
    }),
  ),
});

/** A track of the demo library before it is made: what its label would say, and what to compose. */
export interface CatalogueTrack {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly trackNumber: number;
  readonly year: number;
  readonly commission: Commission;
}

/**
 * The 48 tracks of the demo library (data/demo/catalogue.json) in the order they are made: every eight
 * hold one of each style, so that a library that is still being made is already varied.
 */
export const CATALOGUE: readonly CatalogueTrack[] = inRounds(readCatalogue());

function readCatalogue(): CatalogueTrack[] {
  return catalogueSchema.parse(catalogueFile).artists.flatMap((artist) =>
    artist.albums.flatMap((album) =>
      album.tracks.map((track, i) => ({
        title: track.title,
        artist: artist.name,
        album: album.title,
        trackNumber: i + 1,
        year: album.year,
        commission: {
          seed: track.seed,
          style: artist.style,
          band: artist.band,
          seconds: track.seconds,
          loudness: track.loudness ?? null,
          genres: artist.genres,
          moods: track.moods,
        },
      })),
    ),
  );
}

/** Takes the first track of every style, then the second of every style …, the two artists by turns. */
function inRounds(tracks: readonly CatalogueTrack[]): CatalogueTrack[] {
  const byStyle = STYLE_NAMES.map((style) => {
    const bands = [0, 1].map((band) => tracks.filter((t) => t.commission.style === style && t.commission.band === band));
    return bands[0].flatMap((track, i) => [track, bands[1][i]]);
  });
  return byStyle[0].flatMap((_, round) => byStyle.map((list) => list[round]));
}
