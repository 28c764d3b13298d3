import type { TagVocabulary } from '../../models/language/vocabulary.ts';
import { type Random, seeded } from '../../models/random.ts';

const WORDS = 60_000;
const STYLES = 200;
/** Of the words of an article, so many are of its style, and so many are tags. */
const OWN_WORDS = 0.1;
const TAGS = 0.05;
const SYLLABLES = ['ka', 'lo', 'mi', 'ren', 'sta', 'tu', 'vor', 'bel', 'din', 'fas', 'gor', 'hu', 'jen', 'pra', 'qui', 'zam', 'ing', 'ed', 'er', 'ly'];

/** Made-up prose whose words are as unevenly frequent as in a language (Zipf 1935); each article has one of many styles. */
export function articles(count: number, words: number, vocabulary: TagVocabulary): readonly string[] {
  const random = seeded(1935);
  const lexicon = Array.from({ length: WORDS }, (_, i) => [i, i / 20, i / 400, i / 8000].map((x) => SYLLABLES[Math.floor(x) % 20]).join(''));
  const tags = vocabulary.tags.map(({ tag }) => tag);
  const zipf = (size: number) => Math.floor(size ** random()) - 1;
  return Array.from({ length: count }, (_, i) => Array.from({ length: words }, () => wordOf(i % STYLES, random)).join(' '));

  function wordOf(style: number, chance: Random): string {
    const kind = chance();
    if (kind < TAGS) return tags[(style * 5 + zipf(8)) % tags.length];
    return kind < TAGS + OWN_WORDS ? lexicon[(1000 + style * 200 + zipf(200)) % WORDS] : lexicon[zipf(WORDS)];
  }
}
