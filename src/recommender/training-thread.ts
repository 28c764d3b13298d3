/** The thread that leads one training: it chooses and mixes, while threads of its own fit. */
import { parentPort } from 'node:worker_threads';
import { type TasteData, type TasteOptions, type TasteProgress, trainTaste } from '../../models/collaborative/train-taste.ts';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import { type DocumentContent, documentScorer } from '../../models/ranking/document-scorer.ts';
import { answerRequests } from '../requests.ts';
import { yieldToEverything } from '../training/background.ts';
import { openFittingPool } from '../training/fitting-pool.ts';
import { buffersIn } from '../training/transferable.ts';

export type TrainingCalls = { training: { request: TrainingRequest; reply: TasteModel } };

/** As it travels between threads. */
export type PlainTasteData = Omit<TasteData, 'contents'> & { readonly contents: readonly DocumentContent[] };

export interface TrainingRequest {
  readonly data: PlainTasteData;
  readonly seed: number;
}

const THREADS = 2;
const FAMILIES = ['factors', 'ease', 'rp3beta'] as const;
/** A session plays about so many tracks: they are what the choice is made for. */
const DEPTH = 20;

async function train({ data, seed }: TrainingRequest, onProgress: (progress: TasteProgress) => void): Promise<TasteModel> {
  const pool = openFittingPool({ threads: THREADS, background: true });
  try {
    const options: TasteOptions = { families: FAMILIES, seed, depth: DEPTH, unseen: null, onProgress };
    return await trainTaste({ ...data, contents: data.contents.map((content) => ({ ...documentScorer(content), prior: content.prior, mustHelp: content.mustHelp })) }, options, pool);
  } finally {
    await pool.close();
  }
}

const port = parentPort;
if (port) {
  yieldToEverything();
  const notify: (progress: TasteProgress) => void = answerRequests<TrainingCalls, TasteProgress>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { training: (request) => train(request, (progress) => notify(progress)) },
  );
}
