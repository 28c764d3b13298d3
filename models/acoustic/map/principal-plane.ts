import { type Random } from '../../random.ts';

const STEPS = 60;

/**
 * Where rows lie on the plane of their greatest spread (Pearson 1901), by orthogonal iteration.
 * @param rows rows × dimensions, of mean 0
 * @returns rows × 2, the standard deviation along the first axis being 1; all 0 when the rows do not differ
 */
export function principalPlane(rows: Float32Array, dimensions: number, random: Random): Float64Array {
  const n = rows.length / dimensions;
  const axes = [0, 1].map(() => Float64Array.from({ length: dimensions }, () => random() - 0.5));
  const along = (axis: Float64Array, row: number) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += axis[i] * rows[row * dimensions + i];
    return sum;
  };
  for (let step = 0; step < STEPS; step++) {
    for (const [number, axis] of axes.entries()) {
      const next = new Float64Array(dimensions);
      for (let row = 0; row < n; row++) {
        const share = along(axis, row);
        for (let i = 0; i < dimensions; i++) next[i] += share * rows[row * dimensions + i];
      }
      if (number === 1) {
        const overlap = dot(next, axes[0]);
        for (let i = 0; i < dimensions; i++) next[i] -= overlap * axes[0][i];
      }
      const length = Math.sqrt(dot(next, next));
      axis.set(length > 1e-12 ? next.map((x) => x / length) : next.fill(0));
    }
  }
  const plane = new Float64Array(n * 2);
  for (let row = 0; row < n; row++) for (const [number, axis] of axes.entries()) plane[row * 2 + number] = along(axis, row);
  let squares = 0;
  for (let row = 0; row < n; row++) squares += plane[row * 2] ** 2;
  const scale = squares > 1e-12 ? 1 / Math.sqrt(squares / n) : 0;
  return plane.map((x) => x * scale);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
