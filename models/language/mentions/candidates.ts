import { isFunctionWord } from './cues.ts';
import type { NameKind } from './lexica.ts';
import type { NameMatch, NameTrie } from './name-trie.ts';
import type { Passage } from './passage.ts';

/** A form of an artist's name, as the trie holds it. */
export interface Entry {
  /** null for a phrase that is no artist: no shorter name is meant within it. */
  readonly id: string | null;
  /** As it was given. */
  readonly name: string;
  readonly kind: NameKind;
  /** Words without the article. */
  readonly words: number;
  /** The form begins with “the”; `own` when the name does. */
  readonly article: 'own' | 'added' | null;
  /** “Doors” for “The Doors”. */
  readonly bare: boolean;
  /** Only meant when it stands in capitals. */
  readonly capitals: boolean;
  /** Signs of the name before its first word and after its last: “!” of “Wham!”. */
  readonly before: string;
  readonly after: string;
}

/** Where a name may be mentioned: words `from` to `to` (exclusive), at `start` to `end` in the text. */
export interface Candidate {
  readonly entry: Entry;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const MOST_GAP = 4;
const LINE = /[\n\r]/;
const PUNCTUATION = /[^\s\-‐–'’&+]/gu;

/** Every place that may be a mention by its words and its writing, the longest name at each; none overlap. */
export function candidates(passage: Passage, trie: NameTrie<Entry>): readonly Candidate[] {
  const found: Candidate[] = [];
  const joined = (i: number) => {
    const { start } = passage.tokens[i];
    const gap = start - passage.tokens[i - 1].end;
    return gap <= MOST_GAP && !(gap > 1 && LINE.test(passage.gap(i)));
  };
  for (let from = 0; from < passage.length; ) {
    const match = trie.matchesAt(passage.tokens, from, joined).findLast((one) => isPlausible(passage, from, one));
    if (match) found.push(candidateOf(passage, from, match));
    from = match?.to ?? from + 1;
  }
  return found;
}

function candidateOf({ text, tokens }: Passage, from: number, { value: entry, to, end }: NameMatch<Entry>): Candidate {
  const first = entry.article === 'added' ? tokens[from + 1] : tokens[from];
  const start = entry.before !== '' && text.endsWith(entry.before, first.start) ? first.start - entry.before.length : first.start;
  const owned = end !== tokens[to - 1].end;
  return { entry, from, to, start, end: !owned && text.startsWith(entry.after, end) ? end + entry.after.length : end };
}

/** Written like a name: with capitals, or exactly as the artist writes it, and with no sign inside that the name has not. */
function isPlausible(passage: Passage, from: number, { value: { name, kind, words, article, capitals }, to, end }: NameMatch<Entry>): boolean {
  for (let i = from + 1; i < to; i++) if (!isGapOf(passage, i, name)) return false;
  const first = article === null ? from : from + 1;
  const written = passage.text.slice(passage.tokens[first].start, end);
  if (capitals) return written === written.toUpperCase();
  if (isCapitalised(passage, first, to)) return true;
  const distinct = words > 1 || article === 'own' || /[^a-z]/.test(written);
  return distinct && kind === 'own' && (written === name || passage.text.slice(passage.tokens[from].start, end) === name);
}

function isCapitalised(passage: Passage, from: number, to: number): boolean {
  if (!passage.nameLike(from)) return false;
  for (let i = from + 1; i < to; i++) if (!passage.nameLike(i) && !isFunctionWord(passage.key(i))) return false;
  return true;
}

function isGapOf(passage: Passage, i: number, name: string): boolean {
  const gap = passage.gap(i);
  if (gap === ' ') return true;
  const abbreviated = passage.key(i - 1).length <= 2;
  return (gap.match(PUNCTUATION) ?? []).every((sign) => name.includes(sign) || (sign === '.' && abbreviated));
}
