import { groupedRate, type Rate, rateDifference } from '../../models/ranking/rate.ts';
import { succeeded } from '../../models/ranking/success.ts';
import type { LogEvent, LogEventOf } from '../listening/log-event.ts';
import { EARLY_SKIP_MS } from '../listening/projection.ts';
import { type JudgedListen, listenOutcomes } from '../listening/listen-outcomes.ts';
import { WEEK_MS, weekStart } from './week.ts';

/** How the picks of a place fare. No figure is about any one member, or about fewer than {@link LEAST_LISTENERS}. */
export interface PlaceStats {
  /** The first Monday, epoch ms. */
  readonly from: number;
  /** Tracks that were played, and how many of them were picked. */
  readonly plays: number;
  readonly picks: number;
  /** How many members were heard to listen. */
  readonly listeners: number;
  /** Of the weeks that have figures; null where there are none. */
  readonly figures: StatsFigures | null;
  /** By how much picks do better than tries; null where one of them has nothing to compare. */
  readonly better: { readonly liked: Difference | null; readonly skipped: Difference | null };
  /** One after the other. */
  readonly weeks: readonly StatsWeek[];
}

export interface StatsWeek {
  /** Monday, epoch ms. */
  readonly start: number;
  readonly plays: number;
  /** null where too few members listened for figures not to be about single ones. */
  readonly figures: StatsFigures | null;
}

export interface StatsFigures {
  /** The part of all listening time that was spent on picks, 0 to 1; null where there was none. Counted, not estimated. */
  readonly share: number | null;
  /** What the recommender chose by taste … */
  readonly picks: PickRates;
  /** … and what it drew to learn: one slot in ten, whose place in the session is drawn by chance. */
  readonly tries: PickRates;
}

export interface PickRates {
  /** Of listens that tell anything, those that went well (`succeeded`); intervals by session. */
  readonly liked: Rate | null;
  /** Of plays, those skipped within the first half minute. */
  readonly skipped: Rate | null;
}

export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Figures of fewer people would be figures of single ones. */
export const LEAST_LISTENERS = 5;
const WEEKS = 12;

/** What the log must be read from, for stats as of now. */
export function statsSince(now: number): number {
  return weekStart(now) - (WEEKS - 1) * WEEK_MS;
}

/** How the picks of a place fared, from what the log says of it; null where nothing was played. */
export function placeStats(events: readonly LogEvent[], now: number): PlaceStats | null {
  const plays = playsIn(events);
  const since = statsSince(now);
  const from = Math.min(...plays.map(({ week }) => week).filter((week) => week >= since));
  if (!Number.isFinite(from)) return null;
  const byWeek = Map.groupBy(plays, ({ week }) => week);
  const weeks = Array.from({ length: Math.round((weekStart(now) - from) / WEEK_MS) + 1 }, (_, i) => from + i * WEEK_MS).map((start) => ({ start, plays: byWeek.get(start) ?? [] }));
  const few = weeks.filter((week) => !areEnough(week.plays));
  // What is left of the whole without the weeks that are shown must not be about few, either.
  const hidden = few.flatMap((week) => week.plays);
  const counted = areEnough(hidden) || listenersOf(hidden).size === 0 ? plays.filter(({ week }) => week >= since) : weeks.filter((week) => areEnough(week.plays)).flatMap((week) => week.plays);
  const figures = areEnough(counted) ? figuresOf(counted) : null;
  const of = weeks.flatMap((week) => week.plays);
  return {
    from,
    plays: of.length,
    picks: of.filter(({ kind }) => kind !== 'request').length,
    listeners: listenersOf(of).size,
    figures,
    better: { liked: differenceOf(figures, 'liked'), skipped: differenceOf(figures, 'skipped') },
    weeks: weeks.map((week) => ({ start: week.start, plays: week.plays.length, figures: areEnough(week.plays) ? figuresOf(week.plays) : null })),
  };
}

type Kind = 'request' | 'picks' | 'tries';

interface Played {
  readonly kind: Kind;
  readonly week: number;
  readonly session: string;
  /** null where it tells nothing: it is under way, or failed. */
  readonly skippedEarly: boolean | null;
  readonly listens: readonly JudgedListen[];
}

function playsIn(events: readonly LogEvent[]): readonly Played[] {
  const tries = new Set(events.flatMap((event) => (event.kind === 'pick' && event.data.exploratory ? [event.data.pickId] : [])));
  const endings = new Map(events.flatMap((event) => (event.kind === 'play-ended' ? [[event.playId, event.data] as const] : [])));
  const listens = Map.groupBy(listenOutcomes(events), ({ event }) => event.playId);
  return events.filter((event) => event.kind === 'play').map((event) => ({
    kind: kindOf(event, tries),
    week: weekStart(event.at),
    session: event.sessionId ?? '',
    skippedEarly: skippedEarly(endings.get(event.playId)),
    listens: listens.get(event.playId) ?? [],
  }));
}

function kindOf({ data: { origin, pickId } }: LogEventOf<'play'>, tries: ReadonlySet<string>): Kind {
  if (origin === 'request') return 'request';
  return pickId !== null && tries.has(pickId) ? 'tries' : 'picks';
}

function skippedEarly(ended: LogEventOf<'play-ended'>['data'] | undefined): boolean | null {
  if (ended === undefined || ended.ending === 'failed' || ended.ending === 'interrupted') return null;
  const early = ended.ranMs < EARLY_SKIP_MS;
  // The session ended before anybody could have meant it.
  return ended.ending === 'stopped' && early ? null : ended.ending === 'skipped' && early;
}

function figuresOf(plays: readonly Played[]): StatsFigures {
  const heard = (of: readonly Played[]) => of.reduce((sum, { listens }) => sum + listens.reduce((ms, { event }) => ms + event.data.heardMs, 0), 0);
  const all = heard(plays);
  const rates = (kind: Kind): PickRates => {
    const own = plays.filter((play) => play.kind === kind);
    if (!areEnough(own)) return { liked: null, skipped: null };
    const sessions = [...Map.groupBy(own, ({ session }) => session).values()];
    const rate = (answers: (play: Played) => readonly (boolean | null)[]) => groupedRate(sessions.map((ofSession) => {
      const told = ofSession.flatMap(answers).filter((answer) => answer !== null);
      return { hits: told.filter(Boolean).length, trials: told.length };
    }));
    return { liked: rate(({ listens }) => listens.map(({ outcome }) => succeeded(outcome))), skipped: rate((play) => [play.skippedEarly]) };
  };
  return { share: all > 0 ? heard(plays.filter(({ kind }) => kind !== 'request')) / all : null, picks: rates('picks'), tries: rates('tries') };
}

function differenceOf(figures: StatsFigures | null, name: keyof PickRates): Difference | null {
  const [picks, tries] = [figures?.picks[name], figures?.tries[name]];
  return picks && tries ? rateDifference(picks, tries) : null;
}

function areEnough(plays: readonly Played[]): boolean {
  return listenersOf(plays).size >= LEAST_LISTENERS;
}

function listenersOf(plays: readonly Played[]): ReadonlySet<string | null> {
  const listeners = new Set<string | null>();
  for (const { listens } of plays) for (const { event } of listens) listeners.add(event.listenerId);
  return listeners;
}
