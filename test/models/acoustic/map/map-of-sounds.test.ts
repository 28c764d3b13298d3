import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapSounds } from '../../../../models/acoustic/map/map-of-sounds.ts';
import { alignment, move } from '../../../../models/acoustic/map/procrustes.ts';
import { seeded } from '../../../../models/random.ts';
import { trustworthiness } from './trustworthiness.ts';

const DIMENSIONS = 64;
const STYLES = 8;

/** Unit vectors about as many centres as there are styles; row r is of style r mod 8. */
function sounds(rows: number): Float32Array {
  const random = seeded(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: STYLES }, () => Float64Array.from({ length: DIMENSIONS }, normal));
  const values = new Float32Array(rows * DIMENSIONS);
  for (let row = 0; row < rows; row++) {
    const sound = Float64Array.from(centres[row % STYLES], (x) => x + 0.6 * normal());
    const length = Math.hypot(...sound);
    values.set(sound.map((x) => x / length), row * DIMENSIONS);
  }
  return values;
}

function at(places: Float32Array, row: number): readonly [number, number] {
  return [places[row * 2], places[row * 2 + 1]];
}

function apart([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  return Math.hypot(ax - bx, ay - by);
}

describe('the map of sounds', () => {
  it('lays together what sounds alike, within the square, the same way each time', () => {
    const values = sounds(240);
    const { places } = mapSounds(values, DIMENSIONS);
    expect(trustworthiness(values, DIMENSIONS, places, 10)).toBeGreaterThan(0.95);
    expect(places.every((x) => Math.abs(x) <= 1)).toBe(true);
    expect(mapSounds(values, DIMENSIONS).places).toEqual(places);
  });

  it('leaves what it knows about where it was when others come', () => {
    const values = sounds(240);
    const known = 200;
    const first = mapSounds(values.subarray(0, known * DIMENSIONS), DIMENSIONS);
    const before = { ...first, places: new Float32Array(240 * 2).fill(NaN) };
    before.places.set(first.places);
    const { places } = mapSounds(values, DIMENSIONS, before);
    const moved = Array.from({ length: known }, (_, row) => apart(at(places, row), at(first.places, row)));
    expect(moved.reduce((sum, x) => sum + x, 0) / known).toBeLessThan(0.1);
    expect(trustworthiness(values, DIMENSIONS, places, 10)).toBeGreaterThan(0.95);
  });

  it('places those beyond its landmarks with the ones they sound like', () => {
    const values = sounds(1_700);
    const { places } = mapSounds(values, DIMENSIONS);
    const centres = Array.from({ length: STYLES }, (_, style) => {
      const own = Array.from({ length: 1_500 }, (_, row) => row).filter((row) => row % STYLES === style);
      return [0, 1].map((axis) => own.reduce((sum, row) => sum + places[row * 2 + axis], 0) / own.length) as [number, number];
    });
    const others = Array.from({ length: 200 }, (_, i) => 1_500 + i);
    const right = others.filter((row) => {
      const distances = centres.map((centre) => apart(centre, at(places, row)));
      return distances.indexOf(Math.min(...distances)) === row % STYLES;
    });
    expect(right.length).toBeGreaterThan(190);
  });

  it('takes libraries of nothing, of few tracks, and of the same track many times', () => {
    for (const rows of [0, 1, 2, 3, 7, 8, 9]) {
      const { places } = mapSounds(sounds(rows), DIMENSIONS);
      expect(places.length).toBe(rows * 2);
      expect(places.every((x) => Math.abs(x) <= 1)).toBe(true);
    }
    const same = new Float32Array(20 * DIMENSIONS).fill(1 / 8);
    expect(mapSounds(same, DIMENSIONS).places.every((x) => Math.abs(x) <= 1)).toBe(true);
  });
});

describe('the alignment of two maps', () => {
  it('finds the turn, mirror image, scale and shift between them', () => {
    const number = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(number, number), { minLength: 3, maxLength: 20, selector: String }), fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 5, noNaN: true }), fc.boolean(), (points, angle, scale, mirror) => {
        const from = Float64Array.from(points.flat());
        const to = from.slice();
        const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        move(to, { matrix: mirror ? [cos, sin, sin, -cos] : [cos, -sin, sin, cos], shift: [0.3, -2], scale });
        const found = alignment(from, to);
        expect(found?.scale).toBeCloseTo(scale, 6);
        move(from, found!);
        from.forEach((x, i) => expect(x).toBeCloseTo(to[i], 6));
      }),
    );
  });
});
