import type { Candidate } from './candidates.ts';
import { CALLED, COMPANY, DETERMINERS, FEATURING, HEADINGS, isFunctionWord, KIN, LINKS, LOCATIONS, MAKERS, PLACES, WORKS } from './cues.ts';
import type { Lexica } from './lexica.ts';
import type { Passage } from './passage.ts';

const SURE = 3.5;
const LIKELY = 3;
const HINT = 1;
const AGAINST = -4;
const PLACED = -2.4;

/** Words between a cue and a name: “by the early X”. */
const SKIPPED = new Set('the early late fellow legendary british american then now former'.split(' '));

/** Evidence from the words before a name, for (above 0) or against the artist; of a list, from those before its first. */
export function leftContext(passage: Passage, { from, to, entry }: Candidate, lexica: Lexica): number {
  let at = from - 1;
  if (entry.kind === 'place' && afterPlace(passage, from, lexica)) return PLACED;
  if (at < 0 || breaks(passage, at + 1)) return headingBefore(passage, from);
  while (at > 0 && SKIPPED.has(passage.key(at)) && !breaks(passage, at)) at--;
  const cue = passage.key(at);
  const before = breaks(passage, at) ? '' : cueKey(passage, at - 1);
  const earlier = before === '' || breaks(passage, at - 1) ? '' : cueKey(passage, at - 2);
  if (/[:,(]/.test(passage.gap(at + 1))) return afterSign(passage, at, entry);
  if (FEATURING.has(cue)) return SURE;
  if (passage.tokens[at].owner !== null) return 0;
  if (KIN.has(cue)) return entry.words === 1 ? AGAINST : 0;
  if (MAKERS.has(cue)) return SURE;
  if (WORKS.has(cue)) return AGAINST;
  if (CALLED.has(cue)) return madeBefore(passage, at) ? SURE : AGAINST;
  if (PLACES.has(cue)) return AGAINST;
  const listed = listNoun(passage, at, cue, before, earlier, entry.kind === 'own' && entry.words > 1);
  if (listed !== null) return listed;
  const company = isPreposition(cue) && !(cue === 'in' && entry.kind === 'place') ? COMPANY[cue] : null;
  if (company && (company.has(before) || (company.has(earlier) && isFunctionWord(before)))) return entry.kind === 'person' ? LIKELY - 1 : LIKELY;
  if (LINKS.has(cue) && entry.kind !== 'place') return cue === 'love' || cue === 'loved' ? HINT : LIKELY;
  if (DETERMINERS.has(cue)) return entry.words === 1 ? -2.5 : 0;
  if (cue === 'by') return entry.kind === 'person' ? HINT : LIKELY;
  if (cue === 'with') return HINT + 0.3;
  if (cue === 'like' || cue === 'unlike') return HINT + 0.8;
  if (cue === 'as') return before === 'known' || before === 'such' ? HINT + 0.5 : 0;
  if (LOCATIONS.has(cue) && beforePlace(passage, to, lexica)) return PLACED;
  if (LOCATIONS.has(cue)) return entry.kind === 'place' ? -2 : -0.5;
  return 0;
}

/** “Arcadia, Louisiana” */
function beforePlace(passage: Passage, to: number, { places }: Lexica): boolean {
  return passage.gap(to) === ', ' && (places.has(passage.key(to)) || places.has(`${passage.key(to)} ${passage.key(to + 1)}`));
}

/** “Detroit, Michigan” */
function afterPlace(passage: Passage, from: number, { places }: Lexica): boolean {
  return passage.gap(from) === ', ' && places.has(passage.key(from - 1));
}

/** A word that may be a cue: not one of a title, “Songs of X”. */
function cueKey(passage: Passage, i: number): string {
  return passage.capital(i) && !passage.startsSentence(i) ? '' : passage.key(i);
}

function isPreposition(cue: string): cue is keyof typeof COMPANY {
  return cue in COMPANY;
}

/** “bands such as X”, “songs like X”, “cities including X”. */
function listNoun(passage: Passage, at: number, cue: string, before: string, earlier: string, known: boolean): number | null {
  const such = cue === 'as' && before === 'such';
  if (!such && cue !== 'like' && cue !== 'including' && cue !== 'includes' && cue !== 'include') return null;
  const nouns = such ? [earlier, passage.key(at - 3)] : [before, earlier];
  for (const noun of nouns) {
    if (MAKERS.has(noun)) return SURE;
    if (WORKS.has(noun) || PLACES.has(noun)) return known ? AGAINST / 2 : AGAINST;
  }
  return null;
}

/** “a band from Leeds called X”: is it an artist that is called so? */
function madeBefore(passage: Passage, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 6) && !breaks(passage, i + 1); i--) {
    if (WORKS.has(passage.key(i))) return false;
    if (MAKERS.has(passage.key(i)) || passage.key(i) === 'project' || passage.key(i) === 'themselves') return true;
  }
  return false;
}

/** “Influences: X”, “her mother, X,” */
function afterSign(passage: Passage, at: number, { words }: Candidate['entry']): number {
  if (passage.gap(at + 1).includes(':')) return headingBefore(passage, at + 1);
  return words === 1 && KIN.has(passage.key(at)) ? AGAINST : 0;
}

/** “Influences: X” */
function headingBefore(passage: Passage, from: number): number {
  if (from === 0 || !passage.gap(from).includes(':')) return 0;
  const last = passage.key(from - 1);
  return HEADINGS.has(last === 'of' ? passage.key(from - 2) : last) ? SURE : 0;
}

/** A sentence or a clause ends before word i. */
function breaks(passage: Passage, i: number): boolean {
  return i <= 0 || passage.startsSentence(i) || /[;:!?—]|\s-\s/.test(passage.gap(i));
}
