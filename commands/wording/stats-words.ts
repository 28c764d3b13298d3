import type { Rate } from '../../models/ranking/rate.ts';
import { type Difference, LEAST_LISTENERS, type PickRates, type PlaceStats, type StatsFigures } from '../../src/recommender/place-stats.ts';
import { day } from '../pictures/calendar.ts';
import type { TasteFact } from './taste-words.ts';

/** What stands under the figures: what they count, and how sure they are. */
export const STATS_NOTE =
  'Went well: loved or liked, heard to the end, stayed for, or asked for again. Tries are the one slot in ten that is drawn to learn from. '
  + 'In brackets stand 95 % intervals, which know that listens of one session are alike (Wilson 1927, Kish 1965).';

/** Of fewer trials a rate is said to be of few. */
const FEW = 30;

/** How picks fare, for people. */
export function statsFacts(stats: PlaceStats): readonly TasteFact[] {
  const { plays, picks, from, figures, better, weeks, listeners } = stats;
  const hidden = weeks.filter((week) => week.plays > 0 && week.figures === null).length;
  return [
    { name: 'Played', phrases: [plays === 1 ? `one track since ${day(from)}` : `${plays} tracks since ${day(from)}`, `${picks} of them picked`] },
    ...(figures === null ? [{ name: 'Figures', phrases: [tooFew(listeners)] }] : [...figureFacts(figures), { name: 'Compared', phrases: [...comparison(better.liked, 'liked'), ...comparison(better.skipped, 'skipped')] }]),
    ...(figures !== null && hidden > 0 ? [{ name: 'Left out', phrases: [hidden === 1 ? `one week in which fewer than ${LEAST_LISTENERS} members listened` : `${hidden} weeks in which fewer than ${LEAST_LISTENERS} members listened`] }] : []),
  ];
}

/** The picture in a sentence. */
export function statsAlt({ weeks }: PlaceStats): string {
  const last = weeks.findLast(({ figures }) => figures !== null);
  const { share = null, picks, tries } = last?.figures ?? {};
  const said = [
    ...(share === null ? [] : [`${percent(share)} of listening went to picks`]),
    ...beside(picks?.liked, tries?.liked, 'went well'),
    ...beside(picks?.skipped, tries?.skipped, 'were skipped within half a minute'),
  ];
  return `How picks fare week by week from ${day(weeks[0].start)}, beside tries; in the last week with figures, from ${day(last?.start ?? weeks[0].start)}: ${said.join('; ')}`;
}

function figureFacts({ share, picks, tries }: StatsFigures): readonly TasteFact[] {
  return [
    { name: 'Picks', phrases: [...(share === null ? [] : [`${percent(share)} of all listening`]), ...ratesWords(picks)] },
    { name: 'Tries', phrases: ratesWords(tries) },
  ];
}

function ratesWords({ liked, skipped }: PickRates): readonly string[] {
  const words = [
    ...(liked ? [`${percent(liked.share)} went well (${interval(liked)})`] : []),
    ...(skipped ? [`${percent(skipped.share)} were skipped within half a minute (${interval(skipped)})`] : []),
    ...(liked && liked.of < FEW ? ['few listens yet, so this says little'] : []),
  ];
  return words.length > 0 ? words : [`too few yet: fewer than ${LEAST_LISTENERS} members heard one`];
}

/** Of picks beside tries; a difference that may be none is said to be none that is clear. */
function comparison(difference: Difference | null, name: 'liked' | 'skipped'): readonly string[] {
  if (difference === null) return name === 'liked' ? ['nothing to compare yet'] : [];
  const { value, low, high } = difference;
  if (low <= 0 && high >= 0) return [name === 'liked' ? 'no clear difference in what went well' : 'no clear difference in what was skipped'];
  const [points, least, most] = [value, value > 0 ? low : -high, value > 0 ? high : -low].map((share) => Math.abs(Math.round(100 * share)));
  if (name === 'liked') return [value > 0 ? `picks go well more often, by ${points} points (${least} to ${most})` : `tries go well more often, by ${points} points (${least} to ${most})`];
  return [value > 0 ? `picks are skipped more often, by ${points} points (${least} to ${most})` : `picks are skipped less often, by ${points} points (${least} to ${most})`];
}

function tooFew(listeners: number): string {
  return listeners === 0
    ? 'nobody who is counted in listened, so there is nothing to go by'
    : `fewer than ${LEAST_LISTENERS} members listened in a week, so figures would be about single ones: none are shown`;
}

function beside(picks: Rate | null | undefined, tries: Rate | null | undefined, what: 'went well' | 'were skipped within half a minute'): readonly string[] {
  if (!picks) return [];
  return [tries ? `${percent(picks.share)} of picks and ${percent(tries.share)} of tries ${what}` : `${percent(picks.share)} of picks ${what}`];
}

function interval({ low, high }: Rate): string {
  return `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
