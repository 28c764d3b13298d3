import { type Estimate, estimateRatio } from '../../models/ranking/estimate.ts';
import { seeded } from '../../models/random.ts';
import { evidenceOf, historyOf } from '../../src/lab/recommend/evidence.ts';
import { type SimulatedListener, simulated } from '../../src/lab/simulate/audience.ts';
import { likeRates, meanRate } from '../../src/lab/simulate/like-rates.ts';
import { trainPolicies } from '../../src/lab/simulate/policies.ts';
import type { FittingPool } from '../../src/training/fitting-pool.ts';
import type { LastFm } from './lastfm.ts';
import { unseenFold } from './protocols.ts';

const FOLDS = 5;
const SEEDS_PER_FOLD = 4;
const KNOWN = 3;
const PLAYS = 40;
const LEAST_HELD = 5;

/**
 * The loop with simulated listeners: each fifth of them is unseen once, and played to with four draws of what is known of them.
 * Settings were chosen by listeners of the other folds than the first.
 */
export async function simulateProtocol(data: LastFm, pool: FittingPool, say: (line: string) => void): Promise<void> {
  say(`\nsimulate: 5-core, unseen listeners of whom ${KNOWN} artists are known, ${PLAYS} picks; like-rate`);
  const byPolicy = new Map<string, Float64Array[]>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const { dataset } = unseenFold(data, fold);
    const { listens, histories, items } = dataset;
    if (!histories) throw new Error('The listeners of the fold are missing.');
    const policies = await trainPolicies({ listens, tags: null, items, known: KNOWN, plays: PLAYS, seed: fold + 1 }, pool, () => undefined);
    const sizes = evidenceOf(histories).listens.pointers;
    const rows = Array.from({ length: histories.rows }, (_, row) => row).filter((row) => sizes[row + 1] - sizes[row] >= KNOWN + LEAST_HELD);
    const ofFold = new Map(Object.keys(policies).map((name) => [name, new Float64Array(rows.length)]));
    for (let draw = 0; draw < SEEDS_PER_FOLD; draw++) {
      const seed = fold * SEEDS_PER_FOLD + draw + 1;
      const random = seeded(seed);
      const audience = rows.map((row): SimulatedListener => simulated(historyOf(histories, row), KNOWN, random));
      const found = Object.entries(policies).map(([name, policy]) => [name, likeRates(audience, policy, PLAYS)] as const);
      const [[, unlearnt]] = found;
      say(`  seed ${seed}: ${found.map(([name, rates]) => `${name} ${meanRate(rates).value.toFixed(4)} (${estimateRatio(rates, unlearnt).value.toFixed(3)} ×)`).join(', ')}`);
      for (const [name, rates] of found) ofFold.get(name)?.forEach((sum, i, sums) => (sums[i] = sum + rates[i] / SEEDS_PER_FOLD));
    }
    for (const [name, rates] of ofFold) byPolicy.set(name, [...(byPolicy.get(name) ?? []), rates]);
  }
  const unlearnt = byPolicy.get('static') ?? [];
  for (const [name, folds] of byPolicy) {
    const first = `first fold ${shown(meanRate(folds[0]))}, ${shown(estimateRatio(folds[0], unlearnt[0]))} × static`;
    say(`= ${name}: ${shown(meanRate(joined(folds)))}, ${shown(estimateRatio(joined(folds), joined(unlearnt)))} × static; ${first}`);
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

function shown({ value, low, high }: Estimate): string {
  return `${value.toFixed(4)} (${low.toFixed(4)} … ${high.toFixed(4)})`;
}
