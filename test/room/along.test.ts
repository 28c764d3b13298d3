import { expect, it } from 'vitest';
import { tracksAlong } from '../../src/room/client/map/along.ts';
import { around, type MapPoints, nearest, towards } from '../../src/room/client/map/points.ts';

/** A grid of 20 × 20 points over the square, each of an artist of its own unless told. */
function grid(artistOf: (point: number) => number = (point) => point): MapPoints {
  const ids = Array.from({ length: 400 }, (_, i) => `t${i}`);
  return {
    ids,
    indexOf: new Map(ids.map((id, i) => [id, i])),
    x: Float32Array.from(ids, (_, i) => (i % 20) / 10 - 0.95),
    y: Float32Array.from(ids, (_, i) => Math.floor(i / 20) / 10 - 0.95),
    artists: Uint16Array.from(ids, (_, i) => artistOf(i)),
    styleOf: new Uint8Array(400),
    styles: ['one'],
    unheard: 0,
  };
}

it('finds the tracks along a line in its order, none twice, twenty at most', () => {
  const points = grid();
  const row = tracksAlong(points, [{ x: -0.95, y: -0.95 }, { x: 0.95, y: -0.95 }], 0.2);
  expect(row.length).toBeGreaterThan(8);
  expect(row).toEqual([...new Set(row)].toSorted((a, b) => a - b));
  expect(row.every((point) => point < 20)).toBe(true);
  const there = { x: -0.9, y: 0 };
  const back = { x: 0.9, y: 0 };
  const often = tracksAlong(points, [there, back, there, back, there, back], 0.02);
  expect(often.length).toBeLessThanOrEqual(20);
  expect(new Set(often).size).toBe(often.length);
});

it('passes by what lies far from the line, and takes two in a row of an artist at most', () => {
  const points = grid();
  expect(tracksAlong(points, [{ x: 3, y: 3 }, { x: 4, y: 3 }], 0.1)).toEqual([]);
  const artists = tracksAlong(grid((point) => (point < 60 ? 1 : point)), [{ x: -0.95, y: -0.95 }, { x: 0.95, y: -0.95 }], 0.1).map((point) => (point < 60 ? 1 : point));
  expect(artists.length).toBeGreaterThan(1);
  expect(artists.some((artist, i) => i > 1 && artist === artists[i - 1] && artist === artists[i - 2])).toBe(false);
  expect(tracksAlong(points, [], 0.1)).toEqual([]);
  expect(tracksAlong(points, [{ x: -0.95, y: -0.95 }], 0.1)).toEqual([0]);
});

it('walks to the next point in the direction of an arrow, and knows who is around', () => {
  const points = grid();
  expect(towards(points, 21, { x: 1, y: 0 })).toBe(22);
  expect(towards(points, 21, { x: 0, y: -1 })).toBe(1);
  expect(towards(points, 0, { x: -1, y: 0 })).toBe(-1);
  expect(nearest(points, { x: -0.94, y: -0.95 })).toBe(0);
  expect(nearest(points, { x: 5, y: 5 }, 0.1)).toBe(-1);
  expect(around(points, 21, 4).toSorted((a, b) => a - b)).toEqual([1, 20, 22, 41]);
});
