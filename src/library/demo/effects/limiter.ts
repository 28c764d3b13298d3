import { linearOf, type Pcm } from '../../../audio/pcm.ts';

/** Samples that share one gain value, and how many such slots the limiter looks ahead. */
const SLOT = 32;
const AHEAD = 4;
/** Slots for the gain to come back by a factor of e. */
const RECOVERY_SLOTS = 110;

/**
 * Multiplies a track by `gain`, saturates it gently and keeps it below a ceiling, in place. The limiter
 * sees 2.7 ms ahead: gain falls to the least of the slots to come, smoothed over them, and recovers
 * within about 75 ms.
 * @param drive 0 leaves the waveform alone; towards 1 loud passages are rounded more
 * @param ceilingDb highest sample, dBFS
 */
export function limit(pcm: Pcm, gain: number, drive: number, ceilingDb: number): void {
  const { left, right } = pcm;
  const ceiling = linearOf(ceilingDb);
  const slots = Math.ceil(left.length / SLOT);
  const needed = new Float32Array(slots + 1).fill(1);
  const bend = 0.9 * drive;
  let reduces = false;
  for (let s = 0; s < slots; s++) {
    const from = s * SLOT;
    const to = Math.min(left.length, from + SLOT);
    const peak = Math.max(saturate(left, from, to, gain, bend), saturate(right, from, to, gain, bend));
    if (peak <= ceiling) continue;
    needed[s] = ceiling / peak;
    reduces = true;
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

/** Amplifies and rounds a stretch in place: x / √(1 + bend·x²), odd harmonics only. Returns its peak. */
function saturate(samples: Float32Array, from: number, to: number, gain: number, bend: number): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    const x = samples[i] * gain;
    const y = x / Math.sqrt(1 + bend * x * x);
    samples[i] = y;
    const size = y < 0 ? -y : y;
    if (size > peak) peak = size;
  }
  return peak;
}
