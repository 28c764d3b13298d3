import { squaredDistance } from './squared-distance.ts';

/** A row lies among so many of those it is most like. */
const AMONG = 8;

/**
 * Where a row belongs beside rows that have their place: among those it is most like, the liker the nearer.
 * @param known rows × dimensions, with their `places`, rows × 2
 * @returns x and y; null when nothing is known
 */
export function placeAmong(rows: Float32Array, row: number, known: Float32Array, places: Float64Array, dimensions: number): readonly [number, number] | null {
  const count = known.length / dimensions;
  const nearest = new Int32Array(AMONG);
  const distances = new Float64Array(AMONG).fill(Infinity);
  const among = Math.min(AMONG, count);
  if (among === 0) return null;
  for (let other = 0; other < count; other++) {
    const distance = squaredDistance(rows, row, known, other, dimensions);
    if (distance >= distances[among - 1]) continue;
    let at = among - 1;
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      nearest[at] = nearest[at - 1];
    }
    distances[at] = distance;
    nearest[at] = other;
  }
  // The width is that of the neighbourhood: half of it from the nearest to the farthest.
  const width = Math.max(1e-9, (distances[among - 1] - distances[0]) / 4);
  let [x, y, sum] = [0, 0, 0];
  for (let i = 0; i < among; i++) {
    const weight = Math.exp((distances[0] - distances[i]) / width);
    x += weight * places[nearest[i] * 2];
    y += weight * places[nearest[i] * 2 + 1];
    sum += weight;
  }
  return [x / sum, y / sum];
}
