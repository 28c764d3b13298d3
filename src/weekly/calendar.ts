import { Cron } from 'croner';

/** When lists come: a day of the week and an hour, where somebody lives. */
export interface Rhythm {
  readonly day: Weekday;
  /** 0 … 23 */
  readonly hour: number;
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
}

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A list that is due, or was. */
export interface Due {
  /** Epoch ms. */
  readonly at: number;
  /** The week that it is of, by the calendar of the zone (ISO 8601): `2026-W02`. */
  readonly week: string;
}

const DAY_MS = 24 * 3_600_000;

/** The last time at or before `now`. An hour that a change of clocks leaves out is the one after it. */
export function lastDue(rhythm: Rhythm, now: number): Due {
  // The reference itself is not among the previous ones.
  const [before] = cronOf(rhythm).previousRuns(1, new Date(now + 1));
  if (!before) throw new RangeError(`there was never a ${rhythm.day}`);
  return { at: before.getTime(), week: weekOf(before.getTime(), rhythm.zone) };
}

/** The first time after `now`. */
export function nextDue(rhythm: Rhythm, now: number): Due {
  const next = cronOf(rhythm).nextRun(new Date(now));
  if (!next) throw new RangeError(`there will be no ${rhythm.day}`);
  return { at: next.getTime(), week: weekOf(next.getTime(), rhythm.zone) };
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The zone of the machine. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The week of a time where somebody lives (ISO 8601: from Monday on, the first has the year's first Thursday). */
export function weekOf(at: number, zone: string): string {
  const parts = new Map(new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const midnight = Date.UTC(parts.get('year') ?? NaN, (parts.get('month') ?? NaN) - 1, parts.get('day') ?? NaN);
  const thursday = new Date(midnight + (3 - ((new Date(midnight).getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The Monday that a week begins with, as midnight in UTC. */
export function mondayOf(week: string): number {
  const [year = NaN, number = NaN] = week.split('-W').map(Number);
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + (number - 1) * 7 * DAY_MS;
}

function cronOf({ day, hour, zone }: Rhythm): Cron {
  return new Cron(`0 ${hour} * * ${WEEKDAYS.indexOf(day) + 1}`, { timezone: zone });
}
