import { type MapPoints, nearest, type Place } from './points.ts';

const MOST = 20;
/** So many in a row are of one artist at most. */
const IN_A_ROW = 2;
/** What lies so many stops beside the line is not on the way. */
const ASIDE = 1;

/** Tracks along a line, in its order, about one every `spacing` and 20 at most; none twice. */
export function tracksAlong(points: MapPoints, line: readonly Place[], spacing: number): readonly number[] {
  const found: number[] = [];
  const stops = evenly(line, spacing);
  const step = Math.max(spacing, lengthOf(line) / (MOST - 1));
  for (const stop of stops) {
    const last = found.slice(-IN_A_ROW).map((point) => points.artists[point]);
    const full = last.length === IN_A_ROW && last.every((artist) => artist === last[0]);
    const next = nearest(points, stop, step * ASIDE, (point) => !found.includes(point) && !(full && points.artists[point] === last[0]));
    if (next >= 0) found.push(next);
  }
  return found;
}

/** Places on a line, from its beginning to its end, equally far apart. */
function evenly(line: readonly Place[], spacing: number): readonly Place[] {
  const length = lengthOf(line);
  if (line.length === 0) return [];
  const count = Math.min(MOST - 1, Math.max(1, Math.round(length / spacing)));
  return length === 0 ? [line[0]] : Array.from({ length: count + 1 }, (_, i) => at(line, (length * i) / count));
}

function at(line: readonly Place[], distance: number): Place {
  let left = distance;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1], line[i]];
    const length = apart(from, to);
    if (left <= length && length > 0) {
      const share = left / length;
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    }
    left -= length;
  }
  return line[line.length - 1];
}

function lengthOf(line: readonly Place[]): number {
  return line.slice(1).reduce((sum, place, i) => sum + apart(line[i], place), 0);
}

function apart(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
