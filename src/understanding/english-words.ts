import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const LEXICON = 'natural/lib/natural/brill_pos_tagger/data/English/lexicon_from_posjs.json';
const PLAIN = /^[a-z]+$/;

/** Some 43,000 words of English with their inflections, but no names: those of `natural`'s tagger (Brill 1992). */
export function englishWords(): ReadonlySet<string> {
  const lexicon = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(LEXICON), 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const words = Object.entries(lexicon).filter(([word, tags]) => PLAIN.test(word) && !tags.some((tag) => tag.startsWith('NNP')));
  return new Set(words.map(([word]) => word));
}
