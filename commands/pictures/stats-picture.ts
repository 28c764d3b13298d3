import type { Rate } from '../../models/ranking/rate.ts';
import type { Picture, Shape } from '../../src/picture.ts';
import type { PickRates, PlaceStats, StatsWeek } from '../../src/recommender/place-stats.ts';
import { day, namedWeeks } from './calendar.ts';
import { box, COLOURS, disc, FAINT, filled, GRID, GROUND, INK, rectangle, widthOf, written } from './shapes.ts';

const WIDTH = 1_200;
const LEFT = 110;
const RIGHT = 50;
/** One panel a question, one below the other. */
const PANEL = { first: 96, height: 170, apart: 282, title: 30 } as const;
const NOTE = 24;
const MOST_NAMED = 9;
const PICKS = COLOURS[0];
const TRIES = COLOURS[1];
/** Of one week, picks stand a little to the left and tries to the right. */
const ASIDE = 12;
const WHISKER = 4;
const POINT = 9;
const MOST_BAR = 44;

/**
 * How picks fare by week: the share of listening that went to them, how many listens of them went well, and how many plays
 * were skipped early, each of the latter beside the tries, with whiskers from end to end of the 95 % interval.
 */
export function drawStats({ weeks }: Pick<PlaceStats, 'weeks'>): Picture {
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(1, weeks.length);
  const x = (week: number) => LEFT + slot * (week + 0.5);
  const bottom = PANEL.first + 2 * PANEL.apart + PANEL.height;
  const height = bottom + 70;
  const panels = [
    panel(0, 'Listening that went to picks', 1, (y) => bars(weeks, x, slot, y)),
    panel(1, 'Listens that went well', 1, (y) => rates(weeks, 'liked', x, y)),
    panel(2, 'Skipped within half a minute', roundedUp(mostOf(weeks)), (y) => rates(weeks, 'skipped', x, y)),
  ];
  const dates = namedWeeks(weeks.length, MOST_NAMED).map((week) => written(day(weeks[week].start), x(week), bottom + 46, NOTE, 'middle', FAINT));
  return { width: WIDTH, height, shapes: [rectangle(0, 0, WIDTH, height, GROUND), ...panels.flat(), ...legend(), ...dates] };
}

/** From a share, 0 to 1, to the picture. */
type Up = (share: number) => number;

function panel(number: number, title: string, most: number, draw: (y: Up) => readonly Shape[]): readonly Shape[] {
  const top = PANEL.first + number * PANEL.apart;
  const base = top + PANEL.height;
  const y = (share: number) => base - (PANEL.height * Math.min(most, share)) / most;
  const lines = [0, most / 2, most];
  return [
    written(title, LEFT, top - 34, PANEL.title, 'start'),
    filled(lines.map((share) => box(LEFT, y(share) - 1, WIDTH - LEFT - RIGHT, 2)).join(''), GRID),
    ...lines.map((share) => written(`${Math.round(100 * share)} %`, LEFT - 16, y(share) + 8, NOTE, 'end', FAINT)),
    ...draw(y),
  ];
}

function bars(weeks: readonly StatsWeek[], x: (week: number) => number, slot: number, y: Up): readonly Shape[] {
  const width = Math.min(MOST_BAR, 0.7 * slot);
  return [filled(weeks.flatMap(({ figures }, week) => (figures?.share == null ? [] : [box(x(week) - width / 2, y(figures.share), width, y(0) - y(figures.share))])).join(''), PICKS, 0.85)];
}

function rates(weeks: readonly StatsWeek[], name: keyof PickRates, x: (week: number) => number, y: Up): readonly Shape[] {
  const of = (kind: 'picks' | 'tries') => weeks.flatMap(({ figures }, week) => {
    const rate = figures?.[kind][name];
    return rate ? [{ rate, at: x(week) + (kind === 'picks' ? -ASIDE : ASIDE) }] : [];
  });
  const marks = (found: readonly { readonly rate: Rate; readonly at: number }[], colour: string, mark: (at: number, y: number) => string) => [
    filled(found.map(({ rate: { low, high }, at }) => box(at - WHISKER / 2, y(high), WHISKER, y(low) - y(high))).join(''), colour, 0.45),
    filled(found.map(({ rate: { share }, at }) => mark(at, y(share))).join(''), colour),
  ];
  // Told apart by shape as well as by colour.
  return [...marks(of('tries'), TRIES, diamond), ...marks(of('picks'), PICKS, (at, height) => disc(at, height, POINT))];
}

function diamond(at: number, y: number): string {
  const r = POINT * 1.25;
  return `M${Math.round(at)} ${Math.round(10 * (y - r)) / 10}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`;
}

/** At the right of the second panel's title, which is the first that has both. */
function legend(): readonly Shape[] {
  const y = PANEL.first + PANEL.apart - 34;
  const right = WIDTH - RIGHT;
  const names = { picks: 'picks', tries: 'tries' };
  const tries = right - widthOf('Versuche', NOTE);
  const picks = tries - 60 - widthOf('Auswahl', NOTE);
  return [
    filled(diamond(tries - 20, y - 8), TRIES),
    written(names.tries, tries, y, NOTE, 'start', INK),
    filled(disc(picks - 20, y - 8, POINT), PICKS),
    written(names.picks, picks, y, NOTE, 'start', INK),
  ];
}

function mostOf(weeks: readonly StatsWeek[]): number {
  return Math.max(0.2, ...weeks.flatMap(({ figures }) => [figures?.picks.skipped?.high ?? 0, figures?.tries.skipped?.high ?? 0]));
}

/** To a fifth of everything. */
function roundedUp(share: number): number {
  return Math.min(1, Math.ceil(share * 5 - 1e-9) / 5);
}
