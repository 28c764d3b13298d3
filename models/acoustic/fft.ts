/**
 * The discrete Fourier transform of real signals of one power-of-two length: a complex transform of half the length
 * (radix 2, decimation in time; Cooley & Tukey 1965), taken apart by symmetry. Holds its tables and working space, so
 * that a transform allocates nothing.
 */
export class RealFft {
  /** Samples a transform takes. */
  readonly size: number;
  /** Bins from 0 Hz to half the sample rate, both included: size / 2 + 1. */
  readonly bins: number;
  readonly #half: number;
  readonly #order: Uint32Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @throws RangeError when the size is no power of two from 4 on */
  constructor(size: number) {
    if (size < 4 || !Number.isInteger(Math.log2(size))) throw new RangeError(`${size} is no power of two from 4 on`);
    this.size = size;
    this.bins = size / 2 + 1;
    this.#half = size / 2;
    this.#order = reversedBits(this.#half);
    this.#cos = Float64Array.from({ length: this.#half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: this.#half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#re = new Float64Array(this.#half);
    this.#im = new Float64Array(this.#half);
  }

  /**
   * X[k] = Σ x[n] · e^(−2πi·kn/size).
   * @param samples from `at` on `size` of them
   * @param window multiplied in; of `size` values
   * @param re of at least {@link bins} values, written
   * @param im likewise
   */
  transform(samples: Float32Array | Float64Array, at: number, window: Float64Array, re: Float64Array, im: Float64Array): void {
    const half = this.#half;
    const zr = this.#re;
    const zi = this.#im;
    for (let i = 0; i < half; i++) {
      const to = this.#order[i];
      zr[to] = samples[at + 2 * i] * window[2 * i];
      zi[to] = samples[at + 2 * i + 1] * window[2 * i + 1];
    }
    this.#butterflies();
    const c = this.#cos;
    const s = this.#sin;
    re[0] = zr[0] + zi[0];
    im[0] = 0;
    re[half] = zr[0] - zi[0];
    im[half] = 0;
    for (let k = 1, m = half - 1; k < half; k++, m--) {
      const evenRe = (zr[k] + zr[m]) / 2;
      const evenIm = (zi[k] - zi[m]) / 2;
      const oddRe = (zi[k] + zi[m]) / 2;
      const oddIm = (zr[m] - zr[k]) / 2;
      re[k] = evenRe + c[k] * oddRe + s[k] * oddIm;
      im[k] = evenIm + c[k] * oddIm - s[k] * oddRe;
    }
  }

  /** |X|² of every bin. Same arguments as {@link transform}, whose results `power` takes the place of. */
  power(samples: Float32Array | Float64Array, at: number, window: Float64Array, power: Float64Array): void {
    this.#imaginary ??= new Float64Array(this.bins);
    this.transform(samples, at, window, power, this.#imaginary);
    for (let k = 0; k < this.bins; k++) power[k] = power[k] * power[k] + this.#imaginary[k] * this.#imaginary[k];
  }

  #imaginary: Float64Array | null = null;

  #butterflies(): void {
    const size = this.#half;
    const zr = this.#re;
    const zi = this.#im;
    // The first level multiplies by nothing but 1.
    for (let i = 0; i < size; i += 2) {
      const r = zr[i + 1];
      const j = zi[i + 1];
      zr[i + 1] = zr[i] - r;
      zi[i + 1] = zi[i] - j;
      zr[i] += r;
      zi[i] += j;
    }
    for (let span = 2; span < size; span *= 2) {
      const stride = size / span;
      for (let k = 0; k < span; k++) {
        const c = this.#cos[k * stride];
        const s = this.#sin[k * stride];
        for (let i = k; i < size; i += 2 * span) {
          const j = i + span;
          const r = c * zr[j] + s * zi[j];
          const q = c * zi[j] - s * zr[j];
          zr[j] = zr[i] - r;
          zi[j] = zi[i] - q;
          zr[i] += r;
          zi[i] += q;
        }
      }
    }
  }
}

/** A raised cosine that adds up to a constant when halves overlap (von Hann): periodic, `size` values from 0. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
}

function reversedBits(size: number): Uint32Array {
  const order = new Uint32Array(size);
  for (let i = 1; i < size; i++) order[i] = (order[i >> 1] >> 1) + (i & 1 ? size / 2 : 0);
  return order;
}
