import { ArtistLanguage } from '../../models/language/artist-language.ts';
import { largest, rowProducts, transposed } from '../../models/language/sparse-rows.ts';
import { termVectors } from '../../models/language/term-vectors.ts';
import { TEXT_WEIGHTING, TextTerms } from '../../models/language/text-terms.ts';
import { learnArtists } from '../../src/lab/artists/learn-artists.ts';
import type { ReadArtists } from '../../src/lab/artists/read-artists.ts';
import { tagVocabulary } from '../../src/vocabulary.ts';
import { biographiesByListeners, biographiesByTags, type LabelTrial, labelsOfBiographies, type SimilarTrial, tagsByListeners } from './artist-trials.ts';
import { missingBiographies, readBiographies } from './biographies.ts';
import type { LastFm } from './lastfm.ts';

const DEPTH = 10;

/** What is judged by artists, not by listeners: each calls what the lab's tool of its name calls. */
export const artistProtocols: Readonly<Record<string, (data: LastFm, say: (line: string) => void) => void>> = {
  similar(data, say) {
    say(`\nsimilar: the ten most similar artists; P@${DEPTH}`);
    withBiographies(say, (biographies) => {
      for (const trial of [biographiesByTags(biographies), ...biographiesByListeners(biographies, data)]) judgeSimilar(trial, say);
    });
    judgeSimilar(tagsByListeners(data), say);
  },
  labels(_, say) {
    say(`\nlabels: the ten artists whom a label fits best, by biographies alone; P@${DEPTH}`);
    withBiographies(say, (biographies) => judgeLabels(labelsOfBiographies(biographies), say));
  },
};

function withBiographies(say: (line: string) => void, judge: (biographies: ReturnType<typeof readBiographies>) => void): void {
  const missing = missingBiographies();
  if (missing === null) judge(readBiographies());
  else say(`  The biographies are not there: ${missing}`);
}

function judgeSimilar({ name, artists, truth }: SimilarTrial, say: (line: string) => void): void {
  const { neighbours } = learnArtists(artists, DEPTH);
  const asked = truth.flatMap((own, artist) => (own.size === DEPTH ? [artist] : []));
  const precision = (foundFor: (artist: number) => ArrayLike<number>) =>
    mean(asked.map((artist) => Array.from(foundFor(artist)).filter((other) => truth[artist].has(other)).length / DEPTH));
  const ours = precision((artist) => neighbours.indices.subarray(neighbours.pointers[artist], neighbours.pointers[artist + 1]));
  const plain = artists.texts.length > 0 && artists.tags === null ? `; plain tf–idf of words ${precision(byWordsAlone(artists))}` : '';
  say(`= ${name}: ${ours}  (${asked.length} of ${artists.ids.size} artists${plain})`);
}

/** The cosine of tf–idf vectors of words as they are written, for comparison. */
function byWordsAlone({ texts }: ReadArtists): (artist: number) => readonly number[] {
  const terms = new TextTerms();
  texts.forEach(({ text }, artist) => terms.add(artist, text));
  const { terms: columns, ...rows } = termVectors(terms.build(texts.length), TEXT_WEIGHTING);
  const vectors = { columns, ...rows };
  const index = transposed(vectors);
  const products = new Float32Array(texts.length);
  return (artist) => {
    rowProducts(vectors, artist, index, products);
    products[artist] = 0;
    return largest(products, DEPTH);
  };
}

function judgeLabels({ artists, truth }: LabelTrial, say: (line: string) => void): void {
  const language = new ArtistLanguage(learnArtists(artists, DEPTH), tagVocabulary());
  const hits = Array.from(truth, ([label, own]) => language.labelled(label, DEPTH).filter(({ artist }) => own.has(artist)).length / DEPTH);
  say(`= labels: ${mean(hits)}  (${truth.size} labels, ${artists.ids.size} artists)`);
}

function mean(figures: readonly number[]): string {
  return (figures.reduce((a, b) => a + b, 0) / figures.length).toFixed(4);
}
