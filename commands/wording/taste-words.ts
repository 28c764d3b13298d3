import type { TasteProfile, TasteWeek } from '../../src/recommender/taste-profile.ts';
import { day } from '../pictures/calendar.ts';
import { listed, named } from './label.ts';

/** What is known under one heading, in phrases. */
export interface TasteFact {
  readonly name: string;
  readonly phrases: readonly string[];
}

const STYLES = 6;
const ARTISTS = 5;
/** A style that moves by less stays about the same. */
const MOVED = 0.1;
/** Of the weeks at either end that are compared. */
const ENDS = 1 / 3;
const CLOSE = 0.2;
const FAR = 0.4;

/** Somebody's taste, for people. */
export function tasteFacts(profile: TasteProfile): readonly TasteFact[] {
  const { styles, artists, weeks } = profile;
  const moved = movements(profile);
  return [
    { name: 'Heard', phrases: heardWords(profile) },
    ...(styles.length > 0 ? [{ name: 'Styles', phrases: styles.slice(0, STYLES).map(({ style, share }) => `${style} ${percent(share)}`) }] : []),
    ...(weeks.length > 1 ? [{ name: 'Over time', phrases: moved.length > 0 ? moved : ['your styles stayed about the same'] }] : []),
    ...(artists.length > 0 ? [{ name: 'Top artists', phrases: artists.slice(0, ARTISTS).map(({ artist }) => artist) }] : []),
    { name: 'Adventure', phrases: adventureWords(profile) },
  ];
}

/** The picture of the weeks in a sentence. */
export function weeksAlt({ styles, weeks, from }: TasteProfile, shown: number): string {
  const rows = styles.slice(0, shown).map(({ style, share }) => `${named(style)} ${percent(share)}`);
  return `A ridge for each style, week by week from ${day(from)} to ${day(weeks[weeks.length - 1].start)}: ${listed(rows)}`;
}

/** The picture of the map in a sentence. */
export function mapAlt({ styles, heard }: TasteProfile): string {
  const rows = styles.slice(0, 3).map(({ style }) => named(style));
  return `A map on which neighbours sound alike, the library in grey and ${heard.length} heard tracks as coloured discs${rows.length > 0 ? `, most of them ${listed(rows)}` : ''}`;
}

function heardWords({ listens, heardMs, songs, from }: TasteProfile): readonly string[] {
  const hours = heardMs / 3_600_000;
  return [
    `since ${day(from)}`,
    hours < 1 ? `${Math.max(1, Math.round(hours * 60))} min of music` : `${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h of music`,
    listens === 1 ? 'one listen of one track' : songs === 1 ? `${listens} listens of one track` : `${listens} listens of ${songs} tracks`,
  ];
}

/** Styles of which much more, or less, is heard at the end than at the beginning, what moved most first. */
function movements({ styles, weeks }: TasteProfile): readonly string[] {
  const count = Math.max(1, Math.floor(weeks.length * ENDS));
  const [first, last] = [meanShares(weeks.slice(0, count)), meanShares(weeks.slice(-count))];
  if (weeks.length < 2 || first === null || last === null) return [];
  return styles
    .map(({ style }, i) => ({ style, from: first[i], to: last[i] }))
    .filter(({ from, to }) => Math.abs(to - from) >= MOVED)
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, 3)
    .map(({ style, from, to }) => `${to > from ? 'more' : 'less'} ${style}: ${percent(from)} → ${percent(to)}`);
}

/** Weighted by how much was heard in each week; null where nothing was. */
function meanShares(weeks: readonly TasteWeek[]): readonly number[] | null {
  const all = weeks.reduce((sum, { heardMs }) => sum + heardMs, 0);
  return all === 0 ? null : weeks[0].shares.map((_, i) => weeks.reduce((sum, { heardMs, shares }) => sum + heardMs * shares[i], 0) / all);
}

function adventureWords({ adventure: { fresh, remote } }: TasteProfile): readonly string[] {
  const words = [
    ...(fresh === null ? [] : [`${percent(fresh)} of listens were of something new to you`]),
    ...(remote === null ? [] : [remote < CLOSE ? 'you stay close to the middle of your taste' : remote < FAR ? 'you wander about the middle of your taste' : 'you roam the whole library']),
    ...(remote === null ? [] : [`${percent(remote)} of the library sounds nearer to that middle than what you hear, 50 % would be chance`]),
  ];
  return words.length > 0 ? words : ['there is too little yet to tell'];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
