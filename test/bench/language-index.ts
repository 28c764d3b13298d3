import { ArtistCorpus } from '../../models/language/artist-corpus.ts';
import { artistGraph } from '../../models/language/artist-graph.ts';
import { culturalVectors } from '../../models/language/cultural-vectors.ts';
import { documentTerms } from '../../models/language/document-terms.ts';
import { LabelSearch } from '../../models/language/label-search.ts';
import { largest, rowProducts, sparseRows, transposed } from '../../models/language/sparse-rows.ts';
import { tagVocabulary } from '../../src/vocabulary.ts';
import { cpuSeconds, medianMs } from './cpu-time.ts';
import { articles } from './articles.ts';

/** `node language-index.ts <documents> <words>`: indexes made-up articles in a process of its own and prints what it took as JSON. */
const [documents, words] = process.argv.slice(2).map(Number);
const LABELS = ['dream pop', 'something mellow from iceland', '90s trip hop', 'female vocalists'];
const TOP = 100;
const nobody = { liked: [], disliked: [] };

const vocabulary = tagVocabulary();
const texts = articles(documents, words, vocabulary);
let corpus = new ArtistCorpus(vocabulary);
let made = culturalVectors(corpus);
let index = transposed(made.vectors);
const indexSeconds = cpuSeconds(() => {
  corpus = new ArtistCorpus(vocabulary);
  texts.forEach((text, i) => corpus.add({ artist: String(i), terms: documentTerms(text, vocabulary), tags: [], mentions: [], similar: [] }));
  made = culturalVectors(corpus);
  index = transposed(made.vectors);
});
const indexMb = process.resourceUsage().maxRSS / 1024;
const { vectors, wordHashes, rarity } = made;

const sums = new Float32Array(documents);
let asked = 0;
const similarMs = medianMs(300, () => {
  rowProducts(vectors, (asked++ * 37) % documents, index, sums);
  return largest(sums, TOP);
});
const none = sparseRows(documents, Array.from({ length: documents }, () => []));
let neighbours = none;
const graphSeconds = cpuSeconds(() => {
  neighbours = artistGraph({ vectors, namings: none, company: none, companions: none, calledSimilar: none }, TOP);
});
const search = new LabelSearch({ artists: corpus.artists, tags: corpus.tags, vectors, wordHashes, rarity, together: none, neighbours }, vocabulary);
const labelMs = medianMs(300, () => largest(search.scores(LABELS[asked++ % LABELS.length], nobody), TOP));
process.stdout.write(JSON.stringify({ indexSeconds, indexMb, similarMs, labelMs, graphSeconds, terms: vectors.columns, entries: vectors.indices.length }));
