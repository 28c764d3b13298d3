import { ArtistCorpus, type ArtistDocument } from '../../../models/language/artist-corpus.ts';
import { documentTerms } from '../../../models/language/document-terms.ts';
import { TagVocabulary, type VocabularyTag } from '../../../models/language/vocabulary.ts';
import { seeded } from '../../../models/random.ts';

const tag = (name: string, broader: readonly string[] = [], synonyms: readonly string[] = []): VocabularyTag => ({ tag: name, family: 'genre', synonyms, broader });

export const vocabulary = new TagVocabulary([
  tag('electronic'),
  tag('techno', ['electronic']),
  tag('ambient', ['electronic']),
  tag('folk', [], ['folk music']),
  tag('jazz'),
  tag('warm'),
]);

/** Words that go with each style; none names it. */
const STYLES = {
  techno: ['warehouse', 'drum', 'machine', 'detroit', 'strobe', 'sequencer', 'basement', 'pulse'],
  folk: ['banjo', 'meadow', 'ballads', 'harvest', 'fiddle', 'village', 'river', 'campfire'],
  jazz: ['saxophone', 'quartet', 'club', 'swing', 'solos', 'trumpet', 'smoky', 'standards'],
} as const;

export type Style = keyof typeof STYLES;
export const styles = Object.keys(STYLES) as readonly Style[];
export const PER_STYLE = 12;

const COMMON = ['the', 'a', 'born', 'released', 'album', 'tour', 'in', 'with', 'records', 'year', 'second', 'and', 'their', 'music'];
const OWN_WORDS = 0.25;
const LENGTH = 60;

/** Artists `techno 0` … with articles in which a quarter of the words are their style's; every third names the style. */
export function plantedDocuments(seed: number): readonly ArtistDocument[] {
  const random = seeded(seed);
  const from = (words: readonly string[]) => words[Math.floor(random() * words.length)];
  return styles.flatMap((style) =>
    Array.from({ length: PER_STYLE }, (_, i) => {
      const words = Array.from({ length: LENGTH }, () => from(random() < OWN_WORDS ? STYLES[style] : COMMON));
      const text = [...words, ...(i % 3 === 0 ? [style] : [])].join(' ');
      return about(`${style} ${i}`, { terms: documentTerms(text, vocabulary) });
    }),
  );
}

export function about(artist: string, said: Partial<ArtistDocument>): ArtistDocument {
  return { artist, terms: [], tags: [], mentions: [], similar: [], ...said };
}

export function corpusOf(documents: readonly ArtistDocument[]): ArtistCorpus {
  const corpus = new ArtistCorpus(vocabulary);
  for (const document of documents) corpus.add(document);
  return corpus;
}

export function styleOf(artist: string): string {
  return artist.split(' ')[0];
}
