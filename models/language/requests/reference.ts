import type { Understood } from './understood.ts';
import type { NameCues } from './name-cues.ts';
import { isKnown, type NamePart } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, type RequestWord } from './request-words.ts';

/** What the music is to be like. */
export type Reference = 'current' | 'artist' | null;

/** How far behind “this” a “but” shows that something else is asked for. */
const REACH = 3;
const LIMITS = new Set(['but', 'just', 'only', 'except', 'without', 'though', 'aber', 'nur', 'ohne']);

export function referenceOf({ words, parts, negated }: Understood, cues: NameCues, lexicon: RequestLexicon): Reference {
  const resembled = new Set<NamePart>();
  let before: NamePart | null = null;
  for (const part of parts) {
    if (!isKnown(part, 'artist', 'title')) continue;
    const isLike = startsResemblance(words, part, cues) || cues.isResembled(words, part.to) || (before !== null && resembled.has(before) && goesOn(words, before, part, cues));
    if (isLike && !negated[part.from]) resembled.add(part);
    before = part;
  }
  if (Array.from(resembled).some((part) => isKnown(part, 'artist'))) return 'artist';
  return refersToCurrent(words, cues, new Set(lexicon.current), new Set(parts.flatMap(({ from, to }) => range(from, to)))) ? 'current' : null;
}

/** “Like Low”, “like early Low”, “like the band Low”. */
function startsResemblance(words: readonly RequestWord[], { from }: NamePart, cues: NameCues): boolean {
  if (isParted(words[from])) return false;
  if (cues.isResembling(words, from)) return true;
  const mayBetween = /^(the|early|late|old|older|later|classic|band|artist|group|singer|song|album|track|some|good|der|die|das|frühe)$/;
  for (let at = from - 1; at > 0 && from - at < REACH && mayBetween.test(words[at].key); at--) {
    if (!isParted(words[at]) && cues.isResembling(words, at)) return true;
  }
  return false;
}

/** “Like Low and Blur”, “like Low, Blur”, “like Creep by Radiohead”. */
function goesOn(words: readonly RequestWord[], before: NamePart, part: NamePart, cues: NameCues): boolean {
  if (part.from === before.to) return true;
  if (part.from !== before.to + 1) return false;
  const between = words[before.to];
  return cues.joins(between) || between.key === 'by' || between.key === 'von';
}

function refersToCurrent(words: readonly RequestWord[], cues: NameCues, current: ReadonlySet<string>, taken: ReadonlySet<number>): boolean {
  return words.some(({ key }, i) => {
    if (!current.has(key) || taken.has(i)) return false;
    if (i > 0 && !isParted(words[i]) && (cues.isResembling(words, i) || words[i - 1].key === 'than' || words[i - 1].key === 'as')) return true;
    return i === 0 && words.slice(1, 1 + REACH).some((word) => LIMITS.has(word.key));
  });
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
