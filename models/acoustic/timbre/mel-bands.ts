/** Triangular bands of equal width on the mel scale (Stevens & Volkmann 1940, as O’Shaughnessy 1987 writes it). */
export class MelBands {
  readonly count: number;
  /** For each bin, the band whose rising slope it lies on (its falling one is of the band before) and how far up. */
  readonly #band: Int16Array;
  readonly #rise: Float64Array;
  /** So that each band is the mean of its bins. */
  readonly #scale: Float64Array;

  /**
   * @param count bands
   * @param bins of a spectrum from 0 Hz to half the rate
   */
  constructor(count: number, bins: number, sampleRate: number, lowHz: number, highHz: number) {
    this.count = count;
    this.#band = new Int16Array(bins).fill(-1);
    this.#rise = new Float64Array(bins);
    this.#scale = new Float64Array(count);
    const low = melOf(lowHz);
    const step = (melOf(highHz) - low) / (count + 1);
    for (let bin = 0; bin < bins; bin++) {
      const place = (melOf((bin * sampleRate) / (2 * (bins - 1))) - low) / step;
      if (place < 0 || place >= count + 1) continue;
      const band = Math.floor(place);
      const rise = place - band;
      this.#band[bin] = band;
      this.#rise[bin] = rise;
      if (band < count) this.#scale[band] += rise;
      if (band > 0) this.#scale[band - 1] += 1 - rise;
    }
    for (let band = 0; band < count; band++) this.#scale[band] = this.#scale[band] > 0 ? 1 / this.#scale[band] : 0;
  }

  /** @param bands written; of {@link count} */
  sum(power: Float64Array, bands: Float64Array): void {
    bands.fill(0);
    for (let bin = 0; bin < this.#band.length; bin++) {
      const band = this.#band[bin];
      if (band < 0) continue;
      const rise = this.#rise[bin];
      if (band < this.count) bands[band] += rise * power[bin];
      if (band > 0) bands[band - 1] += (1 - rise) * power[bin];
    }
    for (let band = 0; band < this.count; band++) bands[band] *= this.#scale[band];
  }
}

/** Hz to mel. */
export function melOf(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}
