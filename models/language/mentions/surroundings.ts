import type { Candidate } from './candidates.ts';
import { FEATURING, isFunctionWord, MAKERS } from './cues.ts';
import { isWord, type Lexica } from './lexica.ts';
import type { Passage } from './passage.ts';

const TITLE_LINKS = new Set(['in', 'at', 'over', 'under', 'for', 'on', 'to', 'with', 'without', 'from']);
const ABBREVIATIONS = new Set(['mr', 'mrs', 'ms', 'dr', 'st', 'mt', 'ft', 'jr', 'sr']);
const NAMESAKES = new Set(['jr', 'sr']);
const ROMAN = /^(?:i{1,3}|iv|vi{0,3}|ix|x)$/;
const ADDRESS = /:\/\/|www\.|^\(?[@#]|\w@\w|_\w|\.(?:com|net|org|info|fm|tv|co|uk|de|fr|io|edu|gov)(?![\p{L}\p{N}])/u;
const MOST_ADDRESS = 60;

/** Evidence from what a name is written within: a longer name, a title in quotation marks, an address. Never above 0. */
export function surroundings(passage: Passage, candidate: Candidate, lexica: Lexica): number {
  return address(passage, candidate) + quoted(passage, candidate) + longerName(passage, candidate, lexica);
}

function address({ text }: Passage, { start, end }: Candidate): number {
  const before = /\S*$/.exec(text.slice(Math.max(0, start - MOST_ADDRESS), start))?.[0] ?? '';
  const after = /^\S*/.exec(text.slice(end, end + MOST_ADDRESS))?.[0] ?? '';
  return ADDRESS.test(before + text.slice(start, end).replace(/\s/g, '') + after) ? -20 : 0;
}

/** Within a quoted title; not where the title tells a guest, or quotation marks a band's name. */
function quoted(passage: Passage, { from, to }: Candidate): number {
  if (!passage.inTitle(from) || !passage.inTitle(to - 1)) return 0;
  if (FEATURING.has(passage.key(from - 1))) return 0;
  const alone = !passage.inTitle(from - 1) && !passage.inTitle(to);
  return alone && MAKERS.has(passage.key(from - 1)) ? 0 : -6;
}

function longerName(passage: Passage, { from, to, end, entry }: Candidate, lexica: Lexica): number {
  if (passage.headline(from)) return entry.kind === 'own' ? 0 : -2;
  const single = entry.words === 1;
  const rightwards = end === passage.tokens[to - 1].end && passage.adjacent(to) && passage.capital(to) && (single || passage.properWord(to) || ROMAN.test(passage.key(to)));
  if (NAMESAKES.has(passage.key(to)) && passage.capital(to) && /^,? $/.test(passage.gap(to))) return -6;
  let evidence = rightwards && !MAKERS.has(passage.key(to)) ? (single ? -6 : -1.5) : 0;
  if (goesOnLeft(passage, from, lexica)) evidence += single ? -6 : -1.5;
  if (single && (isInitial(passage, from) || isNicknamed(passage, from))) evidence -= 6;
  if (single) evidence += titlePhrase(passage, from, to, entry.kind === 'own', lexica);
  return evidence;
}

/** “D” of “D. J. Fontana”, “Haggard” of “Mr. Haggard”, “III” of “Johnny Winter III”. */
function isInitial(passage: Passage, from: number): boolean {
  if ((passage.key(from).length === 1 || ABBREVIATIONS.has(passage.key(from))) && passage.gap(from + 1).startsWith('.')) return true;
  if (from > 0 && ROMAN.test(passage.key(from)) && passage.capital(from - 1) && passage.gap(from) === ' ') return true;
  return from > 0 && passage.gap(from) === '. ' && ABBREVIATIONS.has(passage.key(from - 1));
}

/** “James ‘Hutch’ Hutchinson” */
function isNicknamed(passage: Passage, from: number): boolean {
  if (from + 2 >= passage.length || !passage.capital(from + 1) || !passage.capital(from + 2)) return false;
  return /^ ["“‘'(]$/.test(passage.gap(from + 1)) && /^["”’')] $/.test(passage.gap(from + 2));
}

/** The word before belongs to the same name: “Jeff Beck”, not “Singer Beck” or “When Beck”. */
export function goesOnLeft(passage: Passage, from: number, lexica: Lexica): boolean {
  if (!passage.adjacent(from) || !passage.capital(from - 1)) return false;
  if (passage.gap(from) !== ' ') return true;
  if (isFunctionWord(passage.key(from - 1))) return !passage.startsSentence(from - 1) && passage.key(from - 1) !== 'the';
  const before = passage.key(from - 1);
  const longer = passage.adjacent(from - 1) && passage.capital(from - 2);
  if (MAKERS.has(before) || (!longer && (lexica.calendar.has(before) || lexica.peoples.has(before)))) return false;
  return !passage.startsSentence(from - 1) || lexica.firstNames.has(before) || !isWord(before, lexica);
}

/** “Darkness on the Edge”, but not “Queen at Wembley”, “Kiss in March”. */
function titleWord(passage: Passage, from: number, lexica: Lexica): boolean {
  const i = passage.key(from) === 'the' || passage.key(from) === 'a' ? from + 1 : from;
  return i < passage.length && passage.adjacent(i) && passage.capital(i) && isWord(passage.key(i), lexica) && !lexica.places.has(passage.key(i)) && !lexica.calendar.has(passage.key(i));
}

/** “Heart of Gold”, “House of Love”, “Tom and the News”: words of a title or a longer name, held together by small ones. */
function titlePhrase(passage: Passage, from: number, to: number, own: boolean, lexica: Lexica): number {
  let evidence = 0;
  const linksOn = passage.key(to) === 'of' && passage.gap(to) === ' ';
  const target = passage.key(to + 1) === 'the' ? to + 2 : to + 1;
  if (!own && passage.gap(to) === ' ' && TITLE_LINKS.has(passage.key(to)) && titleWord(passage, to + 1, lexica)) evidence -= passage.key(to) === 'to' ? 3 : 2;
  if (linksOn && target < passage.length && passage.capital(target) && !passage.startsSentence(target)) evidence -= own ? 1 : 3;
  let head = from - 1;
  if (passage.key(head) === 'the' || passage.key(head) === 'a') head--;
  const link = passage.key(head);
  const linked = head > 0 && passage.properWord(head - 1) && !passage.startsSentence(head - 1) && passage.gap(from) === ' ' && passage.gap(head) === ' ';
  if (linked && link === 'of') evidence -= own ? 1 : 2.5;
  if (linked && !own && TITLE_LINKS.has(link) && isWord(passage.key(head - 1), lexica)) evidence -= 2;
  if (linked && link === 'and' && head < from - 1 && isFunctionWord(passage.key(from - 1))) evidence -= 3;
  return evidence;
}
