import type { TrackSounds } from './track-sounds.ts';

/** Of a listener's tracks, those heard longest that are compared with each other. */
const COMPARED = 200;

/**
 * How far from its middle somebody's listening reaches, by sound: for each track, the share of the library that sounds more
 * like all the others of theirs than it does, averaged by how long each was heard. 0 where all sounds the same, ½ where it
 * could as well have been drawn by chance; null where too little was heard to tell.
 * @param heard tracks of the catalogue, each once, and how long each was heard
 */
export function remoteness(sounds: TrackSounds, heard: readonly { readonly track: number; readonly weight: number }[]): number | null {
  const own = heard.filter(({ track, weight }) => weight > 0 && sounds.has(track)).toSorted((a, b) => b.weight - a.weight).slice(0, COMPARED);
  const mine = new Set(own.map(({ track }) => track));
  const toMiddle = sounds.products(own.map(({ track, weight }) => ({ track, positive: weight, negative: 0 })));
  const others = toMiddle.filter((cosine, track) => !Number.isNaN(cosine) && !mine.has(track)).sort();
  if (own.length < 3 || others.length < 3) return null;
  const likeness = own.map((one) => own.map((other) => (one === other ? 1 : sounds.product(one.track, other.track))));
  // With q the sum of all, q · u of each, from which it is taken out: the others are no part of the middle either.
  const dots = likeness.map((row) => row.reduce((sum, product, i) => sum + own[i].weight * product, 0));
  const squared = dots.reduce((sum, dot, i) => sum + own[i].weight * dot, 0);
  let sum = 0;
  let all = 0;
  own.forEach(({ weight }, i) => {
    const length = Math.sqrt(Math.max(1e-12, squared - 2 * weight * dots[i] + weight * weight));
    sum += weight * shareAbove(others, (dots[i] - weight) / length);
    all += weight;
  });
  return sum / all;
}

/** The share of ascending numbers that are greater; those that are equal count half. */
function shareAbove(ascending: Float32Array, value: number): number {
  const below = firstFrom(ascending, (other) => other >= value);
  const notAbove = firstFrom(ascending, (other) => other > value);
  return 1 - (below + notAbove) / 2 / ascending.length;
}

function firstFrom(ascending: Float32Array, reached: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(ascending[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
