/** What something consists of, by style; shares that sum to 1, or nothing. */
export type StyleMix = ReadonlyMap<string, number>;

/** So much of what is wanted counts as being in every list, so that no style is infinitely missed. */
const SMOOTHING = 0.01;

/** The mix of several, each as it weighs; weights of 0 and below do not count. */
export function mixOf(parts: Iterable<{ readonly mix: StyleMix; readonly weight: number }>): StyleMix {
  const sums = new Map<string, number>();
  let all = 0;
  for (const { mix, weight } of parts) {
    if (!(weight > 0)) continue;
    for (const [style, share] of mix) {
      sums.set(style, (sums.get(style) ?? 0) + weight * share);
      all += weight * share;
    }
  }
  return all > 0 ? new Map(Array.from(sums, ([style, sum]) => [style, sum / all])) : sums;
}

/**
 * How far a list's mix of styles is from the one that is wanted: Kullback & Leibler's divergence of the wanted mix from the
 * list's, which is smoothed with the wanted one (Steck 2018). 0 when they are the same; of an empty list it is the most.
 */
export function divergence(wanted: StyleMix, list: StyleMix): number {
  let sum = 0;
  for (const [style, share] of wanted) sum += missed(share, list.get(style) ?? 0);
  return sum;
}

/** What one style adds to a divergence. */
function missed(wanted: number, has: number): number {
  return wanted * Math.log(wanted / ((1 - SMOOTHING) * has + SMOOTHING * wanted));
}

/** A list in the making, told by its styles: what each candidate would do to its balance. */
export class Calibration {
  readonly #wanted: StyleMix;
  readonly #sums = new Map<string, number>();
  #tracks = 0;
  #now: number;
  /** What it will be when something of none of the wanted styles joins: each of these then has a smaller share. */
  #diluted: number;

  constructor(wanted: StyleMix) {
    this.#wanted = wanted;
    this.#now = divergence(wanted, this.#sums);
    this.#diluted = this.#now;
  }

  /** By how much the divergence falls, at most, or rises when something of this mix joins; 0 for what has no style. */
  gain(mix: StyleMix): number {
    if (this.#wanted.size === 0 || mix.size === 0) return 0;
    let then = this.#diluted;
    for (const [style, share] of mix) {
      const wanted = this.#wanted.get(style);
      if (wanted === undefined) continue;
      const sum = this.#sums.get(style) ?? 0;
      then += missed(wanted, (sum + share) / (this.#tracks + 1)) - missed(wanted, sum / (this.#tracks + 1));
    }
    return this.#now - then;
  }

  /** It joins the list. */
  add(mix: StyleMix): void {
    if (mix.size === 0) return;
    for (const [style, share] of mix) this.#sums.set(style, (this.#sums.get(style) ?? 0) + share);
    this.#tracks++;
    this.#now = divergence(this.#wanted, this.#shares(1 / this.#tracks));
    this.#diluted = divergence(this.#wanted, this.#shares(1 / (this.#tracks + 1)));
  }

  get divergence(): number {
    return this.#now;
  }

  #shares(factor: number): StyleMix {
    return new Map(Array.from(this.#sums, ([style, sum]) => [style, sum * factor]));
  }
}
