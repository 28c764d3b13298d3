import { isParted, type Phrases, type RequestWord, type Stretch } from './request-words.ts';

export type CountPart = Stretch & { readonly count: number };

const MOST = 200;
/** “Ten slow and sad soul songs”. */
const MOST_BETWEEN = 5;
const BREAKS = new Set(['by', 'from', 'of', 'for', 'to', 'in', 'like', 'von', 'aus', 'at']);

const FURTHER = new Set(['more', 'mehr', 'weitere']);
const OF_THIS = /^of (?:this|that|these|those|them|the same)\b/;

/** Numbers of tracks: “five songs”, “10 fast punk tunes”, “a couple of”, “five more of this”. */
export function countsIn(words: readonly RequestWord[], numbers: Phrases<number>, countable: Phrases<true>): readonly CountPart[] {
  const found: CountPart[] = [];
  for (let from = 0; from < words.length; from++) {
    const named = numbers.at(words, from);
    const digits = /^\d{1,3}$/.test(words[from].key) ? Number(words[from].key) : null;
    const count = named?.value ?? digits;
    const to = named?.to ?? from + 1;
    if (count === null || count < 1 || count > MOST || !(countsSomething(words, to, countable) || countsMore(words, to))) continue;
    found.push({ from, to, count });
  }
  return found;
}

function countsSomething(words: readonly RequestWord[], from: number, countable: Phrases<true>): boolean {
  for (let i = from; i < Math.min(words.length, from + MOST_BETWEEN); i++) {
    if (countable.has(words[i].key)) return true;
    if (BREAKS.has(words[i].key) || (isParted(words[i]) && i === from)) return false;
  }
  return false;
}

/** “Five more”, “five more of this”, “two of these”, and no “five more minutes”. */
function countsMore(words: readonly RequestWord[], at: number): boolean {
  const from = at < words.length && FURTHER.has(words[at].key) ? at + 1 : at;
  if (from > at && (from === words.length || isParted(words[from]) || BREAKS.has(words[from].key))) return true;
  return OF_THIS.test(words.slice(from, from + 3).map(({ key }) => key).join(' '));
}
