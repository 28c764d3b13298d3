/** How much each says that a bar begins: onsets by range, low first, and that the harmony changes. */
const ONSET_EVIDENCE = [0.5, 0.5, -0.5, 0.3] as const;
const HARMONY_EVIDENCE = 1;
/** How much each says after how many beats the music is alike again. */
const ONSET_LIKENESS = 0.5;
const HARMONY_LIKENESS = 2;
/** What a bar that is cut short or goes on longer costs: as much as some bars in a row that say otherwise. */
const BREAK = 8;

export interface Bars {
  /** 3 or 4. */
  readonly beatsPerBar: number;
  /** Indices of the beats that begin a bar, ascending. */
  readonly downbeats: Uint32Array;
}

/**
 * Which beats begin a bar. Three beats or four: after as many, and twice as many, the music is more alike (after Foote &
 * Uchihashi 2001). Which of them: the count along which low onsets and changes of harmony add up highest, where the
 * count may be broken if much speaks for it (Viterbi over the place in the bar).
 * @param onsets for each range, the strength at each beat
 * @param harmony how much the harmony changes at each beat
 */
export function findBars(onsets: readonly Float64Array[], harmony: Float64Array): Bars {
  const ranges = onsets.map(standardised);
  const changes = standardised(harmony);
  let three = HARMONY_LIKENESS * threeRatherThanFour(changes);
  for (const range of ranges) three += ONSET_LIKENESS * threeRatherThanFour(range);
  const beatsPerBar = three > 0 ? 3 : 4;
  const evidence = changes.map((change, b) => ranges.reduce((sum, range, r) => sum + ONSET_EVIDENCE[r] * range[b], HARMONY_EVIDENCE * change));
  return { beatsPerBar, downbeats: countBars(evidence, beatsPerBar) };
}

function threeRatherThanFour(values: Float64Array): number {
  return likeness(values, 3) + likeness(values, 6) - likeness(values, 4) - likeness(values, 8);
}

/** Autocorrelation of values of mean 0 and deviation 1. */
function likeness(values: Float64Array, beats: number): number {
  let sum = 0;
  for (let b = beats; b < values.length; b++) sum += values[b] * values[b - beats];
  return values.length > beats ? sum / (values.length - beats) : 0;
}

function countBars(evidence: Float64Array, metre: number): Uint32Array {
  let scores = new Float64Array(metre);
  const from: Uint8Array[] = [];
  for (const value of evidence) {
    const next = new Float64Array(metre);
    const back = new Uint8Array(metre);
    const best = scores.indexOf(Math.max(...scores));
    for (let place = 0; place < metre; place++) {
      const regular = (place + metre - 1) % metre;
      const isBroken = scores[best] - BREAK > scores[regular];
      back[place] = isBroken ? best : regular;
      next[place] = scores[back[place]] - (isBroken ? BREAK : 0) + (place === 0 ? value : 0);
    }
    scores = next;
    from.push(back);
  }
  const downbeats: number[] = [];
  for (let b = evidence.length - 1, place = scores.indexOf(Math.max(...scores)); b >= 0; place = from[b][place], b--) if (place === 0) downbeats.push(b);
  return Uint32Array.from(downbeats.reverse());
}

/** Brought to mean 0 and deviation 1; all 0 where they are all the same. */
function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return values.map((value) => (deviation > 1e-9 ? (value - mean) / deviation : 0));
}
