/** One band: the weights, which add up to 1, of the bins from `from` on. */
interface MelBand {
  readonly from: number;
  readonly weights: Float64Array;
}

/**
 * Triangles that overlap by half, evenly spaced on a mel scale. A band's value is the mean of its bins', weighted by its
 * triangle; 0 where it is too narrow to have a bin.
 */
export class MelBank {
  readonly #bands: readonly MelBand[];

  /**
   * @param lowest Hz where the first triangle begins
   * @param highest Hz where the last one ends
   * @param bins from 0 Hz to half the sample rate, both included
   */
  constructor(bands: number, lowest: number, highest: number, bins: number, sampleRate: number, { melOf, hertzOf }: MelScale = SLANEY) {
    const first = melOf(lowest);
    const step = (melOf(highest) - first) / (bands + 1);
    const binHz = sampleRate / 2 / (bins - 1);
    const edge = (i: number): number => hertzOf(first + i * step) / binHz;
    this.#bands = Array.from({ length: bands }, (_, band) => triangle(edge(band), edge(band + 1), edge(band + 2)));
  }

  /**
   * @param values one of every bin
   * @param into of every band, lowest first; written from `at` on, `stride` apart
   */
  apply(values: Float64Array, into: Float32Array | Float64Array, at: number, stride: number): void {
    for (const { from, weights } of this.#bands) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * values[from + i];
      into[at] = sum;
      at += stride;
    }
  }
}

/** Rises from `left` to `peak` and falls to `right`, all in bins. */
function triangle(left: number, peak: number, right: number): MelBand {
  const from = Math.floor(left) + 1;
  const to = Math.ceil(right) - 1;
  const heights = Float64Array.from({ length: to - from + 1 }, (_, i) => {
    const bin = from + i;
    return Math.min((bin - left) / (peak - left), (right - bin) / (right - peak));
  });
  const sum = heights.reduce((a, b) => a + b, 0);
  return { from, weights: heights.map((height) => height / sum) };
}

/** Hz to a scale of pitch as it is heard, and back. */
export interface MelScale {
  readonly melOf: (hertz: number) => number;
  readonly hertzOf: (mel: number) => number;
}

const LINEAR_HZ = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ;
const LOG_STEP = Math.log(6.4) / 27;

/** Linear up to 1 kHz, logarithmic above (Slaney, Auditory Toolbox, 1998). */
export const SLANEY: MelScale = {
  melOf: (hertz) => (hertz < BREAK_HZ ? hertz / LINEAR_HZ : BREAK_MEL + Math.log(hertz / BREAK_HZ) / LOG_STEP),
  hertzOf: (mel) => (mel < BREAK_MEL ? mel * LINEAR_HZ : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP)),
};

/** The first mel scale (Stevens & Volkmann 1940), as O’Shaughnessy 1987 writes it. */
export const OSHAUGHNESSY: MelScale = {
  melOf: (hertz) => 1127 * Math.log1p(hertz / 700),
  hertzOf: (mel) => 700 * Math.expm1(mel / 1127),
};
