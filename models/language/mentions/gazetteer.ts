import { type Candidate, candidates, type Entry } from './candidates.ts';
import { leftContext } from './left-context.ts';
import { type Lexica, type NameKind, nameKind } from './lexica.ts';
import { lists, listStart } from './lists.ts';
import { nameForms } from './name-forms.ts';
import { NameTrie } from './name-trie.ts';
import { Passage } from './passage.ts';
import { prior } from './prior.ts';
import { rightContext } from './right-context.ts';
import { goesOnLeft, surroundings } from './surroundings.ts';
import { tokensOf } from './tokens.ts';
import { WordUse } from './word-use.ts';

/** An artist as it may be mentioned. */
export interface NamedArtist {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** Where a text mentions an artist (UTF-16 offsets, `end` exclusive). */
export interface Mention {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

export interface MentionContext {
  /** The artist that the text is about. */
  readonly subject?: string | undefined;
  /** How words are written in all the texts; the text's own use is looked at anyway. */
  readonly use?: WordUse | undefined;
}

/** From which evidence on a mention is one that others in the text may lean on. */
const STRONG = 2;
const BESIDE_STRONG: Readonly<Record<NameKind, number>> = { own: 2, words: 2, word: 3.5, person: 2.5, place: 3, other: 1.5 };
const SAID_ELSEWHERE: Readonly<Record<NameKind, number>> = { own: 2.5, words: 2, word: 2.5, person: 2, place: 1.5, other: 1 };
const PART_OF_FULLER: Readonly<Record<NameKind, number>> = { own: -2.5, words: 0, word: -2, person: -3, place: -1, other: -1 };
/** People are called by their full names once; who never is, may be called so by everybody. */
const NEVER_FULLER = 1;
/** The fuller name is known, or a person’s. */
const PART_OF_KNOWN = -7;
/** “Blur and Oasis”: ordinary words in a list, all with capitals. */
const WORDS_TOGETHER = 1;
const HOPELESS = -4;
const CALLED_WORK = -2.5;
const SAID_OFTEN = 1.4;
/** So many sure mentions are not called into question. */
const SURELY = 2;
const SUBJECT = 4;

/**
 * Finds the artists that a text mentions, of all artists that are known.
 *
 * Every name that is written like one is a candidate; what it is beside an artist's name, and the words around it, are
 * added up as evidence for and against. The evidence is hand-weighed and in the scale of log odds: 0 is even.
 */
export class Gazetteer {
  readonly #trie = new NameTrie<Entry>();
  readonly #lexica: Lexica;

  /** Of artists of the same name the first is found. */
  constructor(names: readonly NamedArtist[], lexica: Lexica) {
    this.#lexica = lexica;
    for (const { id, name } of names) this.#add(id, name, false);
    for (const { id, aliases = [] } of names) for (const alias of aliases) this.#add(id, alias, false);
    for (const { id, name, aliases = [] } of names) for (const one of [name, ...aliases]) this.#add(id, one, true);
    for (const phrase of phrasesOf(lexica)) this.#add(null, phrase, false);
  }

  /** The mentions in the order of the text; none overlap. Takes time in proportion to the text. */
  mentions(text: string, { subject, use }: MentionContext = {}): readonly Mention[] {
    const passage = new Passage(text);
    const found = candidates(passage, this.#trie);
    if (found.length === 0) return [];
    const about = subject ?? (found[0].from === 0 && found[0].entry.kind === 'own' ? found[0].entry.id : null);
    const evidence = this.#evidence(passage, found, use, about);
    return found.flatMap(({ entry: { id }, start, end }, i) => (id !== null && evidence[i] > 0 ? [{ id, start, end }] : []));
  }

  #evidence(passage: Passage, found: readonly Candidate[], use: WordUse | undefined, subject: string | null): Float64Array {
    const own = new WordUse();
    own.add(passage);
    const fuller = partsOfFullerNames(passage, found, this.#lexica);
    const ends = new Map(found.map(({ from, to }) => [to, from]));
    const after = found.map((candidate) => rightContext(passage, candidate, this.#lexica));
    const before = found.map((candidate) => {
      const head = listStart(passage, candidate.from, ends);
      return leftContext(passage, head === candidate.from ? candidate : { ...candidate, from: head }, this.#lexica);
    });
    const evidence = Float64Array.from(found, (candidate, i) => {
      const { entry, to } = candidate;
      const known = entry.words === 1 && entry.article === null ? fuller.get(keyOf(passage, to - 1)) : undefined;
      const part = known === undefined ? (entry.kind === 'person' ? NEVER_FULLER : 0) : known ? PART_OF_KNOWN : PART_OF_FULLER[entry.kind];
      return (
        prior(passage, candidate, use ?? own, this.#lexica) +
        surroundings(passage, candidate, this.#lexica) +
        before[i] +
        after[i] +
        (subject !== null && entry.id === subject ? SUBJECT : part)
      );
    });
    supportInLists(lists(passage, found, ends), found, evidence, after);
    weighElsewhere(passage, found, evidence, before);
    return evidence;
  }

  #add(id: string | null, name: string, otherForms: boolean): void {
    const tokens = tokensOf(name);
    if (tokens.length === 0) return;
    const before = name.slice(0, tokens[0].start).trim();
    const after = name.slice(tokens[tokens.length - 1].end).trim();
    const forms = nameForms(name);
    for (const [i, { words, bare, capitals }] of forms.entries()) {
      if (otherForms !== i > 0) continue;
      const hasArticle = words.length > 1 && words[0] === 'the';
      const article = hasArticle ? (forms[0].words[0] === 'the' ? 'own' : 'added') : null;
      const content = hasArticle ? words.slice(1) : words;
      const kind = this.#lexica.organisations.has(words.join(' ')) ? 'other' : nameKind(content, this.#lexica);
      this.#trie.add(words, { id, name, kind, words: content.length, article, bare, capitals, before, after });
    }
  }
}

/** What is no artist, but may begin or end like one: “Rolling Stone”, “New York”. */
function* phrasesOf({ places, organisations, calendar, peoples }: Lexica): Iterable<string> {
  for (const phrases of [places, organisations, calendar, peoples]) for (const phrase of phrases) if (phrase.includes(' ')) yield* [phrase, `the ${phrase}`];
}

/** Words that stand in a longer name somewhere, “Beck” where there is a “Jeff Beck”, and whether that is a known or a person’s. */
function partsOfFullerNames(passage: Passage, found: readonly Candidate[], lexica: Lexica): ReadonlyMap<string, boolean> {
  const parts = new Map<string, boolean>();
  for (let i = 1; i < passage.length; i++) {
    if (!passage.properWord(i) || passage.headline(i) || passage.inTitle(i) || !goesOnLeft(passage, i, lexica)) continue;
    parts.set(passage.key(i - 1), false);
    parts.set(keyOf(passage, i), lexica.firstNames.has(passage.key(i - 1)));
  }
  for (const { entry, from, to } of found) {
    if (entry.words === 1 || entry.kind !== 'own') continue;
    parts.set(keyOf(passage, to - 1), true);
    if (lexica.firstNames.has(passage.key(from))) parts.set(passage.key(from), true);
  }
  return parts;
}

function keyOf({ tokens }: Passage, i: number): string {
  return tokens[i].owner?.key ?? tokens[i].key;
}

/** What follows a list is said of all its names; and where one is sure, the others are rather artists too. */
function supportInLists(all: readonly (readonly number[])[], found: readonly Candidate[], evidence: Float64Array, after: readonly number[]): void {
  for (const list of all) {
    const said = Math.max(0, after[list[list.length - 1]]);
    for (const i of list.slice(0, -1)) evidence[i] += said;
    const sure = list.filter((i) => evidence[i] >= STRONG);
    const words = list.filter((i) => found[i].entry.kind === 'word' && evidence[i] > HOPELESS);
    if (words.length > 1) for (const i of words) evidence[i] += WORDS_TOGETHER;
    for (const i of list) if (sure.some((other) => other !== i)) evidence[i] += BESIDE_STRONG[found[i].entry.kind];
  }
}

/**
 * Who is surely mentioned somewhere in a text is rather meant in its other places, and what is called a work there, is
 * rather the work (one sense a discourse; Gale, Church & Yarowsky 1992).
 */
function weighElsewhere(passage: Passage, found: readonly Candidate[], evidence: Float64Array, before: readonly number[]): void {
  const sure = new Map<string | null, number>();
  const works = new Set<string | null>();
  found.forEach(({ entry: { id }, from }, i) => {
    if (evidence[i] >= STRONG) sure.set(id, (sure.get(id) ?? 0) + 1);
    if (before[i] <= CALLED_WORK || passage.inTitle(from)) works.add(id);
  });
  found.forEach(({ entry: { id, kind } }, i) => {
    const others = (sure.get(id) ?? 0) - (evidence[i] >= STRONG ? 1 : 0);
    if (others > 0) evidence[i] += SAID_ELSEWHERE[kind] * (others < SURELY ? 1 : SAID_OFTEN);
    if (works.has(id) && others < SURELY && kind !== 'own') evidence[i] += CALLED_WORK;
  });
}
