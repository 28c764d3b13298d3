import { isParted, type Phrases, type RequestWord, type Stretch } from './request-words.ts';

export type CountPart = Stretch & { readonly count: number };

const MOST = 200;
/** “Ten slow and sad soul songs”. */
const MOST_BETWEEN = 5;
const BREAKS = new Set(['by', 'from', 'of', 'for', 'to', 'in', 'like', 'von', 'aus', 'at']);

/** Numbers of tracks: “five songs”, “10 fast punk tunes”, “a couple of”. */
export function countsIn(words: readonly RequestWord[], numbers: Phrases<number>, countable: Phrases<true>): readonly CountPart[] {
  const found: CountPart[] = [];
  for (let from = 0; from < words.length; from++) {
    const named = numbers.at(words, from);
    const digits = /^\d{1,3}$/.test(words[from].key) ? Number(words[from].key) : null;
    const count = named?.value ?? digits;
    const to = named?.to ?? from + 1;
    if (count === null || count < 1 || count > MOST || !countsSomething(words, to, countable)) continue;
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
