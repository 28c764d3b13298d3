import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { seeded, seedOf, type Random } from '../../models/random.ts';
import type { Track } from '../domain.ts';
import { COVER_VARIANTS, type CoverPlan } from './list.ts';
import { lookOf } from './style-look.ts';

/** Points of an energy curve on a cover. */
export const CURVE_POINTS = 48;
/** Of so many tracks of a list, spread over it, the curves are drawn: more would be a thicket. */
export const CURVES = 16;

/** Styles that are named, and coloured. */
const STYLES = 3;
/** Of the week's own listens against the tracks of the list. */
const OWN_WEIGHT = 2;
/** Degrees by which the same styles differ from one listener to the other. */
const TURN = 24;
const MOST = 255;

export interface CoverGrounds {
  /** What they heard in the week. */
  readonly heard: readonly Track[];
  /** Of the list, in order. */
  readonly tracks: readonly Track[];
  /** Of those tracks whose curves are drawn. */
  readonly analyses: readonly (TrackAnalysis | null)[];
  /** The same for a listener and a week: another listener's cover is another. */
  readonly seed: string;
}

/** What a cover is drawn from: colours and motif of the styles they lean to, and the tracks' own energy. */
export function coverPlan({ heard, tracks, analyses, seed: name }: CoverGrounds): CoverPlan {
  const seed = seedOf(name);
  const random = seeded(seed);
  const styles = leaning(heard, tracks);
  const looks = styles.map(lookOf);
  const turn = (random() - 0.5) * TURN;
  const first = looks[0] ?? lookOf(name);
  // Where little is known the colours go on from the first.
  const hues = Array.from({ length: STYLES }, (_, i) => Math.round((looks[i]?.hue ?? first.hue + i * (random() < 0.5 ? 32 : -32)) + turn + 360) % 360);
  const variant = COVER_VARIANTS[Math.floor(random() * COVER_VARIANTS.length)] ?? COVER_VARIANTS[0];
  const curves = spread(tracks, CURVES).map((track, i) => (analyses[i] ? energyOf(analyses[i]) : drifting(seeded(seedOf(track.id)))));
  return { variant, probability: 1 / COVER_VARIANTS.length, motif: first.motif, hues, styles, curves, measured: analyses.filter((one) => one !== null).length, seed };
}

/** At most `count` of them, evenly from first to last. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]).filter((item) => item !== undefined);
}

/** The styles of what was heard and of the list, the most frequent first. */
function leaning(heard: readonly Track[], tracks: readonly Track[]): readonly string[] {
  const weights = new Map<string, number>();
  const count = (track: Track, weight: number) => {
    for (const style of track.genres) weights.set(style, (weights.get(style) ?? 0) + weight / track.genres.length);
  };
  for (const track of heard) count(track, OWN_WEIGHT);
  for (const track of tracks) count(track, 1);
  return [...weights].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, STYLES).map(([style]) => style);
}

/** The energy curve in {@link CURVE_POINTS} steps, each the mean of what it covers. */
function energyOf({ curves: { energy } }: TrackAnalysis): readonly number[] {
  return Array.from({ length: CURVE_POINTS }, (_, i) => {
    const from = Math.min(energy.length - 1, Math.floor((i * energy.length) / CURVE_POINTS));
    const part = energy.subarray(Math.max(0, from), Math.max(from + 1, Math.floor(((i + 1) * energy.length) / CURVE_POINTS)));
    return Math.round(part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length));
  });
}

/** For a track that was not heard yet: a level that wanders. */
function drifting(random: Random): readonly number[] {
  let level = 0.35 + 0.3 * random();
  let pull = 0;
  return Array.from({ length: CURVE_POINTS }, () => {
    pull = 0.8 * pull + 0.09 * (random() - 0.5);
    level = Math.min(0.92, Math.max(0.12, level + pull));
    return Math.round(level * MOST);
  });
}
