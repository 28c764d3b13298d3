import type { KeyExample } from '../../../models/acoustic/tonal/fit-key-profiles.ts';
import { nameOfKey } from '../../../models/acoustic/tonal/camelot.ts';
import { KEYS, keyOf } from '../../../models/acoustic/tonal/key-likelihood.ts';
import { TonalAnalyser } from '../../../models/acoustic/tonal/tonal-analyser.ts';
import { CATALOGUE } from '../../library/demo/catalogue.ts';
import { composedPiece } from '../composed-piece.ts';
import { labelledExcerpts } from '../labelled-excerpts.ts';

const NAMES = Array.from({ length: KEYS }, (_, key) => nameOfKey(keyOf(key, 1)));
/** Dance music is seldom in major, other music as often as in minor. */
const MAJOR_WEIGHT = 2;
const SECONDS = 110;
/** How firmly profiles are held near zero, in examples. */
export const RIDGE = 10;

/** From recordings whose labels say the key. */
export async function excerptExamples(folder: string): Promise<KeyExample[]> {
  const examples: KeyExample[] = [];
  for await (const { mono, labels } of labelledExcerpts(folder)) {
    const key = NAMES.indexOf(labels.key_segment);
    examples.push({ features: featuresOf(mono), key, weight: key < 12 ? MAJOR_WEIGHT : 1 });
  }
  return examples;
}

/**
 * Pieces by the demo composer, in all its styles.
 * @param set from 0 on: no piece of one is in another, nor in the demo library
 */
export function composedExamples(set: number, count: number): KeyExample[] {
  return composedSet(set, count).map((piece) => {
    const { mono, truth } = piece();
    return { features: featuresOf(mono), key: truth.key.pitchClass + (/minor|dorian/.test(truth.key.mode) ? 12 : 0), weight: 1 };
  });
}

/** The same, each to be composed when it is asked for. */
export function composedSet(set: number, count: number): readonly (() => ReturnType<typeof composedPiece>)[] {
  return Array.from({ length: count }, (_, i) => () => {
    const { commission } = CATALOGUE[i % CATALOGUE.length];
    return composedPiece({ ...commission, seed: 910_000 + 100_000 * set + 7 * i, seconds: SECONDS, loudness: null });
  });
}

function featuresOf(mono: Float32Array): Float64Array {
  const analyser = new TonalAnalyser();
  analyser.push(mono);
  return analyser.finish().features;
}
