/** Major triads on C, C♯ …, then the minor ones. */
export const TRIADS = 24;

/** How much the best triad is preferred: in standard deviations of the chroma. */
const SHARPNESS = 2.5;
/** How much of what sounded before still counts, a step of 0.19 s. */
const MEMORY = 0.6;

/** Which triads are heard along a track, and how often: chords tell a tonic that the notes alone leave open. */
export class TriadCounter {
  readonly #smooth = new Float64Array(12);
  readonly #scores = new Float64Array(TRIADS);
  readonly #sums = new Float64Array(TRIADS);
  #steps = 0;

  /** @param chroma of a step, twelve pitch classes */
  push(chroma: Float64Array): void {
    const smooth = this.#smooth;
    for (let pitch = 0; pitch < 12; pitch++) smooth[pitch] = MEMORY * smooth[pitch] + (1 - MEMORY) * chroma[pitch];
    const mean = smooth.reduce((sum, value) => sum + value, 0) / 12;
    const deviation = Math.sqrt(smooth.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12) + 1e-9;
    for (let root = 0; root < 12; root++) {
      const fifth = smooth[root] + smooth[(root + 7) % 12] - 3 * mean;
      this.#scores[root] = (SHARPNESS * (fifth + smooth[(root + 4) % 12])) / deviation;
      this.#scores[12 + root] = (SHARPNESS * (fifth + smooth[(root + 3) % 12])) / deviation;
    }
    const best = Math.max(...this.#scores);
    let total = 0;
    for (let triad = 0; triad < TRIADS; triad++) total += this.#scores[triad] = Math.exp(this.#scores[triad] - best);
    for (let triad = 0; triad < TRIADS; triad++) this.#sums[triad] += this.#scores[triad] / total;
    this.#steps++;
  }

  /** The part of the time that each triad had. */
  get shares(): Float64Array {
    return this.#sums.map((sum) => sum / Math.max(1, this.#steps));
  }
}
