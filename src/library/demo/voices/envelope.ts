import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { CONTROL_FRAMES } from './dsp.ts';
import type { Envelope } from './patch.ts';

/** Level of an envelope `t` seconds after the note began that was held for `held` seconds. */
export function envelopeAt(envelope: Envelope, t: number, held: number): number {
  const { attack, decay, sustain, release } = envelope;
  const heldLevel = (at: number): number =>
    at < attack ? at / attack : sustain + (1 - sustain) * Math.exp(-(at - attack) / decay);
  if (t <= held) return heldLevel(t);
  const left = 1 - (t - held) / release;
  return left <= 0 ? 0 : heldLevel(held) * left * left;
}

/** Seconds after which a note under this envelope is silent. */
export function soundingSeconds(envelope: Envelope, held: number): number {
  const full = held + envelope.release;
  if (envelope.sustain > 0.001) return full;
  return Math.min(full, envelope.attack + 7 * envelope.decay);
}

/** Multiplies a note by its envelope in place, interpolating between control points. */
export function applyEnvelope(samples: Float32Array, envelope: Envelope, held: number): void {
  let level = envelopeAt(envelope, 0, held);
  for (let start = 0; start < samples.length; start += CONTROL_FRAMES) {
    const end = Math.min(samples.length, start + CONTROL_FRAMES);
    const target = envelopeAt(envelope, (start + CONTROL_FRAMES) / SAMPLE_RATE, held);
    const slope = (target - level) / CONTROL_FRAMES;
    for (let i = start; i < end; i++) {
      samples[i] *= level;
      level += slope;
    }
    level = target;
  }
}
