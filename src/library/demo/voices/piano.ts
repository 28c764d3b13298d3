import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { frequencyOf, Noise, onePole } from './dsp.ts';
import type { PianoPatch } from './patch.ts';
import { release } from './pluck.ts';
import type { Sound } from './sound.ts';

/** Stiffness of the strings: partial n lies at n·f·√(1 + B·n²) (Fletcher 1964). */
const STIFFNESS = 0.0004;

/**
 * Renders one piano note as a sum of decaying stretched partials, each a rotating phasor, plus the
 * knock of the hammer. Partials near the hammer's striking point (one eighth) are weak.
 */
export function pianoNote(patch: PianoPatch, midi: number, held: number, velocity: number, seed: number): Sound {
  const frequency = frequencyOf(midi);
  const ring = patch.seconds * 2 ** ((60 - midi) / 20);
  const frames = Math.ceil(Math.min(held + patch.release, ring * 5) * SAMPLE_RATE);
  const samples = new Float32Array(frames);
  const noise = new Noise(seed);
  const tilt = 1.05 + 1.1 * (1 - patch.brightness) + 0.8 * (1 - velocity) + Math.max(0, midi - 60) / 60;
  for (let n = 1; n <= 16; n++) {
    const partial = n * frequency * Math.sqrt(1 + STIFFNESS * n * n);
    if (partial > 9_000) break;
    const strike = Math.abs(Math.sin((Math.PI * n) / 8)) + 0.12;
    const amplitude = strike * n ** -tilt;
    // Two strings a little apart, as a piano has: the beating makes it alive.
    const cents = 0.5 + 0.4 * noise.next();
    addPartial(samples, partial, amplitude * 0.6, ring / (1 + 0.32 * (n - 1)), noise.next());
    if (n <= 5) addPartial(samples, partial * 2 ** (cents / 1200), amplitude * 0.4, ring / (0.7 + 0.3 * (n - 1)), noise.next());
  }
  knock(samples, noise, patch.hammer * velocity);
  const attack = Math.min(frames, 96);
  for (let i = 0; i < attack; i++) samples[i] *= i / attack;
  release(samples, held, patch.release);
  return { left: samples, right: samples };
}

function addPartial(samples: Float32Array, hertz: number, amplitude: number, seconds: number, phase: number): void {
  const angle = (2 * Math.PI * hertz) / SAMPLE_RATE;
  const decay = Math.exp(-1 / (seconds * SAMPLE_RATE));
  const cos = Math.cos(angle) * decay;
  const sin = Math.sin(angle) * decay;
  let x = amplitude * Math.cos(Math.PI * phase);
  let y = amplitude * Math.sin(Math.PI * phase);
  const frames = Math.min(samples.length, Math.ceil(seconds * 7 * SAMPLE_RATE));
  for (let i = 0; i < frames; i++) {
    samples[i] += y;
    const next = x * cos - y * sin;
    y = x * sin + y * cos;
    x = next;
  }
}

function knock(samples: Float32Array, noise: Noise, level: number): void {
  const dark = onePole(900);
  let value = 0;
  const frames = Math.min(samples.length, 2_400);
  for (let i = 0; i < frames; i++) {
    value += dark * (noise.next() - value);
    samples[i] += value * level * Math.exp(-i / 400);
  }
}
