/** A turn (perhaps with a mirror image), a scale and a shift of the plane: p ↦ (a·x + b·y + x₀, c·x + d·y + y₀). */
export interface Similarity {
  readonly matrix: readonly [a: number, b: number, c: number, d: number];
  readonly shift: readonly [x: number, y: number];
  /** Lengths become so many times as long. */
  readonly scale: number;
}

/**
 * The similarity that takes points closest to where they are wanted (orthogonal Procrustes, Schönemann 1966; in the plane it
 * can be written down).
 * @param from n × 2
 * @param to n × 2; pairs with NaN do not count
 * @returns null when fewer than three points are told apart
 */
export function alignment(from: Float64Array, to: Float64Array): Similarity | null {
  const pairs = Array.from({ length: from.length / 2 }, (_, i) => i * 2).filter((i) => !Number.isNaN(to[i]));
  if (pairs.length < 3) return null;
  const mean = (of: Float64Array, axis: number) => pairs.reduce((sum, i) => sum + of[i + axis], 0) / pairs.length;
  const [fromX, fromY, toX, toY] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [xx, xy, yx, yy, squares] = [0, 0, 0, 0, 0];
  for (const i of pairs) {
    const [px, py, qx, qy] = [from[i] - fromX, from[i + 1] - fromY, to[i] - toX, to[i + 1] - toY];
    xx += px * qx;
    xy += px * qy;
    yx += py * qx;
    yy += py * qy;
    squares += px * px + py * py;
  }
  // A turn by an angle fits as well as the length of (xx + yy, xy − yx); a mirror image as that of (xx − yy, xy + yx).
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  const best = Math.max(turned, mirrored);
  if (best < 1e-12 || squares < 1e-12) return null;
  const scale = best / squares;
  const mirror = mirrored > turned;
  const cos = (scale * (mirror ? xx - yy : xx + yy)) / best;
  const sin = (scale * (mirror ? xy + yx : xy - yx)) / best;
  const matrix = mirror ? ([cos, sin, sin, -cos] as const) : ([cos, -sin, sin, cos] as const);
  const [a, b, c, d] = matrix;
  return { matrix, shift: [toX - a * fromX - b * fromY, toY - c * fromX - d * fromY], scale };
}

/** Moves points, n × 2, by a similarity. */
export function move(points: Float64Array, { matrix: [a, b, c, d], shift: [x0, y0] }: Similarity): void {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    points[i] = a * x + b * y + x0;
    points[i + 1] = c * x + d * y + y0;
  }
}
