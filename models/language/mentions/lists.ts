import type { Candidate } from './candidates.ts';
import type { Passage } from './passage.ts';

const SEPARATOR = /^\s?[,;/|+•·]\s?$|^\s?\/\s?$/;
const JOINTS = new Set(['and', 'or', 'versus', 'vs']);
const SKIPPED = new Set(['the', 'early', 'late', 'later', 'fellow']);
/** Words of one name in a list. */
const MOST_WORDS = 5;
const MOST_NAMES = 40;

/**
 * The word at which the list begins that the name at word `from` stands in; `from` itself when it is in none.
 *
 * @param ends by the word after a name: the name's first word, for names that hold small words
 */
export function listStart(passage: Passage, from: number, ends: ReadonlyMap<number, number>): number {
  let start = from;
  for (let n = 0; n < MOST_NAMES; n++) {
    const end = separatedAt(passage, start);
    if (end === null) return start;
    const item = ends.get(end) ?? itemBefore(passage, end);
    if (item === null) return start;
    start = item;
  }
  return start;
}

/** The names of each list that has several, as positions in `candidates`. */
export function lists(passage: Passage, candidates: readonly Candidate[], ends: ReadonlyMap<number, number>): readonly (readonly number[])[] {
  const found: number[][] = [];
  candidates.forEach((candidate, i) => {
    const start = listStart(passage, candidate.from, ends);
    const last = found.at(-1);
    const before = candidates[i - 1];
    if (last && before && start <= before.from && start < candidate.from) last.push(i);
    else found.push([i]);
  });
  return found.filter(({ length }) => length > 1);
}

/** Where the name before a comma or an “and” ends that stands before word i (exclusive); null without such. */
function separatedAt(passage: Passage, i: number): number | null {
  let at = i;
  while (at > 0 && SKIPPED.has(passage.key(at - 1)) && passage.gap(at) === ' ') at--;
  if (at === 0 || passage.startsSentence(at)) return null;
  if (SEPARATOR.test(passage.gap(at))) return at;
  if (!JOINTS.has(passage.key(at - 1)) || passage.gap(at) !== ' ' || at < 2) return null;
  return /^,? $/.test(passage.gap(at - 1)) ? at - 1 : null;
}

/** Where the name begins that ends before word `end`; null when none does. */
function itemBefore(passage: Passage, end: number): number | null {
  let start = end;
  while (start > 0 && end - start < MOST_WORDS && passage.nameLike(start - 1) && (start === end || /^[ \-'’.]{1,2}$/.test(passage.gap(start)))) start--;
  if (start === end) return null;
  return start;
}
