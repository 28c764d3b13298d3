/** What is known of one listener and one track, as counted by the log. Times are epoch ms. */
export interface Outcomes {
  readonly plays: number;
  readonly completions: number;
  readonly skips: number;
  /** Of the skips, those in the first 30 s. */
  readonly earlySkips: number;
  /** Plays that were left before their end. */
  readonly leaves: number;
  readonly requests: number;
  readonly reaction: 'like' | 'love' | 'dislike' | null;
  readonly lastAt: number;
  /** They chose its artist as one they like; left out when they did not. */
  readonly artistLiked?: boolean;
}

/** How strongly outcomes speak for a track (target 1) and against it (target 0), as weights ≥ 0. */
export interface Evidence {
  readonly positive: number;
  readonly negative: number;
}

/**
 * Weights of single outcomes, in units of one track heard to its end. Words weigh more than deeds, and a
 * skip only against its track: nobody is asked why. Repetition counts by log₂(1 + n), so that a track on
 * repeat does not outweigh a whole taste (Hu, Koren, Volinsky 2008 use the same damping).
 */
export const OUTCOME_WEIGHTS = {
  completed: 1,
  /** Heard in part: stopped, or skipped by somebody else. */
  partial: 0.2,
  requested: 1.5,
  like: 3,
  love: 5,
  /** Who chose an artist meant several of their tracks, of which each may be another: as much as one that was heard. */
  artistLiked: 1,
  /** Whoever goes may have had other reasons. */
  leave: 0.2,
  lateSkip: 0.3,
  earlySkip: 1,
  /** A 👎 also silences whatever spoke for the track before. */
  dislike: 5,
} as const;

/** Tastes change: evidence halves in this time. */
export const HALF_LIFE_MS = 180 * 24 * 3_600_000;

/** Turns counted outcomes into evidence as of `now`. */
export function evidenceOf(outcomes: Outcomes, now: number, halfLifeMs: number = HALF_LIFE_MS): Evidence {
  const w = OUTCOME_WEIGHTS;
  const fresh = 2 ** (-Math.max(0, now - outcomes.lastAt) / halfLifeMs);
  if (outcomes.reaction === 'dislike') return { positive: 0, negative: w.dislike * fresh };
  const partial = Math.max(0, outcomes.plays - outcomes.completions - outcomes.skips - outcomes.leaves);
  const lateSkips = Math.max(0, outcomes.skips - outcomes.earlySkips);
  const said = outcomes.reaction === null ? 0 : w[outcomes.reaction];
  const positive =
    w.completed * damped(outcomes.completions) + w.partial * damped(partial) + w.requested * damped(outcomes.requests) + (outcomes.artistLiked ? w.artistLiked : 0) + said;
  const negative = w.leave * damped(outcomes.leaves) + w.lateSkip * damped(lateSkips) + w.earlySkip * damped(outcomes.earlySkips);
  return { positive: positive * fresh, negative: negative * fresh };
}

function damped(times: number): number {
  return Math.log2(1 + times);
}
