import type { Pcm } from './pcm.ts';

/**
 * The rise and fall of a deck: equal-power curves (sine in, cosine out), so that two uncorrelated tracks
 * that cross keep the power of one.
 */
export class Envelope {
  #shape: 'steady' | 'in' | 'out';
  #at = 0;
  #length: number;
  /** What a fall begins from: less than 1 when it cuts into a rise. */
  #from = 1;

  private constructor(shape: 'steady' | 'in', length: number) {
    this.#shape = shape;
    this.#length = length;
  }

  static steady(): Envelope {
    return new Envelope('steady', 0);
  }

  /** @param length samples */
  static fadeIn(length: number): Envelope {
    return new Envelope('in', length);
  }

  /** Begins to fall now, from wherever it is; a fall under way is only ever made shorter. */
  fadeOut(length: number): void {
    if (this.#shape === 'out' && this.#length - this.#at <= length) return;
    this.#from = this.#value();
    this.#shape = 'out';
    this.#at = 0;
    this.#length = length;
  }

  /** Has fallen to nothing. */
  get over(): boolean {
    return this.#shape === 'out' && this.#at >= this.#length;
  }

  /** Adds samples `from` up to `to` of a sound to the mix; the gain moves evenly to `gainTo` over them. */
  add(sound: Pcm, mix: Pcm, { from, to, gain, gainTo }: { readonly from: number; readonly to: number; readonly gain: number; readonly gainTo: number }): void {
    const step = (gainTo - gain) / Math.max(1, to - from);
    let level = gain;
    for (let i = from; i < to; i++) {
      level += step;
      const scale = this.#shape === 'steady' ? level : level * this.#advance();
      mix.left[i] += scale * sound.left[i];
      mix.right[i] += scale * sound.right[i];
    }
  }

  #advance(): number {
    const value = this.#value();
    this.#at++;
    if (this.#shape === 'in' && this.#at >= this.#length) this.#shape = 'steady';
    return value;
  }

  #value(): number {
    if (this.#shape === 'steady') return 1;
    if (this.#at >= this.#length) return this.#shape === 'in' ? 1 : 0;
    const angle = (Math.PI / 2) * ((this.#at + 0.5) / this.#length);
    return this.#shape === 'in' ? Math.sin(angle) : this.#from * Math.cos(angle);
  }
}
