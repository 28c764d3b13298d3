import type { Room } from '../score.ts';
import { HALF_RATE, halfRatePole } from './half-rate.ts';

/** Primes, in samples at the half rate: 31 to 99 ms. */
const LENGTHS = [743, 967, 1193, 1399, 1637, 1847, 2111, 2371];
const DIFFUSERS = [113, 173, 271];

/**
 * A feedback delay network of eight lines (Jot and Chaigne 1991) mixed by a Householder matrix, after
 * three all-pass diffusers (Schroeder 1962), at the half rate. Left is heard from the even lines, right from the odd ones.
 */
export class Reverb {
  readonly #lines = LENGTHS.map((length) => new Float32Array(length));
  readonly #positions = new Int32Array(LENGTHS.length);
  readonly #low = new Float64Array(LENGTHS.length);
  readonly #gains: Float64Array;
  readonly #damping: number;
  readonly #level: number;
  readonly #predelay: Float32Array;
  #predelayPosition = 0;
  readonly #diffusers = DIFFUSERS.map((length) => new Float32Array(length));
  readonly #diffuserPositions = new Int32Array(DIFFUSERS.length);
  readonly #rumbleCut = halfRatePole(180);
  #rumble = 0;

  constructor(room: Room) {
    this.#gains = Float64Array.from(LENGTHS, (n) => 10 ** ((-3 * n) / HALF_RATE / room.seconds));
    this.#damping = halfRatePole(1_500 + 8_500 * room.brightness ** 2);
    this.#level = room.level * 0.5;
    this.#predelay = new Float32Array(Math.max(1, Math.round(room.predelay * HALF_RATE)));
  }

  /** Adds the reverberation of the send to the outputs; the send is used up. */
  process(send: Float32Array, left: Float32Array, right: Float32Array): void {
    this.#prepare(send);
    this.#circulate(send, left, right);
  }

  /** Cuts rumble, delays and diffuses in place. */
  #prepare(send: Float32Array): void {
    const line = this.#predelay;
    const cut = this.#rumbleCut;
    let position = this.#predelayPosition;
    let rumble = this.#rumble;
    for (let i = 0; i < send.length; i++) {
      const x = send[i];
      rumble += cut * (x - rumble);
      send[i] = line[position];
      line[position] = x - rumble;
      if (++position === line.length) position = 0;
    }
    this.#predelayPosition = position;
    this.#rumble = rumble;
    for (let d = 0; d < this.#diffusers.length; d++) {
      this.#diffuserPositions[d] = allPass(send, this.#diffusers[d], this.#diffuserPositions[d]);
    }
  }

  #circulate(input: Float32Array, left: Float32Array, right: Float32Array): void {
    const level = this.#level;
    const damping = this.#damping;
    const [l0, l1, l2, l3, l4, l5, l6, l7] = this.#lines;
    const [g0, g1, g2, g3, g4, g5, g6, g7] = this.#gains;
    let [p0, p1, p2, p3, p4, p5, p6, p7] = this.#positions;
    let [s0, s1, s2, s3, s4, s5, s6, s7] = this.#low;
    for (let i = 0; i < input.length; i++) {
      s0 += damping * (l0[p0] - s0);
      s1 += damping * (l1[p1] - s1);
      s2 += damping * (l2[p2] - s2);
      s3 += damping * (l3[p3] - s3);
      s4 += damping * (l4[p4] - s4);
      s5 += damping * (l5[p5] - s5);
      s6 += damping * (l6[p6] - s6);
      s7 += damping * (l7[p7] - s7);
      left[i] += level * (s0 - s2 + s4 - s6);
      right[i] += level * (s1 - s3 + s5 - s7);
      const mixed = 0.25 * (s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
      const x = input[i];
      l0[p0] = x + g0 * (s0 - mixed);
      l1[p1] = x + g1 * (s1 - mixed);
      l2[p2] = x + g2 * (s2 - mixed);
      l3[p3] = x + g3 * (s3 - mixed);
      l4[p4] = x + g4 * (s4 - mixed);
      l5[p5] = x + g5 * (s5 - mixed);
      l6[p6] = x + g6 * (s6 - mixed);
      l7[p7] = x + g7 * (s7 - mixed);
      if (++p0 === l0.length) p0 = 0;
      if (++p1 === l1.length) p1 = 0;
      if (++p2 === l2.length) p2 = 0;
      if (++p3 === l3.length) p3 = 0;
      if (++p4 === l4.length) p4 = 0;
      if (++p5 === l5.length) p5 = 0;
      if (++p6 === l6.length) p6 = 0;
      if (++p7 === l7.length) p7 = 0;
    }
    this.#positions.set([p0, p1, p2, p3, p4, p5, p6, p7]);
    this.#low.set([s0, s1, s2, s3, s4, s5, s6, s7]);
  }
}

function allPass(samples: Float32Array, line: Float32Array, from: number): number {
  let position = from;
  for (let i = 0; i < samples.length; i++) {
    const delayed = line[position];
    const x = samples[i] + 0.6 * delayed;
    line[position] = x;
    samples[i] = delayed - 0.6 * x;
    if (++position === line.length) position = 0;
  }
  return position;
}
