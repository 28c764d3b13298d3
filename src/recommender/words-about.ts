import { tagTerm } from '../../models/language/document-terms.ts';
import { nameKey } from '../../models/language/names.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { ArtistReading } from '../storage/artist-readings.ts';
import { tagVocabulary } from '../vocabulary.ts';
import type { ReadSource, WordsAbout } from './recommender.ts';
import type { Scene } from './scene.ts';

const MOST_TAGS = 15;
const MOST_SOURCES = 10;

/** What an artist is said to be, each tag with the sources that say so, and where that was read. */
export function wordsAbout({ words }: Pick<Scene, 'words'>, artist: string, readings: readonly ArtistReading[]): WordsAbout {
  const vocabulary = tagVocabulary();
  const said = readings.map((reading) => ({
    source: reading.source,
    given: new Set(reading.tags.map(({ tag }) => vocabulary.get(tag)?.tag ?? nameKey(tag))),
    terms: reading.terms,
  }));
  const tags = (words.language?.tagsOf(artistKey(artist)) ?? []).flatMap(({ tag }) => {
    const sources = new Set(said.filter(({ given, terms }) => given.has(tag) || tagTerm(tag) in terms).map(({ source }) => source));
    return sources.size > 0 ? [{ tag, sources: [...sources] }] : [];
  });
  return { tags: tags.slice(0, MOST_TAGS), sources: readings.flatMap(sourceOf).slice(0, MOST_SOURCES) };
}

/** Only what can be opened. */
function sourceOf({ source, title, url, credit }: ArtistReading): readonly ReadSource[] {
  return /^https?:\/\//.test(url) ? [{ source, title, url, credit }] : [];
}
