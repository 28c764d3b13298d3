import { growingDoubles } from '../growing.ts';
import { kWeighting, type Biquad } from './k-weighting.ts';
import { TruePeakMeter } from './true-peak.ts';

/** Below this nothing counts (ITU-R BS.1770-4, absolute gate), and nothing is quieter. */
export const SILENCE_LUFS = -70;

/** Spans of loudness in steps of 100 ms: “momentary” for the integrated loudness, “short-term” for the range. */
const MOMENTARY = 4;
const SHORT_TERM = 30;

/**
 * Integrated loudness, loudness range and true peak of a programme as it streams by (ITU-R BS.1770-4, EBU
 * Tech 3342): K-weighting, spans every 100 ms, an absolute gate at −70 LUFS, and a relative gate under the
 * mean of what passed it. All channels weigh 1 (left, right, centre; not surrounds).
 */
export class LoudnessMeter {
  readonly #channels: readonly Channel[];
  readonly #hop: number;
  /** Mean square of each finished 100 ms, summed over the channels. */
  readonly #hops = growingDoubles();
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

  /** LUFS, of 400 ms spans within 10 LU of their mean; {@link SILENCE_LUFS} when nothing was louder, or less was heard. */
  get integratedLufs(): number {
    return Math.max(SILENCE_LUFS, lufsOf(mean(this.#gated(MOMENTARY, 10))));
  }

  /** LU between the 10th and the 95th percentile of 3 s spans within 20 LU of their mean; 0 when less was heard. */
  get rangeLu(): number {
    const spans = this.#gated(SHORT_TERM, 20).sort((a, b) => a - b);
    if (spans.length === 0) return 0;
    const percentile = (part: number) => lufsOf(spans[Math.round(part * (spans.length - 1))]);
    return percentile(0.95) - percentile(0.1);
  }

  /** dBTP, −∞ for digital silence. */
  get truePeakDbtp(): number {
    return 20 * Math.log10(Math.max(...this.#channels.map((channel) => channel.peak.peak)));
  }

  /** Mean squares of all spans of so many hops that are above both gates. */
  #gated(span: number, gateLu: number): number[] {
    const energies: number[] = [];
    const hops = this.#hops.numbers;
    for (let end = span; end <= hops.length; end++) {
      let sum = 0;
      for (let i = end - span; i < end; i++) sum += hops[i];
      if (lufsOf(sum / span) > SILENCE_LUFS) energies.push(sum / span);
    }
    const gate = mean(energies) * 10 ** (-gateLu / 10);
    return energies.filter((energy) => energy > gate);
  }

  #closeHop(): void {
    this.#hops.push(this.#channels.reduce((sum, channel) => sum + channel.takeEnergy(), 0) / this.#hop);
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
    // In places of their own: read from the filters, they would be read anew for every sample.
    const { b0: s0, b1: s1, b2: s2, a1: sa1, a2: sa2 } = this.#shelf;
    const { b0: c0, b1: c1, b2: c2, a1: ca1, a2: ca2 } = this.#lowCut;
    let x1 = this.#x1, x2 = this.#x2, y1 = this.#y1, y2 = this.#y2, z1 = this.#z1, z2 = this.#z2;
    let energy = 0;
    for (let i = from; i < to; i++) {
      const x = samples[i];
      const y = s0 * x + s1 * x1 + s2 * x2 - sa1 * y1 - sa2 * y2;
      const z = c0 * y + c1 * y1 + c2 * y2 - ca1 * z1 - ca2 * z2;
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
