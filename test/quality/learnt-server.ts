import { transposed } from '../../models/collaborative/interactions.ts';
import { TasteScorer } from '../../models/collaborative/taste-model.ts';
import { type JudgedCase, learnTaste, type LearntTaste, type TasteOptions } from '../../models/collaborative/train-taste.ts';
import { termVectors } from '../../models/language/term-vectors.ts';
import { Blend } from '../../models/ranking/blend.ts';
import { type DocumentContent, documentScorer } from '../../models/ranking/document-scorer.ts';
import type { HiddenLikes } from '../../models/ranking/fit-blend.ts';
import type { Interaction } from '../../models/scorer.ts';
import { createKernels } from '../../src/kernels.ts';
import { TAG_WEIGHTING } from '../../src/lab/recommend/contents.ts';
import type { CountMatrix } from '../../src/lab/recommend/count-matrix.ts';
import { evidenceOf, historyOf } from '../../src/lab/recommend/evidence.ts';
import { type ColumnContents, HiddenLikesReader } from '../../src/recommender/hidden-likes.ts';
import { TAGS } from '../../src/recommender/reading-sources.ts';
import { type LearntBlend, learnBlend } from '../../src/recommender/server-blend.ts';
import type { FittingPool } from '../../src/training/fitting-pool.ts';
import type { Trial } from './trial.ts';

/** What a server learns from the listens of a trial, as the trainer does: the collaborative signal, and by what weights it is blended. */
export interface LearntServer {
  readonly taste: LearntTaste;
  /** Learnt without tags. */
  readonly heardAlone: LearntTaste;
  readonly blend: LearntBlend;
  /** Who is asked about, as a model scores for them; those with something held back. */
  asked(model: LearntTaste): readonly JudgedCase[];
  /** What the signals say of a case. */
  read(one: JudgedCase): HiddenLikes;
  /** By item: the bot's score of a case, in which all is equally new. */
  scores(read: HiddenLikes): Float64Array;
}

export async function learnServer({ dataset, held }: Trial, options: Pick<TasteOptions, 'seed' | 'depth'>, pool: FittingPool): Promise<LearntServer> {
  const { listens } = evidenceOf(dataset.listens);
  const tags = dataset.tags && tagContent(dataset.tags);
  const scorers = tags ? [documentScorer(tags)] : [];
  const views = dataset.tags ? [{ name: TAGS, matrix: transposed(evidenceOf(dataset.tags).listens) }] : [];
  const all: TasteOptions = { families: ['factors', 'ease', 'rp3beta'], unseen: null, ...options };
  const taste = await learnTaste({ listens, times: null, views, contents: scorers.map((scorer) => ({ ...scorer, prior: tags?.prior ?? 0 })) }, all, pool);
  const heardAlone = tags ? await learnTaste({ listens, times: null, views: [], contents: [] }, all, pool) : taste;
  const contents: ColumnContents = { views, documents: tags ? [tags] : [], sounds: null, scorers, sources: [] };
  const blend = learnBlend(taste.judged, contents, options.seed);
  const reader = new HiddenLikesReader(contents, listens.columns);
  const novelty = new Float64Array(listens.columns);
  return {
    taste,
    heardAlone,
    blend,
    asked({ model }) {
      const scorer = new TasteScorer(createKernels(), model);
      return held.flatMap((wanted, row) => {
        if (wanted.size === 0) return [];
        const history: readonly Interaction[] = historyOf(dataset.histories ?? dataset.listens, row);
        const collaborative = new Float32Array(listens.columns);
        scorer.score(history, collaborative);
        return [{ row, history, held: wanted, listens, collaborative }];
      });
    },
    read: (one) => reader.read(one),
    scores: ({ knowing, columns, listens: backing, kinds }) => new Blend(knowing, blend.weights).scores({ ...columns, novelty }, backing, kinds),
  };
}

function tagContent(tags: CountMatrix): DocumentContent {
  const { terms, pointers, indices, values } = termVectors({ terms: tags.columns, pointers: tags.pointers, indices: tags.indices, counts: Float32Array.from(tags.counts) }, TAG_WEIGHTING);
  return { name: TAGS, prior: 0.5, mustHelp: false, vectors: { columns: terms, pointers, indices, values }, documents: Int32Array.from({ length: tags.rows }, (_, item) => item) };
}
