import type { Pcm } from '../../../src/audio/pcm.ts';

const RATE = 48_000;
const FRAME = 480;

/** Energy of every 10 ms, in dB, of what lies above and below about 2 kHz. */
function bands({ left, right }: Pcm): readonly [Float64Array, Float64Array] {
  const count = Math.floor(left.length / FRAME);
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  let smooth = 0;
  for (let f = 0; f < count; f++) {
    let energyLow = 0;
    let energyHigh = 0;
    for (let i = f * FRAME; i < (f + 1) * FRAME; i++) {
      const x = left[i] + right[i];
      smooth += 0.23 * (x - smooth);
      energyLow += smooth * smooth;
      energyHigh += (x - smooth) ** 2;
    }
    low[f] = 10 * Math.log10(energyLow + 1e-7);
    high[f] = 10 * Math.log10(energyHigh + 1e-7);
  }
  return [low, high];
}

/** How suddenly sound sets in, every 10 ms. */
export function onsets(pcm: Pcm): Float64Array {
  const strength = new Float64Array(Math.floor(pcm.left.length / FRAME));
  for (const band of bands(pcm)) {
    for (let f = 1; f < band.length; f++) strength[f] += Math.max(0, band[f] - band[f - 1]);
  }
  return strength;
}

/** Mean of the strongest onset within ±30 ms of each time. */
export function onsetsNear(strength: Float64Array, times: readonly number[]): number {
  const found = times.map((time) => {
    const centre = Math.round((time * RATE) / FRAME);
    return Math.max(0, ...strength.subarray(Math.max(0, centre - 3), centre + 4));
  });
  return found.reduce((a, b) => a + b, 0) / found.length;
}

/** Strength of each pitch class from C3 to B5, by single-frequency Fourier sums over windows of 0.7 s. */
export function pitchClasses({ left, right }: Pcm): Float64Array {
  const step = 8;
  const window = 4096;
  const mono = Float64Array.from({ length: Math.floor(left.length / step) }, (_, i) => {
    let sum = 0;
    for (let k = i * step; k < (i + 1) * step; k++) sum += left[k] + right[k];
    return sum;
  });
  const strength = new Float64Array(12);
  for (let midi = 48; midi < 84; midi++) {
    const angle = (2 * Math.PI * 440 * 2 ** ((midi - 69) / 12)) / (RATE / step);
    const turn = 2 * Math.cos(angle);
    for (let start = 0; start + window <= mono.length; start += window) {
      let a = 0;
      let b = 0;
      for (let i = start; i < start + window; i++) {
        const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i - start)) / window);
        const next = mono[i] * hann + turn * a - b;
        b = a;
        a = next;
      }
      strength[midi % 12] += Math.sqrt(Math.max(0, a * a + b * b - turn * a * b));
    }
  }
  return strength;
}
