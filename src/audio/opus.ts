import { createRequire } from 'node:module';
import type * as Library from '@evan/opus';
import { FRAME_SAMPLES } from './pcm.ts';

/** One Opus encoder: 48 kHz stereo, frames of 20 ms. */
export interface OpusEncoder {
  /** Samples at 48 kHz by which the decoded sound lags behind what was encoded. */
  readonly lookAhead: number;
  /**
   * @param left 960 samples, nominally −1 to 1; what is beyond is clipped.
   * @param right 960 samples
   * @returns a packet of its own, safe to keep
   */
  encode(left: Float32Array, right: Float32Array): Uint8Array;
  setBitrate(bitsPerSecond: number): void;
  close(): void;
}

export interface OpusOptions {
  /** Bits per second, 6,000 to 510,000. */
  readonly bitrate: number;
  /** 0 (fast) to 10 (best). At 5 and above 96 kbit/s the difference to 10 is not audible, at half the time. */
  readonly complexity: number;
}

const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;
const GET_LOOKAHEAD = 4027;

const require = createRequire(import.meta.url);

/**
 * Loads the native encoder into this thread, if the platform has it. A worker that uses it must have a main
 * thread that did this: when the last thread using the library ends, it is unloaded, and the process dies of
 * what the library leaves registered (a segmentation fault at the end of the worker).
 */
export function keepOpusLoaded(): void {
  require('@evan/opus');
}

/**
 * The fastest encoder of the platform, for the one thread of a process that encodes what is heard live. The native library
 * shares memory between threads: of those that encode at the same time each spoils about a third of the others' packets,
 * and decoders make bangs of what is left. Everybody else takes {@link createOpusEncoder}.
 */
export function createLiveOpusEncoder(options: OpusOptions): OpusEncoder {
  // Where it has no native library for the platform, the package takes its WebAssembly by itself.
  return new LibopusEncoder(require('@evan/opus') as typeof Library, options);
}

/** libopus as WebAssembly: two thirds as fast as the native one, in memory of its own in every thread, everywhere. */
export function createOpusEncoder(options: OpusOptions): OpusEncoder {
  return new LibopusEncoder(require('@evan/opus/wasm/index.js') as typeof Library, options);
}

class LibopusEncoder implements OpusEncoder {
  readonly #encoder: InstanceType<typeof Library.Encoder> & {
    /** Returns its memory; the native one does that when it is collected. */
    readonly drop?: () => void;
  };
  readonly #pcm = new Int16Array(2 * FRAME_SAMPLES);
  readonly lookAhead: number;

  constructor(opus: typeof Library, { bitrate, complexity }: OpusOptions) {
    this.#encoder = new opus.Encoder({ channels: 2, sample_rate: 48_000, application: 'audio' });
    this.#encoder.ctl(SET_COMPLEXITY, complexity);
    this.#encoder.ctl(SET_BITRATE, bitrate);
    this.lookAhead = this.#encoder.ctl(GET_LOOKAHEAD);
  }

  encode(left: Float32Array, right: Float32Array): Uint8Array {
    interleave(left, right, this.#pcm);
    return this.#encoder.encode(this.#pcm).slice();
  }

  setBitrate(bitsPerSecond: number): void {
    this.#encoder.ctl(SET_BITRATE, bitsPerSecond);
  }

  close(): void {
    this.#encoder.drop?.();
  }
}

function interleave(left: Float32Array, right: Float32Array, into: Int16Array): void {
  for (let i = 0; i < FRAME_SAMPLES; i++) {
    into[2 * i] = toInt16(left[i]);
    into[2 * i + 1] = toInt16(right[i]);
  }
}

function toInt16(sample: number): number {
  const scaled = Math.round(sample * 32_767);
  return scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled;
}
