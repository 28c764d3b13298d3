import type { Candidate } from './candidates.ts';
import { ADVERBS, AUXILIARIES, BELONGINGS, DEEDS, isFunctionWord, isPastVerb, isPlural, MAKERS, MEMBERS, MUSICAL_DEEDS, PLURAL_VERBS, VENUES, WORKS } from './cues.ts';
import type { Lexica } from './lexica.ts';
import type { Passage } from './passage.ts';

const SURE = 4;
const HINT = 1;
/** A title with its year. */
const RELEASED = -7;
const VENUE = -3;
const LIKELY = 2.5;
const DOES = 2;
const DOES_AS_NAME = 3.3;
const YEAR = /^ \((?:19|20)\d\d\)/;
const STYLED = new Set(['esque', 'style', 'like', 'inspired', 'influenced', 'ish']);
const LOCATED = new Set(['based', 'born', 'area', 'raised', 'bred', 'native']);
const INSTRUMENTS = new Set('bass drums guitar guitars vocals keyboards keys piano organ saxophone sax trumpet violin cello percussion synth synthesizers'.split(' '));
/** Within so many words a sentence says what its subject is. */
const DEFINITION = 9;
const MUSIC_WITHIN = 5;

/** Evidence from the words after a name, for (above 0) or against the artist. */
export function rightContext(passage: Passage, candidate: Candidate, lexica: Lexica): number {
  const { from, to, end, entry } = candidate;
  const owned = passage.text.startsWith('’', end) || passage.text.startsWith("'", end);
  if (owned) return ofOwner(passage, candidate);
  if (YEAR.test(passage.text.slice(end, end + 8))) return passage.key(from - 1) === 'by' ? 0 : RELEASED;
  if (to >= passage.length || passage.startsSentence(to)) return 0;
  const gap = passage.gap(to);
  const next = passage.key(to);
  if (gap === '-') return LOCATED.has(next) ? -4 : STYLED.has(next) ? DOES : 0;
  if (gap.startsWith(' (')) return definesWithin(passage, to, to + 4) ? LIKELY : 0;
  if (gap.startsWith(',')) return apposition(passage, to);
  if (gap.trim() !== '') return 0;
  if (DEEDS.has(next) && !passage.capital(to)) return deed(candidate, passage, next);
  if (/^(?:came?|comes?|hails?|hailed)$/.test(next) && passage.key(to + 1) === 'from') return DOES_AS_NAME;
  if (next === 'on' && entry.kind === 'person' && playsWithin(passage, to + 1)) return -3;
  if (VENUES.has(next) && !passage.capital(to)) return entry.words === 1 ? VENUE : 0;
  if (AUXILIARIES.has(next) || ADVERBS.has(next)) return predicate(passage, candidate);
  if (isPastVerb(next) && !passage.capital(to)) return pastVerb(candidate, passage);
  if (PLURAL_VERBS.has(next)) return pluralVerb(passage, candidate);
  if (BELONGINGS.has(next) && !passage.capital(to) && entry.kind !== 'place') return MEMBERS.has(next) && !lexica.labels.has(passage.key(to - 1)) ? DOES_AS_NAME : DOES;
  return 0;
}

/** “on lead guitar”: a member. */
function playsWithin(passage: Passage, from: number): boolean {
  return INSTRUMENTS.has(passage.key(from)) || INSTRUMENTS.has(passage.key(from + 1));
}

/** “X’s second album”, “X’s ‘Title’”. */
function ofOwner(passage: Passage, { to, entry }: Candidate): number {
  for (let i = to; i < Math.min(to + 4, passage.length) && !passage.startsSentence(i); i++) {
    const key = passage.key(i);
    if (entry.kind === 'place' && (key === 'music' || key === 'sound' || key === 'clubs')) return 0;
    if (MEMBERS.has(key)) return SURE;
    if (BELONGINGS.has(key) || passage.inTitle(i)) return entry.kind === 'person' || entry.kind === 'place' ? LIKELY : SURE;
    if (/[,;:()]/.test(passage.gap(i)) && i > to) return 0;
  }
  return 0;
}

/**
 * “Kiss released”: a word of one thing without an article, as no ordinary word begins a sentence. Places and persons do
 * many things, but release no records.
 */
function deed({ entry, to }: Candidate, passage: Passage, verb: string): number {
  const musical = MUSICAL_DEEDS.has(verb) || musicAfter(passage, to + 1);
  if (entry.kind === 'word') return isPlural(passage.key(to - 1)) && !musical ? DOES : DOES_AS_NAME;
  return musical ? (entry.kind === 'person' ? DOES : DOES_AS_NAME) : HINT;
}

/** “Sting called”, “Boston sold millions of records”. */
function pastVerb({ entry: { kind }, to }: Candidate, passage: Passage): number {
  if (musicAfter(passage, to + 1)) return kind === 'person' ? DOES : DOES_AS_NAME;
  if (kind === 'word') return isPlural(passage.key(to - 1)) ? 0 : DOES;
  return kind === 'person' ? HINT : 0;
}

/** “X has released”, “X were a band”, “X later had a hit”. */
function predicate(passage: Passage, candidate: Candidate): number {
  let at = candidate.to;
  while (ADVERBS.has(passage.key(at)) && at < candidate.to + 2) at++;
  const verb = passage.key(at);
  if (/^(?:is|are|was|were)$/.test(verb) && definesWithin(passage, at + 1, at + DEFINITION)) return SURE;
  if (/^(?:has|have|had)$/.test(verb) && musicAfter(passage, at + 1)) return candidate.entry.kind === 'person' ? DOES : DOES_AS_NAME;
  for (let i = at; i < Math.min(at + 3, passage.length) && !passage.startsSentence(i); i++) {
    if (DEEDS.has(passage.key(i)) && !passage.capital(i)) return deed(candidate, passage, passage.key(i));
    if (!AUXILIARIES.has(passage.key(i)) && !ADVERBS.has(passage.key(i))) break;
  }
  return pluralVerb(passage, candidate);
}

/** “had a minor hit”, “sold a million records”. */
function musicAfter(passage: Passage, from: number): boolean {
  for (let i = from; i < Math.min(from + MUSIC_WITHIN, passage.length) && !passage.startsSentence(i); i++) {
    if (/[,;:()]/.test(passage.gap(i))) return false;
    if (WORKS.has(passage.key(i)) && !passage.capital(i)) return true;
  }
  return false;
}

/** “Low are”: one name with a verb of several is a band, unless the name itself is of several or stands in a list. */
function pluralVerb(passage: Passage, { from, to, entry }: Candidate): number {
  const listed = from > 0 && (passage.key(from - 1) === 'and' || passage.gap(from).includes(','));
  return PLURAL_VERBS.has(passage.key(to)) && entry.words === 1 && !isPlural(passage.key(to - 1)) && !listed ? DOES_AS_NAME : 0;
}

/** “, a band from Leeds”, “, fronted by”, “, whose”. */
function apposition(passage: Passage, to: number): number {
  const next = passage.key(to);
  if (/^(?:a|an|the|another)$/.test(next) && definesWithin(passage, to + 1, to + 6)) return LIKELY;
  if (next === 'fronted' || (next === 'led' && passage.key(to + 1) === 'by')) return DOES_AS_NAME;
  return next === 'featuring' || next === 'whose' ? DOES : 0;
}

/** One who makes music is named by a noun phrase between these words, before another clause begins. */
function definesWithin(passage: Passage, from: number, to: number): boolean {
  for (let i = from; i < Math.min(to, passage.length) && !passage.startsSentence(i); i++) {
    if (MAKERS.has(passage.key(i))) return true;
    if (i > from + 1 && /[,;:()]/.test(passage.gap(i)) && !passage.properWord(i)) return false;
    if (/^(?:of|in|by|with|for|that|which|when|where|on|at)$/.test(passage.key(i)) && i > from && isFunctionWord(passage.key(i))) return false;
  }
  return false;
}
