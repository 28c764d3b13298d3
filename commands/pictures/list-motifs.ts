import { seeded, type Random } from '../../models/random.ts';
import type { PathShape } from '../../src/picture.ts';
import { spread } from '../../src/weekly/cover-plan.ts';
import type { CoverPlan, Motif } from '../../src/weekly/list.ts';
import type { ListPalette } from './list-palette.ts';
import { between, disc, smoothShape, smoothThrough, pair, type Point } from './smooth-path.ts';

export const COVER_WIDTH = 1_200;
export const COVER_HEIGHT = 720;

const MOST = 255;
/** As many shapes as can be told apart. */
const SHAPES: Readonly<Record<Motif, number>> = { rings: 14, ridges: 9, petals: 13, streams: 11 };
/** How much of a curve is its own level; the rest is how it goes between its quietest and its loudest. */
const OWN_LEVEL = 0.35;
/** Of a curve that goes round, from where on its end is led back to its beginning. */
const SEAM = 0.82;

type Drawing = (curves: readonly (readonly number[])[], palette: ListPalette, random: Random) => readonly PathShape[];

/** The shapes of a cover: each track's energy is one of them, in the list's order. */
export function motifShapes({ motif, curves, seed }: CoverPlan, palette: ListPalette): readonly PathShape[] {
  const shown = spread(curves, SHAPES[motif]).map((curve) => stretched(curve.map((value) => value / MOST)));
  return DRAWINGS[motif](shown, palette, seeded(seed ^ 0x5e60e));
}

/** Round one centre, the first track inside; each as thick as its energy is. */
const rings: Drawing = (curves, palette, random) => {
  const centre: Point = [COVER_WIDTH * (0.34 + 0.32 * random()), COVER_HEIGHT * (0.42 + 0.16 * random())];
  const heart = 34 + 22 * random();
  const step = (COVER_HEIGHT * (0.62 + 0.12 * random()) - heart) / Math.max(6, curves.length);
  const sense = random() < 0.5 ? 1 : -1;
  const shapes = curves.map((curve, i) => {
    // The inner ones are short of room for detail.
    const around = led(thinned(curve, i < curves.length / 2 ? 2 : 1));
    const begin = random() * 2 * Math.PI;
    const radius = heart + (i + 0.75) * step;
    const line = (offset: (value: number) => number): readonly Point[] =>
      around.map((value, k) => {
        const angle = begin + (sense * k * 2 * Math.PI) / around.length;
        const r = radius + offset(value);
        return [centre[0] + r * Math.cos(angle), centre[1] + r * Math.sin(angle)];
      });
    const outer = line((value) => step * (0.02 + 0.86 * value));
    const inner = line((value) => -step * (0.01 + 0.1 * value)).toReversed();
    return filled(smoothShape(outer) + smoothShape(inner), palette.shape(i / Math.max(1, curves.length - 1)), 0.96);
  });
  return [...shapes, filled(disc(centre, heart * 0.72), palette.light, 1)];
};

/** One behind the other, the first track farthest away, below a sun. */
const ridges: Drawing = (curves, palette, random) => {
  const sun: Point = [COVER_WIDTH * (0.2 + 0.6 * random()), COVER_HEIGHT * (0.24 + 0.12 * random())];
  const radius = 78 + 54 * random();
  const horizon = COVER_HEIGHT * (0.36 + 0.06 * random());
  const shapes = curves.flatMap((curve, i) => {
    const depth = i / Math.max(1, curves.length - 1);
    const floor = horizon + (COVER_HEIGHT * 1.02 - horizon) * depth ** 1.25;
    const height = COVER_HEIGHT * (0.2 + 0.12 * depth);
    const shift = (random() - 0.5) * 0.5;
    const mirrored = random() < 0.5;
    const upper = (mirrored ? curve.toReversed() : curve).map((value, k): Point => {
      const along = k / (curve.length - 1);
      // Highest somewhere, as a range of hills is.
      const swell = 0.34 + 0.66 * Math.cos((Math.PI / 2) * Math.min(1, Math.max(-1, 1.7 * (along - 0.5 - shift)))) ** 2;
      return [along * COVER_WIDTH * 1.04 - COVER_WIDTH * 0.02, floor - height * value * swell];
    });
    const first = upper[0] ?? [0, floor];
    const body = `M${pair(first)}${smoothThrough(upper)}L${pair([COVER_WIDTH * 1.03, COVER_HEIGHT + 10])}L${pair([-COVER_WIDTH * 0.03, COVER_HEIGHT + 10])}z`;
    const rim = between(upper, upper.map(([x, y]): Point => [x, y + 2.2 + 1.6 * depth]));
    return [filled(body, palette.shape(0.08 + 0.92 * depth), 0.97), filled(rim, palette.light, 0.5 - 0.32 * depth)];
  });
  return [filled(disc(sun, radius), palette.light, 1), ...shapes];
};

/** A flower, clockwise from the top; a petal is as wide as the track's energy, along its length. */
const petals: Drawing = (curves, palette, random) => {
  const centre: Point = [COVER_WIDTH * (0.36 + 0.28 * random()), COVER_HEIGHT * (0.46 + 0.1 * random())];
  const turn = -Math.PI / 2 + (random() - 0.5) * 0.9;
  const petal = (curve: readonly number[], i: number, scale: number): readonly Point[] => {
    const mean = curve.reduce((sum, value) => sum + value, 0) / curve.length;
    const length = scale * COVER_HEIGHT * (0.34 + 0.34 * mean + 0.05 * (i % 2));
    const angle = turn + (i * 2 * Math.PI) / curves.length;
    const wide = scale * (1.25 * Math.PI * COVER_HEIGHT * 0.3) / Math.max(7, curves.length);
    const bend = 0.16 * (random() - 0.5);
    const side = (sign: 1 | -1): readonly Point[] =>
      thinned(curve, 6).map((value, k, all) => {
        const along = (k + 0.5) / all.length;
        const half = sign * wide * (0.5 + 0.75 * value) * Math.sin(Math.PI * along ** 0.9) ** 0.75;
        const direction = angle + bend * along;
        const [cos, sin] = [Math.cos(direction), Math.sin(direction)];
        const out = 18 + length * along;
        return [centre[0] + out * cos - half * sin, centre[1] + out * sin + half * cos];
      });
    const tip: Point = [centre[0] + (length + 22) * Math.cos(angle + bend), centre[1] + (length + 22) * Math.sin(angle + bend)];
    return [centre, ...side(1), tip, ...side(-1).toReversed()];
  };
  const outer = curves.map((curve, i) => filled(smoothShape(petal(curve, i, 1)), palette.shape(1 - (i % 3) * 0.28), 0.74));
  const inner = curves.map((curve, i) => filled(smoothShape(petal(curve, i, 0.56)), palette.shape(0.34 - (i % 3) * 0.14), 0.72));
  return [...outer, ...inner, filled(disc(centre, 30 + 12 * random()), palette.light, 1)];
};

/** Across, one upon the other, the first track on top; each as wide as its energy is. */
const streams: Drawing = (curves, palette, random) => {
  const points = curves[0]?.length ?? 0;
  const [phase, sway, waves] = [random() * 6.28, 34 + 46 * random(), 1.1 + 0.9 * random()];
  const slant = (random() - 0.5) * 150;
  const wide = curves.map((curve) => thinned(curve, 2).map((value) => 0.12 + value));
  const steps = Math.ceil(points / 2);
  const sums = Array.from({ length: steps }, (_, k) => wide.reduce((sum, width) => sum + (width[k] ?? 0), 0));
  const thick = (COVER_HEIGHT * 0.8) / Math.max(...sums);
  const widths = wide.map((width) => width.map((value) => thick * value));
  const total = sums.map((sum) => thick * sum);
  const x = (k: number) => (k / Math.max(1, steps - 1)) * COVER_WIDTH * 1.06 - COVER_WIDTH * 0.03;
  const edge = total.map((sum, k) => COVER_HEIGHT / 2 - sum / 2 + sway * Math.sin(phase + (waves * 2 * Math.PI * k) / steps) + slant * (k / steps - 0.5));
  return widths.map((width, i) => {
    const upper = edge.map((y, k): Point => [x(k), y]);
    for (let k = 0; k < steps; k++) edge[k] = (edge[k] ?? 0) + (width[k] ?? 0);
    // A hair of overlap, or the ground shows through.
    const lower = edge.map((y, k): Point => [x(k), y + 1]);
    return filled(between(upper, lower), palette.shape(i / Math.max(1, curves.length - 1)), 0.97);
  });
};

const DRAWINGS: Readonly<Record<Motif, Drawing>> = { rings, ridges, petals, streams };

function filled(d: string, fill: string, opacity: number): PathShape {
  return { kind: 'path', d, fill, opacity: Math.round(opacity * 100) / 100 };
}

/** The same, with more between its quietest and its loudest moment. */
function stretched(curve: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...curve), Math.max(...curve)];
  const range = Math.max(0.05, most - least);
  return curve.map((value) => OWN_LEVEL * value + (1 - OWN_LEVEL) * ((value - least) / range));
}

/** A curve whose end leads back to its beginning. */
function led(curve: readonly number[]): readonly number[] {
  const first = curve[0] ?? 0;
  return curve.map((value, k) => {
    const late = Math.max(0, (k / curve.length - SEAM) / (1 - SEAM));
    return value + (first - value) * late;
  });
}

/** Means of `every` points each. */
function thinned(curve: readonly number[], every: number): readonly number[] {
  return Array.from({ length: Math.ceil(curve.length / every) }, (_, i) => {
    const part = curve.slice(i * every, (i + 1) * every);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
