/**
 * Takes the constant offset off a signal that some sound cards leave in recordings, which would count as loudness and
 * as bass: a one-pole high pass (J. O. Smith, “Introduction to Digital Filters”), −3 dB at 5 Hz.
 */
export class DcBlocker {
  readonly #keep: number;
  #before: number | null = null;
  #out = 0;

  constructor(sampleRate: number) {
    this.#keep = Math.exp((-2 * Math.PI * 5) / sampleRate);
  }

  /** @param samples the next of the signal; overwritten */
  process(samples: Float32Array): void {
    const keep = this.#keep;
    // A recording that begins with its offset has not begun with a click.
    let before = this.#before ?? samples[0] ?? 0;
    let out = this.#out;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i];
      out = sample - before + keep * out;
      before = sample;
      samples[i] = out;
    }
    this.#before = before;
    // Numbers too small for their type make every operation slow.
    this.#out = Math.abs(out) < 1e-20 ? 0 : out;
  }
}
