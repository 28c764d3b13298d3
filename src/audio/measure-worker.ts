import { parentPort } from 'node:worker_threads';
import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import type { AudioFile, Loudness } from '../domain.ts';
import { asUndecodable, openSource } from './decode/open.ts';

/** What the main thread asks for, and what it gets back. */
export interface MeasureRequest {
  readonly id: number;
  /** null gives up the file being measured. */
  readonly file: AudioFile | null;
}

export type MeasureReply =
  | { readonly id: number; readonly measured: Measured }
  | { readonly id: number; readonly reason: string };

export interface Measured extends Loudness {
  readonly durationMs: number;
}

/** True peaks of digital silence, which has no level. */
const LOWEST_DBTP = -100;

const port = parentPort;
if (port === null) throw new Error('measure-worker.ts runs as a worker thread');

let current: number | null = null;

port.on('message', ({ id, file }: MeasureRequest) => {
  if (file === null) {
    if (current === id) current = null;
    return;
  }
  current = id;
  measure(id, file).then(
    (measured) => {
      if (measured !== null) port.postMessage({ id, measured } satisfies MeasureReply);
    },
    (error: unknown) => port.postMessage({ id, reason: asUndecodable(error).reason } satisfies MeasureReply),
  );
});

async function measure(id: number, file: AudioFile): Promise<Measured | null> {
  const source = await openSource(file);
  try {
    const meter = new LoudnessMeter(source.sampleRate, 2);
    let samples = 0;
    for (let block = await source.read(); block !== null; block = await source.read()) {
      // Reads answered from memory never let messages in.
      await new Promise((resolve) => setImmediate(resolve));
      if (current !== id) return null;
      meter.push([block.left, block.right]);
      samples += block.left.length;
    }
    return {
      integratedLufs: meter.integratedLufs,
      truePeakDbtp: Math.max(LOWEST_DBTP, meter.truePeakDbtp),
      durationMs: (1000 * samples) / source.sampleRate,
    };
  } finally {
    source.close();
  }
}
