/**
 * The discrete Fourier transform of real signals of one power-of-two length: a complex transform of half the length
 * (radix 4, decimation in time; Cooley & Tukey 1965, Gentleman & Sande 1966), taken apart by symmetry. Holds its tables
 * and working space, so that a transform allocates nothing.
 */
export class RealFft {
  /** Samples a transform takes. */
  readonly size: number;
  /** Bins from 0 Hz to half the sample rate, both included: size / 2 + 1. */
  readonly bins: number;
  readonly #order: Uint32Array;
  readonly #twiddles: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @throws RangeError when the size is no power of two from 4 on */
  constructor(size: number) {
    if (size < 4 || !Number.isInteger(Math.log2(size))) throw new RangeError(`${size} is no power of two from 4 on`);
    const half = size / 2;
    this.size = size;
    this.bins = half + 1;
    this.#order = reversedBits(half);
    this.#twiddles = twiddles(half);
    this.#cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
  }

  /**
   * X[k] = Σ x[n] · e^(−2πi·kn/size).
   * @param samples from `at` on `size` of them
   * @param window multiplied in; of `size` values
   * @param re of at least {@link bins} values, written
   * @param im likewise
   */
  transform(samples: Float32Array | Float64Array, at: number, window: Float64Array, re: Float64Array, im: Float64Array): void {
    this.#transformHalves(samples, at, window);
    const zr = this.#re;
    const zi = this.#im;
    const cos = this.#cos;
    const sin = this.#sin;
    const half = zr.length;
    re[0] = zr[0] + zi[0];
    im[0] = 0;
    re[half] = zr[0] - zi[0];
    im[half] = 0;
    for (let k = 1, m = half - 1; k <= m; k++, m--) {
      const evenRe = (zr[k] + zr[m]) / 2;
      const evenIm = (zi[k] - zi[m]) / 2;
      const oddRe = (zi[k] + zi[m]) / 2;
      const oddIm = (zr[m] - zr[k]) / 2;
      const turnedRe = cos[k] * oddRe + sin[k] * oddIm;
      const turnedIm = cos[k] * oddIm - sin[k] * oddRe;
      re[k] = evenRe + turnedRe;
      im[k] = evenIm + turnedIm;
      re[m] = evenRe - turnedRe;
      im[m] = turnedIm - evenIm;
    }
  }

  /** |X|² of every bin, in half the time. Same arguments as {@link transform}, whose results `power` takes the place of. */
  power(samples: Float32Array | Float64Array, at: number, window: Float64Array, power: Float64Array): void {
    this.#transformHalves(samples, at, window);
    const zr = this.#re;
    const zi = this.#im;
    const cos = this.#cos;
    const sin = this.#sin;
    const half = zr.length;
    power[0] = (zr[0] + zi[0]) ** 2;
    power[half] = (zr[0] - zi[0]) ** 2;
    for (let k = 1, m = half - 1; k <= m; k++, m--) {
      const kRe = zr[k], kIm = zi[k], mRe = zr[m], mIm = zi[m], c = cos[k], s = sin[k];
      const oddRe = kIm + mIm;
      const oddIm = mRe - kRe;
      const evenRe = kRe + mRe;
      const evenIm = kIm - mIm;
      const turnedRe = c * oddRe + s * oddIm;
      const turnedIm = c * oddIm - s * oddRe;
      const re = evenRe + turnedRe, im = evenIm + turnedIm, mirroredRe = evenRe - turnedRe, mirroredIm = evenIm - turnedIm;
      power[k] = (re * re + im * im) / 4;
      power[m] = (mirroredRe * mirroredRe + mirroredIm * mirroredIm) / 4;
    }
  }

  /** The complex transform of even samples as real parts and odd ones as imaginary parts. */
  #transformHalves(samples: Float32Array | Float64Array, at: number, window: Float64Array): void {
    const re = this.#re;
    const im = this.#im;
    const order = this.#order;
    const size = order.length;
    for (let i = 0; i < size; i++) {
      const from = 2 * order[i];
      re[i] = samples[at + from] * window[from];
      im[i] = samples[at + from + 1] * window[from + 1];
    }
    // Where the length is no power of four, one level of two comes first.
    let span = Math.log2(size) % 2 === 0 ? 1 : 2;
    if (span === 2) addPairs(re, im);
    for (let table = 0; span < size; table += 6 * span, span *= 4) addFours(re, im, span, this.#twiddles, table);
  }
}

/** Transforms of one each become transforms of two. */
function addPairs(re: Float64Array, im: Float64Array): void {
  for (let i = 0; i < re.length; i += 2) {
    const r = re[i + 1];
    const j = im[i + 1];
    re[i + 1] = re[i] - r;
    im[i + 1] = im[i] - j;
    re[i] += r;
    im[i] += j;
  }
}

/** Of transforms of `span` each, every four become one. Two levels of two at once, which reads and writes half as often. */
function addFours(re: Float64Array, im: Float64Array, span: number, twiddles: Float64Array, table: number): void {
  const size = re.length;
  for (let block = 0; block < size; block += 4 * span) {
    for (let a = block, t = table; a < block + span; a++, t += 6) {
      const b = a + span;
      const c = b + span;
      const d = c + span;
      // Read once: the compiler cannot tell that nothing in between changes them.
      const aRe = re[a], aIm = im[a], rawBRe = re[b], rawBIm = im[b], rawCRe = re[c], rawCIm = im[c], rawDRe = re[d], rawDIm = im[d];
      const cos1 = twiddles[t], sin1 = twiddles[t + 1], cos2 = twiddles[t + 2], sin2 = twiddles[t + 3], cos3 = twiddles[t + 4], sin3 = twiddles[t + 5];
      const bRe = cos2 * rawBRe + sin2 * rawBIm;
      const bIm = cos2 * rawBIm - sin2 * rawBRe;
      const cRe = cos1 * rawCRe + sin1 * rawCIm;
      const cIm = cos1 * rawCIm - sin1 * rawCRe;
      const dRe = cos3 * rawDRe + sin3 * rawDIm;
      const dIm = cos3 * rawDIm - sin3 * rawDRe;
      const nearRe = aRe + bRe, nearIm = aIm + bIm, apartRe = aRe - bRe, apartIm = aIm - bIm;
      const farRe = cRe + dRe, farIm = cIm + dIm, turnedRe = cIm - dIm, turnedIm = dRe - cRe;
      re[a] = nearRe + farRe;
      im[a] = nearIm + farIm;
      re[b] = apartRe + turnedRe;
      im[b] = apartIm + turnedIm;
      re[c] = nearRe - farRe;
      im[c] = nearIm - farIm;
      re[d] = apartRe - turnedRe;
      im[d] = apartIm - turnedIm;
    }
  }
}

/** Cosine and sine of one, two and three turns for every place of every level, in the order in which they are used. */
function twiddles(size: number): Float64Array {
  const table: number[] = [];
  for (let span = Math.log2(size) % 2 === 0 ? 1 : 2; span < size; span *= 4) {
    for (let k = 0; k < span; k++) {
      for (const turns of [1, 2, 3]) {
        const angle = (2 * Math.PI * turns * k) / (4 * span);
        table.push(Math.cos(angle), Math.sin(angle));
      }
    }
  }
  return Float64Array.from(table);
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
