import { SAMPLE_RATE } from '../../../audio/pcm.ts';

const LENGTH = 2048;
const MASK = LENGTH - 1;

/** One channel read from a delay whose length swings slowly: a chorus when mixed, tape drift alone. */
export class SwingingDelay {
  readonly #line = new Float32Array(LENGTH);
  readonly #centre: number;
  readonly #depth: number;
  readonly #step: number;
  readonly #wet: number;
  readonly #dry: number;
  #phase: number;
  #position = 0;

  /**
   * @param centre samples of delay, and `depth` how far it swings either way
   * @param rate swings a second
   * @param phase where the swing begins, 0 to 1
   * @param wet share of the delayed sound; 1 replaces the input
   */
  constructor(centre: number, depth: number, rate: number, phase: number, wet: number) {
    this.#centre = centre;
    this.#depth = Math.min(depth, centre - 2);
    this.#step = (2 * Math.PI * rate) / SAMPLE_RATE;
    this.#phase = 2 * Math.PI * phase;
    this.#wet = wet;
    this.#dry = 1 - 0.5 * wet;
    if (wet === 1) this.#dry = 0;
  }

  process(samples: Float32Array, frames: number): void {
    const line = this.#line;
    const wet = this.#wet;
    const dry = this.#dry;
    let position = this.#position;
    // The swing is slow: over one block a straight line follows it closely.
    let delay = this.#centre + this.#depth * Math.sin(this.#phase);
    this.#phase += this.#step * frames;
    const slope = (this.#centre + this.#depth * Math.sin(this.#phase) - delay) / frames;
    for (let i = 0; i < frames; i++) {
      const x = samples[i];
      line[position] = x;
      const read = position - delay + LENGTH;
      const whole = read | 0;
      const a = line[whole & MASK];
      samples[i] = dry * x + wet * (a + (line[(whole + 1) & MASK] - a) * (read - whole));
      delay += slope;
      position = (position + 1) & MASK;
    }
    this.#position = position;
  }
}
