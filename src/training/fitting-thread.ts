/** A thread of its own for training. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Component, fit, type FitJob, judge, type JudgeJob, type Judgement } from '../../models/collaborative/fitting.ts';
import { Kernels } from '../../models/kernels/kernels.ts';
import { answerRequests } from '../requests.ts';
import { yieldToEverything } from './background.ts';
import { buffersIn } from './transferable.ts';

export type FittingCalls = {
  fit: { request: FitJob; reply: Component };
  judge: { request: JudgeJob; reply: Judgement };
};

export interface FittingThreadData {
  /** The compiled kernels. */
  readonly module: WebAssembly.Module;
  /** Whether everything else goes first. */
  readonly background: boolean;
}

const { module, background } = workerData as FittingThreadData;
if (background) yieldToEverything();
const port = parentPort;
if (port) {
  // One memory for all jobs: it is as large as the largest needs, and none waits to be collected.
  const kernels = new Kernels(module);
  answerRequests<FittingCalls>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { fit: (job) => fit(kernels, job), judge: (job) => judge(kernels, job) },
  );
}
