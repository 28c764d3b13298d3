import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import type { MelPicture } from '../../models/acoustic/network/mel-picture.ts';
import { MelPictureBuilder } from '../../models/acoustic/network/mel-picture-builder.ts';
import { TrackAnalyser } from '../../models/acoustic/track-analyser.ts';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import type { AudioFile } from '../domain.ts';
import { asUndecodable, openSource } from './decode/open.ts';
import type { PcmSource } from './decode/source.ts';
import { MonoStream } from './mono.ts';

/** True peak of digital silence, which has no level: what measuring the loudness alone says too. */
const LOWEST_DBTP = -100;

export interface AnalysedFile {
  readonly analysis: TrackAnalysis;
  /** What the network sees of it. */
  readonly picture: MelPicture;
}

/**
 * What a file sounds like. Decodes it once from beginning to end, as fast as one thread can, and lets other work of the
 * thread in between; memory does not grow with its length.
 * @throws UndecodableError with the reason, or the signal's reason when it was aborted
 */
export async function analyseFile(file: AudioFile, signal?: AbortSignal): Promise<AnalysedFile> {
  signal?.throwIfAborted();
  const source = await openSource(file);
  try {
    return await analyse(source, signal);
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw asUndecodable(error);
  } finally {
    source.close();
  }
}

async function analyse(source: PcmSource, signal: AbortSignal | undefined): Promise<AnalysedFile> {
  const meter = new LoudnessMeter(source.sampleRate, 2);
  const stream = new MonoStream(source.sampleRate);
  const analyser = new TrackAnalyser();
  const builder = new MelPictureBuilder();
  const take = (mono: Float32Array): void => {
    analyser.push(mono);
    builder.push(mono);
  };
  for (let block = await source.read(); block !== null; block = await source.read()) {
    // Reads answered from memory never let anything else in.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    meter.push([block.left, block.right]);
    take(stream.push(block));
  }
  take(stream.flush());
  const { integratedLufs, rangeLu, truePeakDbtp } = meter;
  const loudness = { integratedLufs, rangeLu, truePeakDbtp: Math.max(LOWEST_DBTP, truePeakDbtp) };
  return { analysis: analyser.finish(loudness), picture: builder.finish() };
}
