import type { Rate } from '../../models/ranking/rate.ts';
import type { PlaceStats, StatsFigures } from '../../src/recommender/place-stats.ts';
import { DAY, MONDAY } from './event-log.ts';

export function aRate(share: number, half: number, of = 100): Rate {
  return { share, low: Math.max(0, share - half), high: Math.min(1, share + half), of };
}

export const FIGURES: StatsFigures = {
  share: 0.64,
  picks: { liked: aRate(0.7, 0.05), skipped: aRate(0.08, 0.03) },
  tries: { liked: aRate(0.5, 0.1), skipped: aRate(0.2, 0.1) },
};

/** How picks fared over three weeks, in the second of which too few listened. */
export function someStats(given: Partial<PlaceStats> = {}): PlaceStats {
  return {
    from: MONDAY,
    plays: 210,
    picks: 150,
    listeners: 6,
    figures: FIGURES,
    better: { liked: { value: 0.2, low: 0.09, high: 0.31 }, skipped: { value: -0.12, low: -0.22, high: 0.01 } },
    weeks: [
      { start: MONDAY, plays: 100, figures: { ...FIGURES, share: 0.5 } },
      { start: MONDAY + 7 * DAY, plays: 10, figures: null },
      { start: MONDAY + 14 * DAY, plays: 100, figures: { ...FIGURES, tries: { liked: null, skipped: null } } },
    ],
    ...given,
  };
}
