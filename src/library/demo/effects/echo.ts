import type { Echo as EchoSettings } from '../score.ts';
import { HALF_RATE, halfRatePole } from './half-rate.ts';

/** A stereo delay whose repeats cross sides and darken, as a tape's do; at the half rate. */
export class Echo {
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #feedback: number;
  readonly #dark: number;
  readonly #thin = halfRatePole(160);
  #positionLeft = 0;
  #positionRight = 0;
  #darkLeft = 0;
  #darkRight = 0;
  #thinLeft = 0;
  #thinRight = 0;

  constructor(settings: EchoSettings) {
    this.#left = new Float32Array(Math.max(1, Math.round(settings.left * HALF_RATE)));
    this.#right = new Float32Array(Math.max(1, Math.round(settings.right * HALF_RATE)));
    this.#feedback = settings.feedback;
    this.#dark = halfRatePole(settings.tone);
  }

  /** Adds the repeats of the send to the outputs, first on the left. */
  process(send: Float32Array, outLeft: Float32Array, outRight: Float32Array): void {
    const left = this.#left;
    const right = this.#right;
    const feedback = this.#feedback;
    const dark = this.#dark;
    const thin = this.#thin;
    let pl = this.#positionLeft;
    let pr = this.#positionRight;
    let dl = this.#darkLeft;
    let dr = this.#darkRight;
    let tl = this.#thinLeft;
    let tr = this.#thinRight;
    for (let i = 0; i < send.length; i++) {
      dl += dark * (left[pl] - dl);
      dr += dark * (right[pr] - dr);
      tl += thin * (dl - tl);
      tr += thin * (dr - tr);
      const yl = dl - tl;
      const yr = dr - tr;
      outLeft[i] += yl;
      outRight[i] += yr;
      left[pl] = send[i] + feedback * yr;
      right[pr] = yl;
      if (++pl === left.length) pl = 0;
      if (++pr === right.length) pr = 0;
    }
    this.#positionLeft = pl;
    this.#positionRight = pr;
    this.#darkLeft = dl;
    this.#darkRight = dr;
    this.#thinLeft = tl;
    this.#thinRight = tr;
  }
}
