import type { Catalogue } from './catalogue.ts';

/** Labels by their numbers in a catalogue, as one direction of length 1; 0 when nothing is known. */
export type LabelDirection = Float32Array;

/** How often each label is on some tracks. */
export function labelsOfTracks({ labels, labelsOf: { pointers, indices } }: Catalogue, tracks: Iterable<number>): LabelDirection {
  const sums = new Float32Array(labels.length);
  for (const track of tracks) for (let k = pointers[track]; k < pointers[track + 1]; k++) sums[indices[k]]++;
  return unit(sums);
}

/** How much something is described as each label. */
export function labelsDescribed({ labels }: Catalogue, described: readonly { readonly tag: string; readonly weight: number }[]): LabelDirection {
  const sums = new Float32Array(labels.length);
  const numbers = new Map(labels.map((label, number) => [label, number]));
  for (const { tag, weight } of described) {
    const number = numbers.get(tag);
    if (number !== undefined) sums[number] += weight;
  }
  return unit(sums);
}

/** How alike the labels of a track are to a direction, 0 to 1. */
export function labelCosine({ labelsOf: { pointers, indices } }: Catalogue, track: number, direction: LabelDirection): number {
  const count = pointers[track + 1] - pointers[track];
  let sum = 0;
  for (let k = pointers[track]; k < pointers[track + 1]; k++) sum += direction[indices[k]];
  return count > 0 ? sum / Math.sqrt(count) : 0;
}

function unit(sums: Float32Array): Float32Array {
  const length = Math.sqrt(sums.reduce((sum, x) => sum + x * x, 0));
  return length > 0 ? sums.map((x) => x / length) : sums;
}
