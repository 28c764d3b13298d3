import { kWeighting, type Biquad } from './k-weighting.ts';
import { TruePeakMeter } from './true-peak.ts';

/** Below this nothing counts (ITU-R BS.1770-4, absolute gate), and nothing is quieter. */
export const SILENCE_LUFS = -70;

/**
 * Integrated loudness and true peak of a programme as it streams by (ITU-R BS.1770-4): K-weighting,
 * blocks of 400 ms every 100 ms, absolute gate at −70 LUFS, relative gate 10 LU under the mean of what
 * passed it. All channels weigh 1 (left, right, centre; not surrounds).
 */
export class LoudnessMeter {
  readonly #channels: readonly Channel[];
  readonly #hop: number;
  /** Mean square of each finished 100 ms, summed over the channels. */
  #hops = new Float64Array(1024);
  #hopCount = 0;
  #filled = 0;

  /**
   * @param sampleRate Hz
   * @param channels how many arrays each block has
   */
  constructor(sampleRate: number, channels: number) {
    this.#channels = Array.from({ length: channels }, () => new Channel(sampleRate));
    this.#hop = Math.round(sampleRate / 10);
  }

  /** @param block one array a channel, all of the same length, −1 to 1 */
  push(block: readonly Float32Array[]): void {
    const length = block[0].length;
    for (let at = 0; at < length; ) {
      const to = Math.min(length, at + this.#hop - this.#filled);
      this.#channels.forEach((channel, index) => channel.push(block[index], at, to));
      this.#filled += to - at;
      at = to;
      if (this.#filled === this.#hop) this.#closeHop();
    }
  }

  /** LUFS; {@link SILENCE_LUFS} when nothing was louder, or less than 400 ms were heard. */
  get integratedLufs(): number {
    const blocks: number[] = [];
    for (let i = 3; i < this.#hopCount; i++) {
      const energy = (this.#hops[i - 3] + this.#hops[i - 2] + this.#hops[i - 1] + this.#hops[i]) / 4;
      if (lufsOf(energy) > SILENCE_LUFS) blocks.push(energy);
    }
    const gate = mean(blocks) / 10;
    return Math.max(SILENCE_LUFS, lufsOf(mean(blocks.filter((energy) => energy > gate))));
  }

  /** dBTP, −∞ for digital silence. */
  get truePeakDbtp(): number {
    return 20 * Math.log10(Math.max(...this.#channels.map((channel) => channel.peak.peak)));
  }

  #closeHop(): void {
    if (this.#hopCount === this.#hops.length) {
      const grown = new Float64Array(2 * this.#hopCount);
      grown.set(this.#hops);
      this.#hops = grown;
    }
    this.#hops[this.#hopCount++] = this.#channels.reduce((sum, channel) => sum + channel.takeEnergy(), 0) / this.#hop;
    this.#filled = 0;
  }
}

class Channel {
  readonly peak = new TruePeakMeter();
  readonly #shelf: Biquad;
  readonly #lowCut: Biquad;
  #energy = 0;
  // The last two inputs and outputs of the shelf (whose output is the low cut's input) and of the low cut.
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;
  #z1 = 0;
  #z2 = 0;

  constructor(sampleRate: number) {
    [this.#shelf, this.#lowCut] = kWeighting(sampleRate);
  }

  push(samples: Float32Array, from: number, to: number): void {
    this.peak.push(samples.subarray(from, to));
    const s = this.#shelf;
    const c = this.#lowCut;
    let x1 = this.#x1, x2 = this.#x2, y1 = this.#y1, y2 = this.#y2, z1 = this.#z1, z2 = this.#z2;
    let energy = 0;
    for (let i = from; i < to; i++) {
      const x = samples[i];
      const y = s.b0 * x + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2;
      const z = c.b0 * y + c.b1 * y1 + c.b2 * y2 - c.a1 * z1 - c.a2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      energy += z * z;
    }
    this.#x1 = x1;
    this.#x2 = x2;
    this.#y1 = y1;
    this.#y2 = y2;
    this.#z1 = z1;
    this.#z2 = z2;
    this.#energy += energy;
  }

  takeEnergy(): number {
    const energy = this.#energy;
    this.#energy = 0;
    return energy;
  }
}

function lufsOf(energy: number): number {
  return energy > 0 ? -0.691 + 10 * Math.log10(energy) : -Infinity;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
