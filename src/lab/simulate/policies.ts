import type { Fitting } from '../../../models/collaborative/fitting.ts';
import { popularity } from '../../../models/collaborative/popularity.ts';
import type { TasteProgress } from '../../../models/collaborative/train-taste.ts';
import { seeded } from '../../../models/random.ts';
import type { CountMatrix } from '../recommend/count-matrix.ts';
import type { Dataset } from '../recommend/dataset.ts';
import { evidenceOf } from '../recommend/evidence.ts';
import { trainRecommender } from '../recommend/recommender.ts';
import { type Policy, resolvingPolicy, staticPolicy, thompsonPolicy } from './learners.ts';

/** Policies by name; `static` is what the others are compared with. */
export type Policies = Readonly<Record<'static' | 'resolve' | 'resolve-with-skips' | 'popular' | 'thompson', Policy>>;

export interface Training {
  /** Of all but the simulated listeners. */
  readonly listens: CountMatrix;
  readonly tags: CountMatrix | null;
  readonly items: number;
  /** Items known of a listener at the start, and picks for each. */
  readonly known: number;
  readonly plays: number;
  readonly seed: number;
}

/** Trains once what all policies ask. */
export async function trainPolicies(
  { listens, tags, items, known, plays, seed }: Training,
  fitting: Fitting,
  onProgress: (progress: TasteProgress) => void,
): Promise<Policies> {
  const dataset: Dataset = { items, listens, tags, histories: null, texts: null, vectors: null };
  // A history grows from what is known by what is liked, which is hardly more than every second pick.
  const sizes = Int32Array.from({ length: Math.max(1, known + Math.ceil(plays / 2)) }, (_, i) => i + 1);
  const { scorer, signals } = await trainRecommender(dataset, { method: 'blend', seed, top: plays, sizes }, fitting, onProgress);
  const popular = popularity(evidenceOf(listens).listens);
  return {
    static: staticPolicy(scorer, items),
    resolve: resolvingPolicy(scorer, items, { skips: false }),
    'resolve-with-skips': resolvingPolicy(scorer, items, { skips: true }),
    popular: staticPolicy({ name: 'popular', score: (_, out) => out.set(popular) }, items),
    thompson: thompsonPolicy(signals(), items, seeded(seed)),
  };
}
