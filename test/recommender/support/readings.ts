import { documentTerms } from '../../../models/language/document-terms.ts';
import { nameKey } from '../../../models/language/names.ts';
import type { ArtistReading } from '../../../src/storage/artist-readings.ts';
import { tagVocabulary } from '../../../src/vocabulary.ts';

/** What somebody wrote about an artist. */
export function aReading(artist: string, { text = '', ...given }: Partial<ArtistReading> & { readonly text?: string } = {}): ArtistReading {
  return {
    artistKey: nameKey(artist),
    artistName: artist,
    source: 'wikipedia',
    url: `https://example.org/${encodeURIComponent(artist)}`,
    title: artist,
    credit: 'Wikipedia, CC BY-SA 4.0',
    language: 'en',
    readAt: 1_800_000_000_000,
    tags: [],
    similar: [],
    aliases: [],
    terms: Object.fromEntries(documentTerms(text, tagVocabulary())),
    mentions: {},
    ...given,
  };
}
