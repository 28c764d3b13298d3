import type { Scorer } from '../../../models/scorer.ts';
import { createKernels } from '../../kernels.ts';
import { askedFor, type Dataset } from './dataset.ts';
import { historyOf } from './evidence.ts';

/** The best unheard items of one listener, best first. */
export interface Recommendation {
  /** Row among those to recommend for. */
  readonly listener: number;
  readonly items: Int32Array;
  readonly scores: Float32Array;
}

/**
 * Recommends for everybody asked for, in their order, what is in none of their listens, not even with a count of 0.
 *
 * @param top how many items each gets, if there are so many; of equal scores the item that appeared first
 */
export function* recommended(scorer: Scorer, dataset: Dataset, top: number): Iterable<Recommendation> {
  const asked = askedFor(dataset);
  const kernels = createKernels();
  const block = kernels.memory.allocate('f32', dataset.items);
  const scores = new Float32Array(dataset.items);
  for (let listener = 0; listener < asked.rows; listener++) {
    scorer.score(historyOf(asked, listener), scores);
    for (let k = asked.pointers[listener]; k < asked.pointers[listener + 1]; k++) scores[asked.indices[k]] = -Infinity;
    kernels.memory.view(block).set(scores);
    const items = kernels.topK(block, top);
    yield { listener, items, scores: Float32Array.from(items, (item) => scores[item]) };
  }
}
