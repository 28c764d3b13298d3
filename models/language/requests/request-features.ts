import { seedOf } from '../../random.ts';
import { stemOf } from '../words.ts';
import type { Features } from './linear-classifier.ts';

const PIECE = 4;

/**
 * What a classifier sees of a request: its stems, pairs of neighbouring words, pieces of four letters, which survive
 * slips of the finger, and how it begins and ends; hashed (Weinberger et al. 2009).
 */
export function requestFeatures(words: readonly string[], dimensions: number): Features {
  const found = new Set<number>();
  const add = (feature: string) => found.add(seedOf(feature) % dimensions);
  words.forEach((word, i) => {
    add(`w ${stemOf(word)}`);
    add(`b ${words[i - 1] ?? '^'} ${word}`);
    if (i > 1) add(`s ${words[i - 2]} ${word}`);
    const framed = `^${word}$`;
    for (let at = 0; at + PIECE <= framed.length; at++) add(`c ${framed.slice(at, at + PIECE)}`);
  });
  add(`first ${words[0] ?? ''}`);
  add(`last ${words.at(-1) ?? ''}`);
  add(`length ${Math.min(words.length, 12)}`);
  return Int32Array.from(found);
}
