import { DcBlocker } from '../../models/acoustic/dc-blocker.ts';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import type { AudioFile } from '../domain.ts';
import { openSource } from './decode/open.ts';
import type { Pcm } from './pcm.ts';
import { Resampler } from './resampler.ts';

/** Sound as it is analysed, as it streams by: one channel at {@link ANALYSIS_RATE}, without a constant offset. */
export class MonoStream {
  readonly #blocker: DcBlocker;
  readonly #resampler: Resampler;
  #mixed = new Float32Array();

  /** @param sampleRate Hz, of what is pushed */
  constructor(sampleRate: number) {
    this.#blocker = new DcBlocker(sampleRate);
    this.#resampler = new Resampler(sampleRate, ANALYSIS_RATE);
  }

  /** The sound up to some samples before the end of the block; the rest comes with the next. */
  push({ left, right }: Pcm): Float32Array {
    if (this.#mixed.length < left.length) this.#mixed = new Float32Array(left.length);
    const mixed = this.#mixed.subarray(0, left.length);
    for (let i = 0; i < mixed.length; i++) mixed[i] = (left[i] + right[i]) / 2;
    this.#blocker.process(mixed);
    return this.#resampler.process({ left: mixed, right: mixed }).left;
  }

  /** What is left at the end of the sound. */
  flush(): Float32Array {
    return this.#resampler.flush().left;
  }
}

/** A whole sound as it is analysed. */
export function monoOf(sound: Pcm, sampleRate: number): Float32Array {
  const stream = new MonoStream(sampleRate);
  return joined([stream.push(sound), stream.flush()]);
}

/**
 * A whole file as it is analysed, in memory: for excerpts.
 * @throws UndecodableError
 */
export async function readMono(file: AudioFile): Promise<Float32Array> {
  const source = await openSource(file);
  try {
    const stream = new MonoStream(source.sampleRate);
    const parts: Float32Array[] = [];
    for (let block = await source.read(); block !== null; block = await source.read()) parts.push(stream.push(block));
    return joined([...parts, stream.flush()]);
  } finally {
    source.close();
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
