/**
 * Cuts a stream into overlapping frames, the n-th of which is centred on the n-th hop: samples n · hop to (n + 1) · hop
 * lie in its middle. Before the first sample and after the last there is silence.
 */
export class Framer {
  readonly #size: number;
  readonly #hop: number;
  readonly #take: (samples: Float32Array, at: number) => void;
  readonly #buffer: Float32Array;
  #held: number;
  #missing = 0;

  /** @param take gets an array and where in it the frame's `size` samples begin; they are overwritten after it returns */
  constructor(size: number, hop: number, take: (samples: Float32Array, at: number) => void) {
    this.#size = size;
    this.#hop = hop;
    this.#take = take;
    this.#buffer = new Float32Array(size + Math.max(hop, BLOCK));
    this.#held = (size - hop) / 2;
  }

  push(samples: Float32Array): void {
    this.#missing += samples.length;
    for (let from = 0; from < samples.length; ) {
      const to = Math.min(samples.length, from + this.#buffer.length - this.#held);
      this.#buffer.set(samples.subarray(from, to), this.#held);
      this.#held += to - from;
      from = to;
      this.#cut();
    }
  }

  /** Fills the last frames up with silence, so that every sample pushed lies in the middle of one. */
  finish(): void {
    while (this.#missing > 0) {
      const silence = Math.min(this.#size, this.#buffer.length - this.#held);
      this.#buffer.fill(0, this.#held, this.#held + silence);
      this.#held += silence;
      this.#cut();
    }
  }

  #cut(): void {
    let at = 0;
    for (; at + this.#size <= this.#held && this.#missing > 0; at += this.#hop) {
      this.#take(this.#buffer, at);
      this.#missing -= this.#hop;
    }
    this.#buffer.copyWithin(0, at, this.#held);
    this.#held -= at;
  }
}

/** Samples taken in at once. */
const BLOCK = 4096;
