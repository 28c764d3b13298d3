import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { TAG_FAMILIES, TagVocabulary } from '../models/language/vocabulary.ts';

const degree = z.number().min(-1).max(1).optional();

const entry = z.strictObject({
  tag: z.string().min(1),
  family: z.enum(TAG_FAMILIES),
  synonyms: z.array(z.string().min(1)).default([]),
  broader: z.array(z.string().min(1)).default([]),
  ambiguous: z.array(z.string().min(1)).optional(),
  energy: degree,
  valence: degree,
  tempo: degree,
});

let vocabulary: TagVocabulary | null = null;

/** The labels of music that ship (`data/vocabulary/tags.json`), read once. */
export function tagVocabulary(): TagVocabulary {
  return (vocabulary ??= new TagVocabulary(z.array(entry).parse(JSON.parse(readFileSync(new URL('../data/vocabulary/tags.json', import.meta.url), 'utf8')))));
}
