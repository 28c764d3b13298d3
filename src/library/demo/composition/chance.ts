import { seeded, seedOf, type Random } from '../../../../models/random.ts';

/** Choices made with a seeded generator. */
export function choose<T>(random: Random, options: readonly T[]): T {
  return options[Math.floor(random() * options.length)];
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** Roughly normal with standard deviation 1 and no far outliers (sum of four uniforms). */
export function bell(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

/** An independent stream for one concern of a seed, so that a change in one leaves the others alone. */
export function stream(seed: number, concern: string): Random {
  return seeded((seed ^ seedOf(concern)) >>> 0);
}
