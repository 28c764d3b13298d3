import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import type { Curve } from '../score.ts';
import { CONTROL_FRAMES } from '../voices/dsp.ts';

/** A two-pole low-pass for a channel (trapezoidal state-variable filter, Simper 2013). */
export class LowPass {
  readonly #k: number;
  #ic1 = 0;
  #ic2 = 0;

  /** @param resonance quality; 0.707 is flat */
  constructor(resonance = 0.707) {
    this.#k = 1 / resonance;
  }

  /** Filters a block in place with the cutoff gliding from `from` to `to` Hz. */
  process(samples: Float32Array, frames: number, from: number, to: number): void {
    const k = this.#k;
    let ic1 = this.#ic1;
    let ic2 = this.#ic2;
    const steps = from === to ? 1 : Math.ceil(frames / CONTROL_FRAMES);
    const stride = from === to ? frames : CONTROL_FRAMES;
    for (let s = 0; s < steps; s++) {
      const cutoff = from + ((to - from) * s) / steps;
      const g = Math.tan((Math.PI * Math.min(cutoff, 20_000)) / SAMPLE_RATE);
      const a1 = 1 / (1 + g * (g + k));
      const a2 = g * a1;
      const a3 = g * a2;
      const end = Math.min(frames, (s + 1) * stride);
      for (let i = s * stride; i < end; i++) {
        const v3 = samples[i] - ic2;
        const v1 = a1 * ic1 + a2 * v3;
        const v2 = ic2 + a2 * ic1 + a3 * v3;
        ic1 = 2 * v1 - ic1;
        ic2 = 2 * v2 - ic2;
        samples[i] = v2;
      }
    }
    this.#ic1 = ic1;
    this.#ic2 = ic2;
  }
}

/** Value of a curve of frequencies at a time, moving evenly in octaves between its points. */
export function curveAt(curve: Curve, time: number): number {
  if (time <= curve[0].time) return curve[0].value;
  for (let i = 1; i < curve.length; i++) {
    const { time: end, value } = curve[i];
    if (time > end) continue;
    const before = curve[i - 1];
    const share = end === before.time ? 1 : (time - before.time) / (end - before.time);
    return before.value * (value / before.value) ** share;
  }
  return curve[curve.length - 1].value;
}
