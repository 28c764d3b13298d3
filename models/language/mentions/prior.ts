import type { Candidate, Entry } from './candidates.ts';
import { DETERMINERS, isFunctionWord, isPlural, MAKERS, WORKS } from './cues.ts';
import type { Lexica, NameKind } from './lexica.ts';
import type { Passage } from './passage.ts';
import type { WordUse } from './word-use.ts';

const SINGLE: Readonly<Record<NameKind, number>> = { own: 2, words: 0, word: -1.2, person: -1.5, place: -2.5, other: -3 };
const SEVERAL: Readonly<Record<NameKind, number>> = { own: 3, words: 0.8, word: 0.8, person: 0.8, place: -2.5, other: -2.5 };
/** “The Cure”: the article of a name, and a capital. */
const WITH_ARTICLE: Readonly<Record<NameKind, number>> = { own: 3, words: 1.5, word: 1.2, person: 1, place: -2, other: -2 };
/** “the Eagles”, who call themselves “Eagles”: of several it may be a band. */
const WITH_STRANGE_ARTICLE: Readonly<Record<'singular' | 'plural', Readonly<Record<NameKind, number>>>> = {
  singular: { own: 0.8, words: -1, word: -4, person: -1.5, place: -2.5, other: -3 },
  plural: { own: 2.5, words: 1, word: 0.8, person: 0.5, place: -2.5, other: -3 },
};

const TITLE_WORDS = new Set(['the', 'of', 'in', 'at', 'on', 'to', 'means', 'no']);
const YEAR = /^[12]\d{3}s?$/;
/** An ordinary word with a capital amid small words. */
const ALONE = 0.3;
/** “OM” is an order, not the band “Om”. */
const ACRONYM = 4;
const SHORT = 3;
const STYLISED = /\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}|[!$@*]/u;
/** Of all uses in small letters, from which a word is no name by itself. */
const COMMON_SHARE = 0.3;

/** How far a name speaks for the artist before its surroundings are looked at (above 0) or for something else. */
export function prior(passage: Passage, candidate: Candidate, use: WordUse, lexica: Lexica): number {
  const { entry, from, to, start, end } = candidate;
  const written = passage.text.slice(start, end);
  if (entry.kind !== 'other' && STYLISED.test(entry.name) && written === entry.name) return 3;
  if (to - from === 1 && (isFunctionWord(passage.key(from)) || YEAR.test(passage.key(from)))) return -8;
  const last = passage.key(to - 1);
  if (entry.kind === 'person' && entry.words === 1 && besideFirstName(passage, candidate, lexica)) return -2.2;
  if (entry.article !== null && entry.words === 1) {
    const emphasis = passage.capital(from) && !passage.startsSentence(from) ? 1.5 : 0;
    if (MAKERS.has(last) || WORKS.has(last)) return emphasis - 1.5;
    return entry.article === 'own' ? WITH_ARTICLE[entry.kind] + emphasis : WITH_STRANGE_ARTICLE[isPlural(last) ? 'plural' : 'singular'][entry.kind];
  }
  if (entry.words > 1) return SEVERAL[entry.kind] - (entry.bare ? 0.5 : 0);
  if (entry.kind === 'word' && standsAlone(passage, candidate)) return ALONE + ordinaryUse(entry, last, use) - (entry.bare ? 1 : 0);
  const acronym = written.length <= ACRONYM && written === written.toUpperCase() && written !== entry.name ? -2.5 : 0;
  return acronym + single(entry, last) + ordinaryUse(entry, last, use) - (passage.startsSentence(from) && entry.kind === 'word' ? 1.8 : 0);
}

/** “Anna and James”, who are no artists but met at school. */
function besideFirstName(passage: Passage, { from, to }: Candidate, { firstNames }: Lexica): boolean {
  const before = passage.key(from - 1) === 'and' ? passage.key(from - 2) : '';
  const after = passage.key(to) === 'and' ? passage.key(to + 1) : '';
  return firstNames.has(before) || firstNames.has(after);
}

/** “expected Spoon to”: with a capital for no reason but that it is a name, which titles have more of. */
function standsAlone(passage: Passage, { from, to }: Candidate): boolean {
  if (passage.startsSentence(from) || passage.headline(from) || passage.gap(from) !== ' ') return false;
  const left = passage.key(from - 1);
  if (DETERMINERS.has(left) || TITLE_WORDS.has(left) || (passage.nameLike(from - 1) && !isFunctionWord(left))) return false;
  if (isFunctionWord(left) && from > 1 && passage.capital(from - 2) && !passage.startsSentence(from - 2)) return false;
  if (to >= passage.length || passage.startsSentence(to)) return true;
  if (passage.gap(to) !== ' ') return true;
  const next = passage.key(to + 1) === 'the' ? to + 2 : to + 1;
  return !passage.nameLike(to) && !(isFunctionWord(passage.key(to)) && next < passage.length && passage.nameLike(next) && !passage.startsSentence(next));
}

function single({ kind, bare }: Entry, key: string): number {
  const short = kind === 'own' && key.length <= SHORT ? 1.5 : 0;
  return SINGLE[kind] - short - (bare && kind !== 'own' ? 1 : 0);
}

/** What the texts themselves tell: a word that is also written small is a word, one that never is, is more of a name. */
function ordinaryUse({ kind }: Entry, key: string, use: WordUse): number {
  const { small, capital } = use.of(key);
  if (small === 0) return kind === 'word' && capital >= 10 ? 1 : 0;
  if (kind === 'own') return small / (small + capital) >= COMMON_SHARE ? -3 : -1;
  return 0;
}
