import { INTERPOLATION_TAPS, OVERSHOOT_BOUND, peakBetween } from '../../../../models/acoustic/true-peak.ts';
import { linearOf, type Pcm } from '../../../audio/pcm.ts';

/** Samples that share one gain value, and how many such slots the limiter looks ahead. */
const SLOT = 32;
const AHEAD = 4;
/** Slots for the gain to come back by a factor of e. */
const RECOVERY_SLOTS = 110;

/**
 * Multiplies a track by `gain`, saturates it gently and keeps it below a ceiling, in place. The limiter
 * works in slots, for whole tracks and speed (live sound goes through `audio/limiter.ts`), and sees
 * 2.7 ms ahead: gain falls to the least of the slots to come, smoothed over them, and recovers
 * within about 75 ms.
 * @param drive 0 leaves the waveform alone; towards 1 loud passages are rounded more
 * @param ceilingDb highest true peak, dBTP, met within a few tenths
 */
export function limit(pcm: Pcm, gain: number, drive: number, ceilingDb: number): void {
  const { left, right } = pcm;
  const ceiling = linearOf(ceilingDb);
  const slots = Math.ceil(left.length / SLOT);
  const needed = new Float32Array(slots + 1).fill(1);
  let reduces = false;
  for (let s = 0; s < slots; s++) {
    const from = s * SLOT;
    const to = Math.min(left.length, from + SLOT);
    needed[s] = Math.max(saturate(left, from, to, gain, drive), saturate(right, from, to, gain, drive));
  }
  for (let s = 0; s < slots; s++) {
    let peak = needed[s];
    if (peak * OVERSHOOT_BOUND > ceiling) peak = Math.max(peak, between(left, s * SLOT, ceiling), between(right, s * SLOT, ceiling));
    needed[s] = peak > ceiling ? ceiling / peak : 1;
    if (peak > ceiling) reduces = true;
  }
  if (!reduces) return;
  const gains = smooth(needed);
  for (let s = 0; s < slots; s++) {
    let g = gains[s];
    const slope = (gains[s + 1] - g) / SLOT;
    if (g === 1 && slope === 0) continue;
    const to = Math.min(left.length, (s + 1) * SLOT);
    for (let i = s * SLOT; i < to; i++) {
      left[i] *= g;
      right[i] *= g;
      g += slope;
    }
  }
}

/** The largest value between the samples of a slot, where it may matter. */
function between(samples: Float32Array, from: number, ceiling: number): number {
  const to = Math.min(from + SLOT, samples.length - INTERPOLATION_TAPS / 2);
  let peak = 0;
  for (let i = Math.max(from, INTERPOLATION_TAPS / 2); i < to; i++) {
    const x = samples[i];
    const y = samples[i + 1];
    // A peak that rises over the ceiling between samples has one close to it on at least one side.
    if (x * x + y * y < 0.8 * ceiling * ceiling) continue;
    const estimate = peakBetween(samples, i - INTERPOLATION_TAPS / 2 + 1);
    if (estimate > peak) peak = estimate;
  }
  return peak;
}

/** Gains at slot borders, never above what the slots either side need. */
function smooth(needed: Float32Array): Float32Array {
  const count = needed.length;
  const floor = new Float32Array(count);
  for (let s = 0; s < count; s++) {
    let least = needed[s];
    if (s > 0 && needed[s - 1] < least) least = needed[s - 1];
    for (let a = 1; a <= AHEAD && s + a < count; a++) if (needed[s + a] < least) least = needed[s + a];
    floor[s] = least;
  }
  const recovered = new Float32Array(count);
  let gain = 1;
  for (let s = 0; s < count; s++) {
    gain = Math.min(floor[s], gain + (1 - gain) / RECOVERY_SLOTS);
    recovered[s] = gain;
  }
  // The mean over the slots that all held the least makes the way down a ramp.
  const gains = new Float32Array(count + 1);
  for (let s = 0; s <= count; s++) {
    let sum = 0;
    for (let a = 0; a < AHEAD; a++) sum += recovered[Math.min(count - 1, Math.max(0, s - a))];
    const exact = Math.min(needed[Math.max(0, s - 1)], needed[Math.min(count - 1, s)]);
    gains[s] = Math.min(sum / AHEAD, exact);
  }
  return gains;
}

/** Amplifies and rounds a stretch in place: the tanh of x by its Padé approximant. Returns its peak. */
function saturate(samples: Float32Array, from: number, to: number, gain: number, drive: number): number {
  const amount = (drive * gain) ** 2;
  let peak = 0;
  for (let i = from; i < to; i++) {
    let x = samples[i];
    const square = amount * x * x;
    // Beyond three the approximant would rise again.
    x *= square < 9 ? (gain * (27 + square)) / (27 + 9 * square) : gain / 3;
    samples[i] = x;
    const size = x < 0 ? -x : x;
    if (size > peak) peak = size;
  }
  return peak;
}
