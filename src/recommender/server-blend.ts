import type { JudgedCase } from '../../models/collaborative/train-taste.ts';
import { type Random, seeded } from '../../models/random.ts';
import { type BlendOrigin, fitBlend, fitOwnBlend, OWN_OUTCOMES, rankedCase } from '../../models/ranking/fit-blend.ts';
import type { BlendWeights } from '../../models/ranking/blend-weights.ts';
import type { RankedCase } from '../../models/ranking/ranking-loss.ts';
import { type ColumnContents, HiddenLikesReader, outcomesOf } from './hidden-likes.ts';

/** What the signals weigh beside one another, as the server's own listening says. */
export interface LearntBlend {
  readonly weights: BlendWeights;
  readonly origin: BlendOrigin;
  /** Mean NDCG on hidden likes by way to weigh; empty where there was too little to tell. */
  readonly quality: Readonly<Record<string, number>>;
  /** By row of the listens: of those who said enough for weights of their own. */
  readonly own: ReadonlyMap<number, BlendWeights>;
}

/** Fits the weights to what was hidden from a mixture while it was chosen. */
export function learnBlend(judged: readonly JudgedCase[], contents: ColumnContents, seed: number): LearntBlend {
  const random: Random = seeded(seed);
  const reader = judged.length > 0 ? new HiddenLikesReader(contents, judged[0].collaborative.length) : null;
  const cases: RankedCase[] = [];
  const frequent: { readonly row: number; readonly outcomes: number; readonly one: RankedCase }[] = [];
  for (const hidden of judged) {
    const one = rankedCase((reader as HiddenLikesReader).read(hidden), random);
    cases.push(one);
    // What was hidden is an outcome, too.
    const outcomes = outcomesOf(hidden.history) + hidden.held.size;
    if (outcomes >= OWN_OUTCOMES) frequent.push({ row: hidden.row, outcomes, one });
  }
  const server = fitBlend(cases);
  const own = new Map<number, BlendWeights>();
  for (const { row, outcomes, one } of server.origin === 'fitted' || server.origin === 'prior' ? frequent : []) {
    const weights = fitOwnBlend(server.weights, one, outcomes);
    if (weights) own.set(row, weights);
  }
  return { ...server, own };
}
