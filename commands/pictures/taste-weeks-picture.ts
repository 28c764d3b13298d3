import type { Picture, Shape } from '../../src/picture.ts';
import type { TasteProfile } from '../../src/recommender/taste-profile.ts';
import { day, namedWeeks } from './calendar.ts';
import { box, COLOURS, FAINT, filled, fitted, GRID, GROUND, rectangle, round, widthOf, written } from './shapes.ts';

const WIDTH = 1_200;
/** Left of the ridges stand the names of the styles. */
const LEFT = 345;
const RIGHT = 50;
const TOP = 190;
const ROW = 96;
/** A ridge as high as this reaches over the one behind it. */
const HIGHEST = 160;
const BELOW = 70;
const NAME = 30;
const NOTE = 24;
export const MOST_ROWS = 7;
const MOST_NAMED = 7;
/** Half of how thick its line is. */
const LINE = 1.75;
/** Points of a line from one week to the next. */
const STEPS = 12;

/**
 * How somebody's styles moved: for each a ridge over the weeks (Wilke 2017 calls it a ridgeline plot), as high as its share of
 * what was heard in the week, all on one scale. null where there are not yet two weeks.
 */
export function drawTasteWeeks({ styles, weeks }: Pick<TasteProfile, 'styles' | 'weeks'>): Picture | null {
  if (weeks.length < 2 || styles.length === 0) return null;
  const rows = styles.slice(0, MOST_ROWS);
  const bottom = TOP + (rows.length - 1) * ROW;
  const x = (week: number) => LEFT + ((WIDTH - LEFT - RIGHT) * week) / (weeks.length - 1);
  const most = Math.max(0.2, ...weeks.flatMap(({ shares }) => shares.slice(0, rows.length)));
  const named = namedWeeks(weeks.length, MOST_NAMED);
  const grid = filled(named.map((week) => box(x(week) - 1, TOP - HIGHEST + 20, 2, bottom - TOP + HIGHEST - 8)).join(''), GRID);
  const ridges = rows.flatMap(({ style, share }, row): Shape[] => {
    const base = TOP + row * ROW;
    const colour = COLOURS[row % COLOURS.length];
    const heights = weeks.map(({ shares }) => (HIGHEST * shares[row]) / most);
    const points = heights.map((height, week) => ({ x: x(week), y: base - height }));
    return [
      // What lies behind is hidden, mostly: rows are told apart by their own ground.
      filled(area(points, base), GROUND, 0.75),
      filled(area(points, base), colour, 0.45),
      filled(line(between(points)), colour),
      written(fitted(style, NAME, LEFT - 56), 36, base - 26, NAME, 'start', colour),
      written(`${Math.round(100 * share)} %`, 36, base + 4, NOTE, 'start', FAINT),
    ];
  });
  const dates = named.map((week) => {
    const text = day(weeks[week].start);
    const half = widthOf(text, NOTE) / 2;
    return written(text, Math.min(WIDTH - 8 - half, Math.max(LEFT - 20, x(week))), bottom + BELOW - 24, NOTE, 'middle', FAINT);
  });
  const height = bottom + BELOW;
  return { width: WIDTH, height, shapes: [rectangle(0, 0, WIDTH, height, GROUND), grid, ...ridges, ...dates] };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function area(points: readonly Point[], base: number): string {
  const [first, last] = [points[0], points[points.length - 1]];
  return `${path([{ x: first.x, y: base }, ...between(points), { x: last.x, y: base }])}z`;
}

/** As thick everywhere: there beside the points, and back on their other side. */
function line(points: readonly Point[]): string {
  const beside = (by: number) => points.map(({ x, y }, i) => {
    const [before, after] = [points[Math.max(0, i - 1)], points[Math.min(points.length - 1, i + 1)]];
    const length = Math.hypot(after.x - before.x, after.y - before.y);
    return { x: x - (by * (after.y - before.y)) / length, y: y + (by * (after.x - before.x)) / length };
  });
  return `${path([...beside(-LINE), ...beside(LINE).toReversed()])}z`;
}

/** With the way from each point to the next: level at both, and never beyond them. */
function between(points: readonly Point[]): readonly Point[] {
  return points.flatMap((to, i) => {
    const from = points[i - 1];
    if (from === undefined) return [to];
    return Array.from({ length: STEPS }, (_, step) => {
      const way = (step + 1) / STEPS;
      return { x: from.x + way * (to.x - from.x), y: from.y + way * way * (3 - 2 * way) * (to.y - from.y) };
    });
  });
}

function path(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}
