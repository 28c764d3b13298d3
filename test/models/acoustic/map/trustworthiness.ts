/**
 * Whether what lies together on a map belongs together (Venna & Kaski 2001): 1 when each point's `k` nearest on the map are
 * its `k` nearest in truth, about .5 when the map is drawn by chance.
 */
export function trustworthiness(truth: Float32Array, dimensions: number, places: Float32Array, k: number): number {
  const n = places.length / 2;
  let penalty = 0;
  for (let a = 0; a < n; a++) {
    const ranks = new Int32Array(n);
    nearestFirst(truth, dimensions, a).forEach((b, rank) => (ranks[b] = rank + 1));
    for (const b of nearestFirst(places, 2, a).slice(0, k)) penalty += Math.max(0, ranks[b] - k);
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}

function nearestFirst(rows: Float32Array, dimensions: number, a: number): number[] {
  const distances = Float64Array.from({ length: rows.length / dimensions }, (_, b) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += (rows[a * dimensions + i] - rows[b * dimensions + i]) ** 2;
    return sum;
  });
  return [...distances.keys()].filter((b) => b !== a).sort((p, q) => distances[p] - distances[q]);
}
