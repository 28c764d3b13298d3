export type Point = readonly [x: number, y: number];

/**
 * A line that goes smoothly through the points, as the commands of an SVG path behind its first point: a Catmull–Rom
 * spline (Catmull & Rom 1974) as cubic Bézier curves.
 */
export function smoothThrough(points: readonly Point[], closed = false): string {
  const at = (i: number): Point => points[closed ? (i + points.length) % points.length : Math.min(points.length - 1, Math.max(0, i))] ?? [0, 0];
  const segments = closed ? points.length : points.length - 1;
  return Array.from({ length: segments }, (_, i) => {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    return `C${pair(first)} ${pair(second)} ${pair(to)}`;
  }).join('');
}

/** A closed shape through the points. */
export function smoothShape(points: readonly Point[]): string {
  return points[0] ? `M${pair(points[0])}${smoothThrough(points, true)}z` : '';
}

/** What lies between two lines that both go the same way. */
export function between(upper: readonly Point[], lower: readonly Point[]): string {
  const back = lower.toReversed();
  if (!upper[0] || !back[0]) return '';
  return `M${pair(upper[0])}${smoothThrough(upper)}L${pair(back[0])}${smoothThrough(back)}z`;
}

export function disc([x, y]: Point, radius: number): string {
  const [r, across] = [round(radius), round(2 * radius)];
  return `M${pair([x - radius, y])}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 ${-across} 0z`;
}

export function pair([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A tenth of a pixel is fine enough. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
