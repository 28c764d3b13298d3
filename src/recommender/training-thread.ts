/** The thread that leads one training: it chooses and mixes, while threads of its own fit. */
import { parentPort } from 'node:worker_threads';
import { type ColumnSounds, fitTasteHead, type TasteHead } from '../../models/acoustic/learning/taste-head.ts';
import type { FactorModel } from '../../models/collaborative/factor-model.ts';
import type { Component, Fitting } from '../../models/collaborative/fitting.ts';
import { type Content, FINAL_EPOCHS, type TasteData, type TasteOptions, type TasteProgress, learnTaste } from '../../models/collaborative/train-taste.ts';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import { type DocumentContent, documentScorer } from '../../models/ranking/document-scorer.ts';
import { seeded } from '../../models/random.ts';
import { VectorScorer } from '../../models/ranking/vector-scorer.ts';
import type { Kernels } from '../../models/kernels/kernels.ts';
import { createKernels } from '../kernels.ts';
import { answerRequests } from '../requests.ts';
import { yieldToEverything } from '../training/background.ts';
import { openFittingPool } from '../training/fitting-pool.ts';
import { buffersIn } from '../training/transferable.ts';
import { SOUND, usedSources } from './reading-sources.ts';
import { type LearntBlend, learnBlend } from './server-blend.ts';

export type TrainingCalls = { training: { request: TrainingRequest; reply: Learnt } };

/** What a training gives. */
export interface Learnt {
  readonly model: TasteModel;
  /** Where sounds belong among the model's factors; null where that was not seen to help. */
  readonly head: TasteHead | null;
  readonly blend: LearntBlend;
}

/** As it travels between threads. */
export type PlainTasteData = Omit<TasteData, 'contents'> & { readonly contents: readonly DocumentContent[]; /** null when nothing was heard */ readonly sounds: ColumnSounds | null };

export interface TrainingRequest {
  readonly data: PlainTasteData;
  readonly seed: number;
}

const THREADS = 2;
const FAMILIES = ['factors', 'ease', 'rp3beta'] as const;
/** A session plays about so many tracks: they are what the choice is made for. */
const DEPTH = 20;
/** What sounds weigh in a mixture before anything was measured. */
const SOUND_PRIOR = 0.3;

async function train({ data, seed }: TrainingRequest, onProgress: (progress: TasteProgress) => void): Promise<Learnt> {
  const pool = openFittingPool({ threads: THREADS, background: true });
  try {
    const options: TasteOptions = { families: FAMILIES, seed, depth: DEPTH, unseen: null, onProgress };
    const { sounds, contents: documents, ...matrix } = data;
    const kernels = createKernels();
    const contents: Content[] = documents.map((content) => ({ ...documentScorer(content), prior: content.prior, mustHelp: content.mustHelp }));
    if (sounds) contents.push(soundContent(kernels, sounds));
    const { model, judged } = await learnTaste({ ...matrix, contents }, options, pool);
    const blend = learnBlend(judged, { views: data.views, documents, sounds, scorers: contents, sources: usedSources(model) }, seed);
    return { model, head: sounds && (await headOf(kernels, { data, sounds, model, seed, fitting: pool })), blend };
  } finally {
    await pool.close();
  }
}

function soundContent(kernels: Kernels, { values, dimensions }: ColumnSounds): Content {
  const scorer = new VectorScorer(SOUND, kernels, values.map((x) => (Number.isNaN(x) ? 0 : x)), dimensions);
  return { name: SOUND, prior: SOUND_PRIOR, mustHelp: true, score: (history, out) => scorer.score(history, out) };
}

/** Only where the mixture has factors that listeners have a place among. */
async function headOf(
  kernels: Kernels,
  { data: { listens, views }, sounds, model, seed, fitting }: { readonly data: PlainTasteData; readonly sounds: ColumnSounds; readonly model: TasteModel; readonly seed: number; readonly fitting: Fitting },
): Promise<TasteHead | null> {
  const found = model.components.find((component) => component.family === 'factors');
  if (!found) return null;
  const fit = async (fewer: PlainTasteData['listens']) => factorsIn(await fitting.fit({ recipe: found.recipe, listens: fewer, views, seed, epochs: FINAL_EPOCHS }));
  return fitTasteHead({ listens, sounds, model: factorsIn(found), fit, kernels, random: seeded(seed) });
}

function factorsIn(component: Component): FactorModel {
  if (component.family !== 'factors') throw new TypeError('Factors were asked for.');
  return component.model;
}

const port = parentPort;
if (port) {
  yieldToEverything();
  const notify: (progress: TasteProgress) => void = answerRequests<TrainingCalls, TasteProgress>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { training: (request) => train(request, (progress) => notify(progress)) },
  );
}
