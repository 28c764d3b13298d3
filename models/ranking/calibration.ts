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
  for (const [style, share] of wanted) sum += share * Math.log(share / ((1 - SMOOTHING) * (list.get(style) ?? 0) + SMOOTHING * share));
  return sum;
}

/** A list in the making, told by its styles: what each candidate would do to its balance. */
export class Calibration {
  readonly #wanted: StyleMix;
  readonly #sums = new Map<string, number>();
  #tracks = 0;
  #now: number;

  constructor(wanted: StyleMix) {
    this.#wanted = wanted;
    this.#now = divergence(wanted, this.#sums);
  }

  /** By how much the divergence falls, at most, or rises when something of this mix joins; 0 for what has no style. */
  gain(mix: StyleMix): number {
    return this.#wanted.size === 0 || mix.size === 0 ? 0 : this.#now - this.#with(mix);
  }

  /** It joins the list. */
  add(mix: StyleMix): void {
    if (mix.size === 0) return;
    for (const [style, share] of mix) this.#sums.set(style, (this.#sums.get(style) ?? 0) + share);
    this.#tracks++;
    this.#now = divergence(this.#wanted, this.#shares(1 / this.#tracks));
  }

  get divergence(): number {
    return this.#now;
  }

  #with(mix: StyleMix): number {
    let sum = 0;
    for (const [style, share] of this.#wanted) {
      const inList = ((this.#sums.get(style) ?? 0) + (mix.get(style) ?? 0)) / (this.#tracks + 1);
      sum += share * Math.log(share / ((1 - SMOOTHING) * inList + SMOOTHING * share));
    }
    return sum;
  }

  #shares(factor: number): StyleMix {
    return new Map(Array.from(this.#sums, ([style, sum]) => [style, sum * factor]));
  }
}
