import { seeded } from '../../random.ts';
import { unitDifferences } from '../unit-differences.ts';
import { neighbourOdds } from './neighbour-odds.ts';
import { placeAmong } from './place-among.ts';
import { principalPlane } from './principal-plane.ts';
import { alignment, move } from './procrustes.ts';
import { type Course, settlePoints } from './tsne.ts';

/** Tracks with a place each, on a square from −1 to 1. */
export interface MapOfSounds {
  /** rows × 2 */
  readonly places: Float32Array;
  /** How long on the map is what is 1 long where points settle: to be taken up again from there. */
  readonly scale: number;
}

/** Rows whose places are worked out among all of each other; the others are placed beside them. */
const LANDMARKS = 1_500;
const PERPLEXITY = 30;
/** Fewer have no neighbourhoods to speak of. */
const LEAST_TO_SETTLE = 8;
const ANEW: Course = { exaggerated: 150, plain: 350 };
const ONWARD: Course = { exaggerated: 0, plain: 150 };
/** A map is taken up again when so many of its landmarks are known. */
const KNOWN_SHARE = 0.5;
/** Of the square, at first: what comes later finds room outside. */
const FILLED = 0.85;
const BEGIN_SPREAD = 1e-4;
const SEED = 0x5e9e;

/**
 * Lays tracks out so that those which sound alike lie together. The same rows give the same map. With a map from before, what
 * was on it stays about where it was.
 * @param values rows × dimensions, embeddings; the first rows are those that the others are placed by: they should be drawn
 * by chance, and be the same ones when others have come
 * @param before places of the rows on the map before, NaN where a row is new, and its scale
 */
export function mapSounds(values: Float32Array, dimensions: number, before: MapOfSounds | null = null): MapOfSounds {
  const rows = dimensions === 0 ? 0 : values.length / dimensions;
  const units = unitDifferences(values, dimensions);
  const count = Math.min(rows, LANDMARKS);
  const landmarks = units.subarray(0, count * dimensions);
  const wanted = Float64Array.from({ length: count * 2 }, (_, i) => before?.places[i] ?? NaN);
  const points = settled(landmarks, dimensions, wanted, before?.scale ?? 1);

  const aligned = alignment(points, wanted);
  if (aligned) move(points, aligned);
  const scale = (aligned?.scale ?? 1) * fit(points, aligned === null);

  const places = new Float32Array(rows * 2);
  places.set(points);
  for (let row = count; row < rows; row++) places.set(placeAmong(units, row, landmarks, points, dimensions) ?? [0, 0], row * 2);
  return { places, scale };
}

/** Where landmarks come to lie, in a scale of their own. */
function settled(landmarks: Float32Array, dimensions: number, wanted: Float64Array, scale: number): Float64Array {
  const count = wanted.length / 2;
  const random = seeded(SEED);
  const plane = count === 0 ? new Float64Array(0) : principalPlane(landmarks, dimensions, random);
  if (count < LEAST_TO_SETTLE) return plane;
  const odds = neighbourOdds(landmarks, dimensions, Math.min(PERPLEXITY, (count - 1) / 3));
  const known = Array.from({ length: count }, (_, row) => row).filter((row) => !Number.isNaN(wanted[row * 2]));
  const onward = known.length >= KNOWN_SHARE * count;
  // Two that sound the same must not lie on each other for good.
  const jitter = () => (random() - 0.5) * 0.1 * BEGIN_SPREAD;
  const begin = onward ? taken(landmarks, dimensions, wanted.map((x) => x / scale), known) : plane.map((x) => x * BEGIN_SPREAD);
  const points = begin.map((x) => x + jitter());
  settlePoints(odds, points, onward ? ONWARD : ANEW);
  return points;
}

/** Known landmarks where they were, new ones among those they are most like. */
function taken(landmarks: Float32Array, dimensions: number, places: Float64Array, known: readonly number[]): Float64Array {
  const sounds = new Float32Array(known.length * dimensions);
  const at = new Float64Array(known.length * 2);
  known.forEach((row, i) => {
    sounds.set(landmarks.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
    at.set(places.subarray(row * 2, row * 2 + 2), i * 2);
  });
  return places.map((place, i) => (Number.isNaN(place) ? (placeAmong(landmarks, i >> 1, sounds, at, dimensions)?.[i & 1] ?? 0) : place));
}

/** Brings points onto the square: a new map about its middle; one that goes on only when it has outgrown it. @returns the factor */
function fit(points: Float64Array, anew: boolean): number {
  if (anew) {
    for (const axis of [0, 1]) {
      const values = points.filter((_, i) => i % 2 === axis);
      const middle = (extreme(values, Math.min) + extreme(values, Math.max)) / 2;
      for (let i = axis; i < points.length; i += 2) points[i] -= middle;
    }
  }
  const largest = extreme(points.map(Math.abs), Math.max);
  if (!(largest > (anew ? 1e-9 : 1))) return 1;
  for (let i = 0; i < points.length; i++) points[i] *= FILLED / largest;
  return FILLED / largest;
}

function extreme(values: Float64Array, of: (a: number, b: number) => number): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => of(a, b));
}
