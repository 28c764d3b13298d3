import { ANALYSIS_RATE } from '../../../../models/acoustic/track-analysis.ts';
import { seeded } from '../../../../models/random.ts';

/** Drums as a machine plays them: kick on the first and third, snare on the second and fourth, hats between. */
export function drums(bpm: number, seconds: number, { start = 0.1, beatsPerBar = 4 } = {}): Float32Array {
  const samples = new Float32Array(Math.round(seconds * ANALYSIS_RATE));
  const noise = seeded(1);
  const half = 30 / bpm;
  for (let i = 0; start + i * half < seconds; i++) {
    const at = Math.round((start + i * half) * ANALYSIS_RATE);
    const beat = (i / 2) % beatsPerBar;
    if (i % 2 === 1) strike(samples, at, 0.1, 0.01, () => noise() - 0.5);
    else if (beat === 0 || (beatsPerBar === 4 && beat === 2)) strike(samples, at, beat === 0 ? 0.9 : 0.7, 0.08, (t) => Math.sin(2 * Math.PI * 60 * t));
    else strike(samples, at, 0.4, 0.05, (t) => noise() - 0.5 + Math.sin(2 * Math.PI * 200 * t));
  }
  return samples;
}

/** Adds a sound of the given length of decay, seconds. */
export function strike(samples: Float32Array, at: number, level: number, decay: number, wave: (t: number) => number): void {
  const end = Math.min(samples.length, at + Math.round(6 * decay * ANALYSIS_RATE));
  for (let i = at; i < end; i++) {
    const t = (i - at) / ANALYSIS_RATE;
    samples[i] += level * Math.exp(-t / decay) * wave(t);
  }
}
