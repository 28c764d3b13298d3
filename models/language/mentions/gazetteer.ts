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
    const evidence = this.#evidence(passage, found, use, subject);
    return found.flatMap(({ entry: { id }, start, end }, i) => (id !== null && evidence[i] > 0 ? [{ id, start, end }] : []));
  }

  #evidence(passage: Passage, found: readonly Candidate[], use: WordUse | undefined, subject: string | undefined): Float64Array {
    const own = new WordUse();
    own.add(passage);
    const fuller = partsOfFullerNames(passage, found, this.#lexica);
    const ends = new Map(found.map(({ from, to }) => [to, from]));
    const after = found.map((candidate) => rightContext(passage, candidate));
    const evidence = Float64Array.from(found, (candidate, i) => {
      const { entry, from, to } = candidate;
      const head = listStart(passage, from, ends);
      const part = entry.words === 1 && entry.article === null && fuller.has(passage.key(to - 1)) ? PART_OF_FULLER[entry.kind] : 0;
      return (
        prior(passage, candidate, use ?? own) +
        surroundings(passage, candidate, this.#lexica) +
        leftContext(passage, head === from ? candidate : { ...candidate, from: head }) +
        after[i] +
        (subject !== undefined && entry.id === subject ? SUBJECT : part)
      );
    });
    supportInLists(lists(passage, found, ends), found, evidence, after);
    supportElsewhere(found, evidence);
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
  for (const phrases of [places, organisations, calendar, peoples]) for (const phrase of phrases) if (phrase.includes(' ')) yield phrase;
}

/** Words that stand in a longer name somewhere: “Beck” where there is a “Jeff Beck”. */
function partsOfFullerNames(passage: Passage, found: readonly Candidate[], lexica: Lexica): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const { entry, from, to } of found) {
    if (entry.words === 1 || entry.kind !== 'own') continue;
    parts.add(passage.tokens[to - 1].owner?.key ?? passage.key(to - 1));
    if (lexica.firstNames.has(passage.key(from))) parts.add(passage.key(from));
  }
  for (let i = 1; i < passage.length; i++) {
    if (!passage.properWord(i) || passage.headline(i) || passage.inTitle(i) || !goesOnLeft(passage, i, lexica)) continue;
    parts.add(passage.key(i - 1));
    parts.add(passage.tokens[i].owner?.key ?? passage.key(i));
  }
  return parts;
}

/** What follows a list is said of all its names; and where one is sure, the others are rather artists too. */
function supportInLists(all: readonly (readonly number[])[], found: readonly Candidate[], evidence: Float64Array, after: readonly number[]): void {
  for (const list of all) {
    const said = Math.max(0, after[list[list.length - 1]]);
    for (const i of list.slice(0, -1)) evidence[i] += said;
    const sure = list.filter((i) => evidence[i] >= STRONG);
    for (const i of list) if (sure.some((other) => other !== i)) evidence[i] += BESIDE_STRONG[found[i].entry.kind];
  }
}

/** Who is surely mentioned somewhere in a text is rather meant in its other places (one sense a discourse; Gale, Church & Yarowsky 1992). */
function supportElsewhere(found: readonly Candidate[], evidence: Float64Array): void {
  const sure = new Map<string | null, number>();
  found.forEach(({ entry: { id } }, i) => evidence[i] >= STRONG && sure.set(id, (sure.get(id) ?? 0) + 1));
  found.forEach(({ entry: { id, kind } }, i) => {
    if ((sure.get(id) ?? 0) > (evidence[i] >= STRONG ? 1 : 0)) evidence[i] += SAID_ELSEWHERE[kind];
  });
}
