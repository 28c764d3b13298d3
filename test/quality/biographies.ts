import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Biographies with listeners' tags (text CC BY-SA, so it is no part of the project): see the page on quality. */
const FILE = new URL('../../../shared/data/texts/cyprus-bios/artist-bios.json.gz', import.meta.url);

/** Shorter texts say next to nothing. */
const LEAST_CHARACTERS = 200;
const LICENCE_NOTE = /User-contributed text is available.*$/s;

const strings = z.array(z.string()).default([]);
const entries = z.record(z.string(), z.object({ bio: z.string().nullish(), tags: strings, genres: strings, lastfmTags: strings }));

export interface Biography {
  readonly name: string;
  readonly text: string;
  /** As listeners gave them, in their spelling. */
  readonly tags: readonly string[];
}

/** The file that should be there, when it is not. */
export function missingBiographies(): string | null {
  return existsSync(FILE) ? null : fileURLToPath(FILE);
}

export function readBiographies(): readonly Biography[] {
  const read = entries.parse(JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8')));
  return Object.entries(read)
    .map(([name, { bio, tags, genres, lastfmTags }]) => ({ name, text: (bio ?? '').replace(LICENCE_NOTE, ''), tags: [...tags, ...genres, ...lastfmTags] }))
    .filter(({ text }) => text.length >= LEAST_CHARACTERS);
}
