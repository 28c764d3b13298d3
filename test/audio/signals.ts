import type { Pcm } from '../../src/audio/pcm.ts';
import { seeded } from '../../models/random.ts';

export interface SineOptions {
  readonly hz: number;
  readonly seconds: number;
  /** Peak amplitude. */
  readonly amplitude?: number;
  /** Ends at this frequency (linear sweep). */
  readonly sweepToHz?: number;
  readonly sampleRate?: number;
}

/** The same sine (or sweep) on both channels, starting at phase 0. */
export function sineStereo({ hz, seconds, amplitude = 0.5, sweepToHz = hz, sampleRate = 48_000 }: SineOptions): Pcm {
  const samples = Math.round(seconds * sampleRate);
  const left = new Float32Array(samples);
  for (let i = 0; i < samples; i++) {
    const t = i / sampleRate;
    left[i] = amplitude * Math.sin(2 * Math.PI * (hz * t + ((sweepToHz - hz) * t * t) / (2 * seconds)));
  }
  return { left, right: left.slice() };
}

/** Noise that is its own in every channel and for every seed: recognisable by correlation. */
export function noiseStereo(seed: number, seconds: number, amplitude = 0.2, sampleRate = 48_000): Pcm {
  const random = seeded(seed);
  const channel = () => {
    // A one-pole low pass keeps it where Opus and MP3 keep their bits.
    let state = 0;
    return Float32Array.from({ length: Math.round(seconds * sampleRate) }, () => {
      state += 0.3 * ((2 * random() - 1) * amplitude * 2 - state);
      return state;
    });
  };
  return { left: channel(), right: channel() };
}

export function slice({ left, right }: Pcm, from: number, to?: number): Pcm {
  return { left: left.slice(from, to), right: right.slice(from, to) };
}
