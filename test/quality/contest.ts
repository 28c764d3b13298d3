import type { Scorer } from '../../models/scorer.ts';
import { contentScorers } from '../../src/lab/recommend/contents.ts';
import { recommended } from '../../src/lab/recommend/recommended.ts';
import { type Method, METHODS, type Recommender, trainRecommender } from '../../src/lab/recommend/recommender.ts';
import type { FittingPool } from '../../src/training/fitting-pool.ts';
import type { Trial } from './trial.ts';

/** What may be judged: the methods of the lab, and contents by themselves. */
export const CONTESTANTS = [...METHODS, 'tags', 'mentions'] as const;
export type Contestant = (typeof CONTESTANTS)[number];

export interface Judgement {
  /** Mean over the listeners who have something held back. */
  readonly ndcg: number;
  readonly listeners: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Recommends as the lab does, and compares with what was held back: NDCG with binary gains (Järvelin & Kekäläinen 2002). */
export async function judge({ dataset, held }: Trial, contestant: Contestant, depth: number, seed: number, pool: FittingPool): Promise<Judgement> {
  const start = performance.now();
  const { scorer, parts } = isMethod(contestant)
    ? await trainRecommender(dataset, { method: contestant, seed, top: depth }, pool, () => undefined)
    : alone(contentScorers(dataset), contestant);
  let sum = 0;
  let listeners = 0;
  for (const { listener, items } of recommended(scorer, dataset, depth)) {
    if (held[listener].size === 0) continue;
    sum += ndcg(items, held[listener], depth);
    listeners++;
  }
  return { ndcg: sum / listeners, listeners, parts, seconds: (performance.now() - start) / 1000 };
}

function isMethod(contestant: Contestant): contestant is Method {
  return METHODS.some((method) => method === contestant);
}

function alone(contents: readonly Scorer[], name: string): Recommender {
  const scorer = contents.find((content) => content.name === name);
  if (!scorer) throw new Error(`“${name}” cannot speak without tags: choose a protocol that has them.`);
  return { scorer, parts: { [name]: 1 }, signals: () => [scorer] };
}

/** Σ 1 / log₂(rank + 1) over what was wanted, relative to the best possible list of that depth. */
function ndcg(list: Int32Array, wanted: ReadonlySet<number>, depth: number): number {
  const gain = list.reduce((sum, item, i) => sum + (wanted.has(item) ? 1 / Math.log2(i + 2) : 0), 0);
  let most = 0;
  for (let i = 0; i < Math.min(depth, wanted.size); i++) most += 1 / Math.log2(i + 2);
  return gain / most;
}
