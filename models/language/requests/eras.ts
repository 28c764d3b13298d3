import type { Era } from './frame.ts';
import { isParted, Phrases, type RequestWord, type Stretch } from './request-words.ts';

/** Years that a request names. */
export type EraPart = Stretch & {
  readonly era: Era;
  /** “Before 1980”: turned down, it is the other side that is wanted. */
  readonly side: 'before' | 'after' | null;
};

const DECADE = 10;
/** Years of a decade: its beginning, its middle, its end. */
const THIRDS: Readonly<Record<string, readonly [number, number]>> = {
  early: [0, 3], mid: [4, 6], middle: [4, 6], late: [7, 9], frühe: [0, 3], frühen: [0, 3], späte: [7, 9], späten: [7, 9],
};
const BEFORE = Phrases.of(['before', 'pre', 'until', 'up to', 'older than', 'earlier than', 'prior to', 'vor', 'bis']);
const AFTER = Phrases.of(['after', 'post', 'newer than', 'later than', 'nach']);
const SINCE = Phrases.of(['since', 'from', 'seit', 'ab']);
/** “From 1977” is that year, “from 1977 on” is all since. */
const ONWARDS = Phrases.of(['onwards', 'onward', 'and later', 'and newer', 'and up', 'until today', 'to today', 'till today', 'to now', 'until now', 'till now', 'through today']);
const INCLUSIVE = new Set(['until', 'up to', 'bis']);
const UP_TO = new Set(['to', 'until', 'till', 'through', 'bis']);
const BOTH = new Set(['and', 'or', 'und', 'oder', 'to', 'until', 'till', 'through', 'bis', 'into']);
const RECENT_YEARS = 3;
const LAST_CENTURY = 1900;
/** Two digits up to this are years of this century, beyond of the last. */
const LAST_OF_THIS = 19;
/** Smaller numbers count something as often. */
const LEAST_ALONE = 30;

/** @param decades words for decades and their first year; @param year the present one */
export function erasIn(words: readonly RequestWord[], decades: Phrases<number>, year: number): readonly EraPart[] {
  const found: EraPart[] = [];
  for (let from = 0; from < words.length; ) {
    const part = recentAt(words, from, year) ?? rangeAt(words, from, decades, year);
    if (part) found.push(part);
    from = part?.to ?? from + 1;
  }
  return found;
}

type Span = Stretch & { readonly first: number; readonly last: number };

function rangeAt(words: readonly RequestWord[], from: number, decades: Phrases<number>, year: number): EraPart | null {
  const before = BEFORE.at(words, from);
  const side = before ? 'before' : AFTER.at(words, from) ? 'after' : null;
  const marker = before ?? AFTER.at(words, from) ?? SINCE.at(words, from);
  const begin = skipThe(words, marker?.to ?? from);
  const first = spanAt(words, begin, decades, year);
  if (!first) return null;
  const marked = words.slice(from, marker?.to ?? from).map(({ key }) => key).join(' ');
  if (side === 'before') return { from, to: first.to, side, era: { from: null, to: INCLUSIVE.has(marked) ? first.last : first.first - 1 } };
  if (side === 'after') return { from, to: first.to, side, era: { from: first.last + 1, to: null } };
  const onwards = ONWARDS.at(words, first.to) ?? onAt(words, first.to);
  if (onwards) return { from, to: onwards.to, side: null, era: { from: first.first, to: null } };
  if (marked === 'since' || marked === 'seit' || marked === 'ab') return { from, to: first.to, side: null, era: { from: first.first, to: null } };
  const last = secondAt(words, first, decades, year);
  return { from: marker ? from : begin, to: (last ?? first).to, side: null, era: { from: first.first, to: (last ?? first).last } };
}

/** “From 1970 on”, but not “from 1970 on Saturday”. */
function onAt(words: readonly RequestWord[], at: number): Stretch | null {
  const next = words[at + 1];
  return words[at]?.key === 'on' && (!next || isParted(next)) ? { from: at, to: at + 1 } : null;
}

/** “… to 1982”, “… and the 80s”, “60s/70s”: the end of a stretch of years. */
function secondAt(words: readonly RequestWord[], first: Span, decades: Phrases<number>, year: number): Span | null {
  const joint = words[first.to];
  if (!joint) return null;
  const dashed = /^\s*[-–—/,]\s*$/.test(joint.gap);
  const from = BOTH.has(joint.key) ? first.to + 1 : dashed ? first.to : null;
  if (from === null) return null;
  const second = spanAt(words, skipThe(words, from), decades, year, UP_TO.has(joint.key) || dashed);
  return second && second.last >= first.last ? second : null;
}

function spanAt(words: readonly RequestWord[], at: number, decades: Phrases<number>, year: number, afterRange = false): Span | null {
  const third = THIRDS[words[at]?.key ?? ''];
  const from = third ? skipThe(words, at + 1) : at;
  const decade = decadeAt(words, from, decades, year);
  if (decade) {
    const [first, last] = third ?? [0, DECADE - 1];
    return { from: at, to: decade.to, first: decade.value + first, last: decade.value + last };
  }
  if (third) return null;
  const number = yearAt(words, at, year, afterRange);
  return number === null ? null : { from: at, to: at + 1, first: number, last: number };
}

function decadeAt(words: readonly RequestWord[], from: number, decades: Phrases<number>, year: number): (Stretch & { readonly value: number }) | null {
  const word = words[from];
  if (!word) return null;
  const named = decades.at(words, from);
  if (named) return named;
  const [, century, tens] = /^(1[89]|20)?(\d)0(?:s|er|ern)$/.exec(word.key) ?? [];
  if (tens === undefined) return null;
  const value = century === undefined ? inCentury(Number(tens) * DECADE, year) : Number(`${century}${tens}0`);
  return value > year ? null : { from, to: from + 1, value };
}

function yearAt(words: readonly RequestWord[], at: number, year: number, afterRange: boolean): number | null {
  const word = words[at];
  if (!word) return null;
  if (/^(1[6-9]|20)\d\d$/.test(word.key)) return Number(word.key) <= year + 1 ? Number(word.key) : null;
  if (!/^\d\d$/.test(word.key)) return null;
  const digits = Number(word.key);
  const meant = /['’‘`´]$/.test(word.gap) || (afterRange && digits > LAST_OF_THIS) || (digits > LEAST_ALONE && opensRange(words, at));
  return meant ? inCentury(digits, year) : null;
}

/** “88 to 94”, “88-94”. */
function opensRange(words: readonly RequestWord[], at: number): boolean {
  const next = words[at + 1];
  if (!next) return false;
  if (UP_TO.has(next.key)) return /^\d\d(\d\d)?$/.test(words[at + 2]?.key ?? '');
  return /^\s*[-–—]\s*$/.test(next.gap) && /^\d\d(\d\d)?$/.test(next.key);
}

/** The year that two digits mean: “10s” are those of this century, “20s” and later those of the last. */
function inCentury(digits: number, year: number): number {
  const century = year - (year % 100);
  return digits <= LAST_OF_THIS ? century + digits : LAST_CENTURY + digits;
}

function recentAt(words: readonly RequestWord[], from: number, year: number): EraPart | null {
  const at = words[from].key === 'from' ? from + 1 : from;
  const [first, second, third, fourth] = words.slice(at, at + 4).map(({ key }) => key);
  const since = (back: number, to: number, last: number | null = null): EraPart => ({ from, to, side: null, era: { from: year - back, to: last } });
  if (first === 'this' && second === 'year') return since(0, at + 2);
  if (first === 'last' && second === 'year') return since(1, at + 2, year - 1);
  if (first === 'recent' && second === 'years') return since(RECENT_YEARS, at + 2);
  const back = first === 'the' ? [second, third, fourth] : [first, second, third];
  if ((back[0] === 'last' || back[0] === 'past') && /^\d{1,2}$/.test(back[1] ?? '') && back[2] === 'years') return since(Number(back[1]), at + (first === 'the' ? 4 : 3));
  return null;
}

function skipThe(words: readonly RequestWord[], at: number): number {
  return ['the', 'den', 'der', 'die'].includes(words[at]?.key ?? '') ? at + 1 : at;
}
