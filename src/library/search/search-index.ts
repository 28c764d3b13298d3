import MiniSearch, { type Query, type SearchResult } from 'minisearch';
import type { Track, TrackId } from '../../domain.ts';
import { indexedWords, searchWords } from './search-words.ts';
import { Vocabulary } from './vocabulary.ts';

const FIELDS = ['title', 'artist', 'album'] as const;
const FIELD_BOOST = { title: 2, artist: 1.5, album: 0.6 };
const LONGEST_QUERY = 12;
/** Results ranked by hand at most. */
const RANKED = 200;
/** Below this many plain results, misspellings are tried too. */
const FEW = 3;
const PREFIX_WEIGHT = 0.6;
/** With misspelled or foreign words in the query, the share of it that must match. */
const ENOUGH_WORDS = 0.5;
/** Words that say little: worth something when they match, nothing missing when they do not. */
const SMALL_WORDS = new Set(['the', 'and', 'a', 'an', 'of', 'by', 'feat', 'ft', 'song', 'from']);

interface Document {
  readonly id: TrackId;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  /** Without spaces, to compare with what was typed. */
  readonly joined: { readonly title: string; readonly artist: string };
}

/**
 * Search over title, artist and album that forgives order, accents, spaces and misspellings and answers
 * while people type: MiniSearch (BM25+, Lv and Zhai 2011) finds, a vocabulary corrects, and what people
 * mean by an exact title or "artist title" goes first.
 */
export class SearchIndex {
  readonly #documents = new Map<TrackId, Document>();
  readonly #vocabulary = new Vocabulary();
  readonly #index = new MiniSearch<Document>({
    fields: [...FIELDS],
    tokenize: indexedWords,
    processTerm: (term) => term,
    searchOptions: { tokenize: (text) => [text], boost: FIELD_BOOST, weights: { fuzzy: 0, prefix: PREFIX_WEIGHT } },
  });

  /** Adds a track or takes its new names. */
  put({ id, title, artist, album }: Track): void {
    const known = this.#documents.get(id);
    if (known && known.title === title && known.artist === artist && known.album === (album ?? '')) return;
    this.remove(id);
    const joined = { title: searchWords(title).join(''), artist: searchWords(artist).join('') };
    const document = { id, title, artist, album: album ?? '', joined };
    this.#documents.set(id, document);
    this.#index.add(document);
    this.#vocabulary.add(wordsOf(document));
  }

  remove(id: TrackId): void {
    const known = this.#documents.get(id);
    if (!known) return;
    this.#documents.delete(id);
    this.#index.discard(id);
    this.#vocabulary.remove(wordsOf(known));
  }

  /** Ids of what the query may mean, best first. */
  search(query: string, limit: number): readonly TrackId[] {
    const typed = [...new Set(searchWords(query))].slice(0, LONGEST_QUERY);
    const begun = typed.at(-1) ?? '';
    // A single letter begins thousands of words: it sifts what the others find instead.
    if (begun.length > 1) return this.#find(typed, limit);
    if (typed.length === 1) return this.#beginningWith(begun, limit);
    const found = this.#find(typed.slice(0, -1), RANKED);
    const sifted = found.filter((id) => {
      const document = this.#documents.get(id);
      return document && wordsOf(document).some((word) => word.startsWith(begun));
    });
    // The letter may be a word of its own, as in "Plan B".
    const whole = this.#rank(this.#index.search(allOf(typed.map((word) => [word]))), typed.join(''));
    return [...new Set([...whole, ...(sifted.length > 0 ? sifted : found)])].slice(0, limit);
  }

  #beginningWith(letter: string, limit: number): TrackId[] {
    const found: { id: TrackId; title: string; order: number }[] = [];
    for (const { id, joined } of this.#documents.values()) {
      const order = joined.title === letter ? 0 : joined.title.startsWith(letter) ? 1 : joined.artist.startsWith(letter) ? 2 : 3;
      if (order < 3) found.push({ id, title: joined.title, order });
    }
    found.sort((a, b) => a.order - b.order || (a.title < b.title ? -1 : 1));
    return found.slice(0, limit).map(({ id }) => id);
  }

  #find(typed: readonly string[], limit: number): readonly TrackId[] {
    const telling = typed.filter((word) => !SMALL_WORDS.has(word));
    const words = telling.length > 0 ? telling : typed;
    if (words.length === 0) return [];
    const asked = typed.join('');
    const prefix = (term: string) => term === typed.at(-1) || (term.length >= 3 && words.includes(term));
    const plain = words.map((word) => [word]);
    const spelled = this.#rank(this.#index.search({ combineWith: 'OR', queries: [allOf(plain), asked] }, { prefix }), asked);
    if (spelled.length >= Math.min(FEW, limit)) return spelled.slice(0, limit);

    const likeness = new Map<string, number>();
    const meanings = words.map((word) => this.#meanings(word, likeness));
    const probable = new Map(meanings.map(([word = '', correction]) => [word, this.#vocabulary.has(word) ? word : (correction ?? word)]));
    const meant = typed.map((word) => probable.get(word) ?? word).join('');
    const boostTerm = (term: string) => likeness.get(term) ?? 1;
    const corrected = this.#rank(this.#index.search(allOf(meanings), { prefix, boostTerm }), meant);
    if (spelled.length + corrected.length > 0) return [...new Set([...spelled, ...corrected])].slice(0, limit);

    const some = this.#index.search({ combineWith: 'OR', queries: meanings.flat() }, { prefix, boostTerm });
    return this.#rank(some.filter((result) => coverage(result, meanings) >= ENOUGH_WORDS), meant).slice(0, limit);
  }

  /** The word and what else it may have been meant to be, with the squared likeness as weight. */
  #meanings(word: string, likeness: Map<string, number>): string[] {
    // "there" is not meant as "the": a small word tells nothing, so it cannot be what was misspelled.
    const corrections = this.#vocabulary.corrections(word).filter((correction) => !SMALL_WORDS.has(correction.word));
    for (const { word: other, likeness: value } of corrections) likeness.set(other, value * value);
    return [word, ...corrections.map((correction) => correction.word)];
  }

  /** Exact titles and "artist title" first, then titles that begin so, then by relevance. */
  #rank(results: readonly SearchResult[], asked: string): TrackId[] {
    return results
      .slice(0, RANKED)
      .map(({ id, score }) => ({ id: id as TrackId, score, tier: this.#tier(id as TrackId, asked) }))
      .sort((a, b) => b.tier - a.tier || b.score - a.score)
      .map(({ id }) => id);
  }

  #tier(id: TrackId, asked: string): number {
    const document = this.#documents.get(id);
    if (!document) return 0;
    const { title, artist } = document.joined;
    if (asked === title || asked === artist + title || asked === title + artist) return 2;
    return title.startsWith(asked) ? 1 : 0;
  }
}

function wordsOf({ title, artist, album }: Document): string[] {
  return [title, artist, album].flatMap(searchWords);
}

/** Documents that have one of the meanings of every word. */
function allOf(meanings: readonly (readonly string[])[]): Query {
  return { combineWith: 'AND', queries: meanings.map((words) => ({ combineWith: 'OR', queries: [...words] })) };
}

/** The share of words that a result has in any meaning. */
function coverage({ queryTerms }: SearchResult, meanings: readonly (readonly string[])[]): number {
  return meanings.filter((words) => words.some((word) => queryTerms.includes(word))).length / meanings.length;
}
