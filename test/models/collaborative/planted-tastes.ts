import type { Interaction } from '../../../models/scorer.ts';
import { seeded } from '../../../models/random.ts';

/**
 * Listeners of two kinds: the even ones hear the first half of the tracks, the odd ones the second, each
 * a random 60 % of it with random weights.
 */
export function plantedTastes(listeners: number, tracks: number, seed: number): Interaction[][] {
  const random = seeded(seed);
  return Array.from({ length: listeners }, (_, listener) => {
    const from = listener % 2 === 0 ? 0 : tracks / 2;
    const entries: Interaction[] = [];
    for (let column = from; column < from + tracks / 2; column++) {
      if (random() < 0.6) entries.push({ column, positive: 0.5 + 2 * random(), negative: random() < 0.2 ? random() : 0 });
    }
    return entries;
  });
}
