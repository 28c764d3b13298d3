import type { ChangePart } from './changes.ts';
import type { CountPart } from './counts.ts';
import type { EraPart } from './eras.ts';
import type { FoundName, KnownName } from './known-names.ts';
import type { Stretch } from './request-words.ts';

/** Words that may be a name or a tag, and how much speaks for it; below 0 it is rather nothing. */
export type NamePart = Stretch & { readonly kind: 'name'; readonly found: FoundName; readonly score: number };

/** Words of a request with a meaning of their own. */
export type Part =
  | NamePart
  | (EraPart & { readonly kind: 'era'; readonly score: number })
  | (CountPart & { readonly kind: 'count'; readonly score: number })
  | (ChangePart & { readonly kind: 'change'; readonly score: number })
  /** Words that together mean nothing that they mean apart: “good evening”. */
  | (Stretch & { readonly kind: 'idiom'; readonly score: number });

export function isKnown(part: Part, ...kinds: readonly KnownName['kind'][]): part is NamePart {
  return part.kind === 'name' && kinds.includes(part.found.known.kind);
}

/**
 * The parts that together say most, none overlapping another: weighted intervals (Kleinberg & Tardos 2005, 6.1).
 *
 * @param length of the request, in words
 */
export function bestParts(parts: readonly Part[], length: number): readonly Part[] {
  const ending: Part[][] = Array.from({ length: length + 1 }, () => []);
  for (const part of parts) if (part.score > 0) ending[part.to].push(part);
  const best = new Float64Array(length + 1);
  const last: (Part | null)[] = [null];
  for (let to = 1; to <= length; to++) {
    best[to] = best[to - 1];
    last[to] = null;
    for (const part of ending[to]) {
      const score = best[part.from] + part.score;
      if (score > best[to]) [best[to], last[to]] = [score, part];
    }
  }
  const chosen: Part[] = [];
  for (let to = length; to > 0; ) {
    const part = last[to];
    if (part) chosen.push(part);
    to = part?.from ?? to - 1;
  }
  return chosen.reverse();
}
