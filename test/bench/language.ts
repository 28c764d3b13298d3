import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TfIdf } from 'natural/lib/natural/tfidf/index.js';
import { z } from 'zod';
import { wordsOf } from '../../models/language/words.ts';
import { tagVocabulary } from '../../src/vocabulary.ts';
import { articles } from './articles.ts';
import { cpuSeconds, ratio } from './cpu-time.ts';
import type { Figure } from './figure.ts';

const SCRIPT = fileURLToPath(new URL('language-index.ts', import.meta.url));
const DOCUMENTS = 10_000;
const WORDS = 300;
/** natural's time grows with the square of the documents: at full size it would take most of an hour. */
const FEW = 1500;

const measured = z.object({ indexSeconds: z.number(), indexMb: z.number(), similarMs: z.number(), labelMs: z.number(), graphSeconds: z.number(), terms: z.number(), entries: z.number() });

/** What is written about 10,000 artists, from text to answers, in CPU time and in a process of its own. */
export async function benchLanguage(): Promise<Figure[]> {
  const { indexSeconds, indexMb, similarMs, labelMs, graphSeconds } = indexing(DOCUMENTS);
  const few = indexing(FEW).indexSeconds;
  const theirs = naturally(FEW);
  return [
    { name: `${DOCUMENTS} documents of ${WORDS} words into an index`, value: indexSeconds, unit: 's', aim: '≤ 10' },
    { name: 'largest memory until then', value: indexMb, unit: 'MB', aim: '≤ 400' },
    { name: 'one artist against all: the 100 most alike', value: similarMs, unit: 'ms', aim: '≤ 2' },
    { name: 'one label against all: the 100 best', value: labelMs, unit: 'ms', aim: '≤ 2' },
    { name: 'all against all: the similar artists of each', value: graphSeconds, unit: 's' },
    { name: `${FEW} documents into an index, words and pairs of words`, value: few, unit: 's', reference: ratio('natural’s TfIdf, words alone,', theirs, few) },
  ];
}

function indexing(documents: number): z.infer<typeof measured> {
  const printed = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, String(documents), String(WORDS)], { encoding: 'utf8' });
  return measured.parse(JSON.parse(printed));
}

function naturally(documents: number): number {
  const texts = articles(documents, WORDS, tagVocabulary());
  return cpuSeconds(() => {
    const index = new TfIdf();
    for (const text of texts) index.addDocument([...wordsOf(text)]);
    texts.forEach((_, i) => index.listTerms(i));
  });
}
