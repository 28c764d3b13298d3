import { ONSET_RANGES } from './onset-strength.ts';

/** How much each says that a bar begins: onsets by range, low first, and that the harmony changes. */
const ONSET_WEIGHTS = [0.5, 0.5, -0.5, 0.3] as const;
const HARMONY_WEIGHT = 1;
const METRES = [4, 3] as const;
/** What a bar that is cut short or goes on longer costs: as much as some bars in a row that say otherwise. */
const BREAK = 8;
/** How much more must speak for three beats than for four, which far most music has: a share. */
const RARITY = 1.15;

export interface Bars {
  readonly beatsPerBar: number;
  /** Indices of the beats that begin a bar, ascending. */
  readonly downbeats: Uint32Array;
}

/**
 * Which beats begin a bar: the count of three or four along which low onsets and changes of harmony add up highest,
 * where the count may be broken if much speaks for it (Viterbi over the place in the bar).
 * @param onsets for each range, the strength of each beat
 * @param harmony how much the harmony changes at each beat
 */
export function findBars(onsets: readonly Float64Array[], harmony: Float64Array): Bars {
  const beats = harmony.length;
  const evidence = new Float64Array(beats);
  for (let r = 0; r < ONSET_RANGES; r++) addStandard(evidence, onsets[r], ONSET_WEIGHTS[r]);
  addStandard(evidence, harmony, HARMONY_WEIGHT);
  const [four, three] = METRES.map((metre) => count(evidence, metre));
  const bars = three.score > Math.max(0, four.score) * RARITY ? three : four;
  return { beatsPerBar: bars.metre, downbeats: bars.downbeats };
}

function count(evidence: Float64Array, metre: number): { readonly metre: number; readonly score: number; readonly downbeats: Uint32Array } {
  const beats = evidence.length;
  let scores = new Float64Array(metre);
  const from: Uint8Array[] = [];
  for (let b = 0; b < beats; b++) {
    const next = new Float64Array(metre);
    const back = new Uint8Array(metre);
    const best = scores.indexOf(Math.max(...scores));
    for (let place = 0; place < metre; place++) {
      const regular = (place + metre - 1) % metre;
      back[place] = scores[best] - BREAK > scores[regular] ? best : regular;
      next[place] = Math.max(scores[best] - BREAK, scores[regular]) + evidence[b] * (place === 0 ? 1 - 1 / metre : -1 / metre);
    }
    scores = next;
    from.push(back);
  }
  const score = Math.max(...scores);
  const downbeats: number[] = [];
  for (let b = beats - 1, place = scores.indexOf(score); b >= 0; place = from[b][place], b--) if (place === 0) downbeats.push(b);
  // So that three and four are measured alike: evidence that is pure chance adds up with the number of bars' places.
  return { metre, score: score / Math.sqrt((1 - 1 / metre) / metre), downbeats: Uint32Array.from(downbeats.reverse()) };
}

/** Adds values brought to mean 0 and deviation 1, times a weight. */
function addStandard(sum: Float64Array, values: Float64Array, weight: number): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  if (deviation > 1e-9) for (let i = 0; i < sum.length; i++) sum[i] += (weight * (values[i] - mean)) / deviation;
}
