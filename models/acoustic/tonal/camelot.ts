import type { Key } from '../track-analysis.ts';

type KeyName = Pick<Key, 'tonic' | 'mode'>;

const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'];

/** “Ab minor”, with flats. */
export function nameOfKey({ tonic, mode }: KeyName): string {
  return `${NAMES[tonic]} ${mode}`;
}

/**
 * The key's place on the Camelot wheel (Davis), 1A … 12B, as DJs write it: A minor is 8A and C major 8B; a fifth up is one
 * further, and what lies side by side mixes.
 */
export function camelotOf({ tonic, mode }: KeyName): string {
  const major = mode === 'major' ? tonic : tonic + 3;
  return `${((7 * major + 7) % 12) + 1}${mode === 'major' ? 'B' : 'A'}`;
}
