/** How much less a beat that comes early or late is worth, for each squared logarithm of its deviation. */
const TIGHTNESS = 300;
/** How far from its due time a beat is looked for: a share of the period. */
const EARLIEST = 0.8;
const LATEST = 1.25;
/** Beats before and after one that say together where it lies. */
const NEIGHBOURS = 6;

/**
 * Beats as the chain of frames with the strongest onsets whose distances keep close to the period (dynamic programming;
 * Ellis 2007), each then placed by its neighbours and itself, so that they fall between frames and where nothing is
 * heard, too.
 * @param strength a value a frame, of deviation 1 where music plays
 * @param period frames of a beat at every frame
 * @returns frames, ascending
 */
export function trackBeats(strength: Float32Array, period: Float32Array): Float64Array {
  const frames = strength.length;
  const score = new Float64Array(frames);
  const previous = new Int32Array(frames).fill(-1);
  for (let t = 0; t < frames; t++) {
    const beat = period[t];
    let best = 0;
    const nearest = Math.max(0, t - Math.round(EARLIEST * beat));
    for (let from = Math.max(0, t - Math.round(LATEST * beat)); from <= nearest && from < t; from++) {
      const deviation = Math.log((t - from) / beat);
      const value = score[from] - TIGHTNESS * deviation * deviation;
      if (value <= best) continue;
      best = value;
      previous[t] = from;
    }
    score[t] = strength[t] + best;
  }
  let last = frames - 1;
  for (let t = Math.max(0, Math.floor(frames - LATEST * period[frames - 1])); t < frames; t++) if (score[t] > score[last]) last = t;
  const chain: number[] = [];
  for (let t = last; t >= 0; t = previous[t]) chain.push(t);
  return straighten(chain.reverse(), strength);
}

/** Weighted straight lines through each beat's neighbourhood: firm onsets lead, and jitter of frames goes. */
function straighten(chain: readonly number[], strength: Float32Array): Float64Array {
  const places = chain.map((t) => peakPlace(strength, t));
  const weights = chain.map((t) => 0.05 + Math.max(0, strength[t]));
  return Float64Array.from(chain, (_, i) => {
    let [sw, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (let j = Math.max(0, i - NEIGHBOURS); j <= Math.min(chain.length - 1, i + NEIGHBOURS); j++) {
      const weight = weights[j];
      const x = j - i;
      sw += weight;
      sx += weight * x;
      sy += weight * places[j];
      sxx += weight * x * x;
      sxy += weight * x * places[j];
    }
    const spread = sw * sxx - sx * sx;
    return spread > 1e-9 ? (sxx * sy - sx * sxy) / spread : places[i];
  });
}

/** Where a peak lies between frames (parabola). */
function peakPlace(curve: Float32Array, t: number): number {
  if (t < 1 || t + 1 >= curve.length) return t;
  const bend = curve[t - 1] - 2 * curve[t] + curve[t + 1];
  if (bend >= -1e-6 || curve[t] < curve[t - 1] || curve[t] < curve[t + 1]) return t;
  return t + (0.5 * (curve[t - 1] - curve[t + 1])) / bend;
}
