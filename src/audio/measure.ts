import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AudioFile } from '../domain.ts';
import { UndecodableError } from './decode/source.ts';
import type { Measured, MeasureReply, MeasureRequest } from './measure-worker.ts';

export type { Measured } from './measure-worker.ts';

/** With nothing to do for so long, the worker and its memory are given back. */
const IDLE_MS = 10_000;
/** A file that keeps the worker from answering for so long has hung it: hours of sound take less. */
const LONGEST_MS = 300_000;

let worker: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let queue: Promise<unknown> = Promise.resolve();
let numbers = 0;

/**
 * Measures a file's loudness and true peak (ITU-R BS.1770-4) and its exact length, in a worker thread
 * of its own, one file at a time in the order asked.
 * @throws UndecodableError with the reason, or the signal's reason when it was aborted
 */
export function measureLoudness(file: AudioFile, signal?: AbortSignal): Promise<Measured> {
  const turn = queue.then(() => measureNow(file, signal));
  queue = turn.catch(() => {});
  return turn;
}

/** Ends the worker; a measurement under way fails. */
export async function stopMeasuring(): Promise<void> {
  clearTimeout(idle);
  await worker?.terminate();
}

async function measureNow(file: AudioFile, signal: AbortSignal | undefined): Promise<Measured> {
  signal?.throwIfAborted();
  clearTimeout(idle);
  worker ??= start();
  const id = ++numbers;
  const ended = new AbortController();
  const stop = AbortSignal.any([ended.signal, AbortSignal.timeout(LONGEST_MS), ...(signal === undefined ? [] : [signal])]);
  const asked = worker;
  asked.ref();
  try {
    asked.postMessage({ id, file } satisfies MeasureRequest);
    const reply = await Promise.race([answer(asked, id, stop), died(asked, stop)]);
    if ('reason' in reply) throw new UndecodableError(reply.reason);
    return reply.measured;
  } catch (error) {
    if (signal?.aborted === true) {
      asked.postMessage({ id, file: null } satisfies MeasureRequest);
      throw signal.reason;
    }
    if (stop.aborted) await asked.terminate();
    throw error instanceof UndecodableError ? error : new UndecodableError('its decoder gave up');
  } finally {
    ended.abort();
    asked.unref();
    idle = setTimeout(() => void asked.terminate(), IDLE_MS);
    idle.unref();
  }
}

async function answer(from: Worker, id: number, signal: AbortSignal): Promise<MeasureReply> {
  for (;;) {
    const [reply] = (await once(from, 'message', { signal })) as [MeasureReply];
    if (reply.id === id) return reply;
  }
}

async function died(which: Worker, signal: AbortSignal): Promise<never> {
  await once(which, 'exit', { signal });
  throw new UndecodableError('its decoder gave up');
}

function start(): Worker {
  // The decoders print complaints about damaged files to stderr; the reason is told by the reply.
  const started = new Worker(new URL('./measure-worker.ts', import.meta.url), { stderr: true, name: 'measure' });
  started.stderr.resume();
  started.on('error', () => {});
  started.once('exit', () => {
    if (worker === started) worker = null;
  });
  return started;
}
