const DAY_MS = 24 * 3_600_000;
/** A heard track regains half of its freshness in this time. */
const RECOVERY_MS = 14 * DAY_MS;
/** A heard track never becomes as new as an unheard one. */
const HEARD_NOVELTY = 0.6;

/** 1 for an unheard track; 0 right after hearing it, recovering towards 0.6. Times are epoch ms. */
export function novelty(lastHeardAt: number | null, now: number): number {
  if (lastHeardAt === null) return 1;
  return HEARD_NOVELTY * (1 - 2 ** (-Math.max(0, now - lastHeardAt) / RECOVERY_MS));
}

/**
 * Puts predictions on a common scale, −1 to 1: tanh(z / 3), z being the distance from the mean of the
 * predictions in standard deviations. `NaN` marks tracks without a prediction; they become 0.
 */
export function standardised(predictions: Float32Array): Float32Array {
  const known = predictions.filter((x) => !Number.isNaN(x));
  const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / known.length);
  if (!(deviation > 1e-9)) return new Float32Array(predictions.length);
  return predictions.map((x) => (Number.isNaN(x) ? 0 : Math.tanh((x - mean) / deviation / 3)));
}

/** Score differences below this are not blown up into a full range of relevance. */
const LEAST_RANGE = 0.25;

/**
 * A listener's scores as relevance, 0 (worst candidate) to 1 (best), so that members of a group with
 * differently bold scores count alike. Somebody nothing is known of finds everything about equal.
 */
export function relevance(scores: Float64Array, candidates: readonly number[]): Float64Array {
  let low = Infinity;
  let high = -Infinity;
  for (const c of candidates) {
    low = Math.min(low, scores[c]);
    high = Math.max(high, scores[c]);
  }
  const range = Math.max(high - low, LEAST_RANGE);
  return scores.map((score) => Math.min(1, Math.max(0, (score - low) / range)));
}
