/** How much each says that a beat is here and not half a beat later, beside its mean. */
const LOW = 1;
const MIDDLE = 0.5;
const HARMONY = 1;
/** What going over to the other half costs: more than what speaks against it in a minute without drums. */
const CHANGE = 100;

/**
 * Puts beats half a beat later where that is where they are: what comes between beats can be as loud as they are, but
 * basses and kicks, and changes of harmony above all, come on beats (Viterbi over the two halves).
 * @param beats times, ascending
 * @param low the strength of low onsets at each of given times; likewise `middle`, and `harmony` for its changes
 */
export function settlePhase(
  beats: Float64Array,
  low: (times: Float64Array) => Float64Array,
  middle: (times: Float64Array) => Float64Array,
  harmony: (times: Float64Array) => Float64Array,
): Float64Array {
  if (beats.length < 3) return beats;
  const later = beats.map((beat, i) => beat + (i + 1 < beats.length ? beats[i + 1] - beat : beat - beats[i - 1]) / 2);
  const squared = (times: Float64Array): Float64Array => harmony(times).map((change) => change * change);
  const here = new Float64Array(beats.length);
  for (const [weight, heard] of [[LOW, low], [MIDDLE, middle], [HARMONY, squared]] as const) {
    const on = heard(beats);
    const off = heard(later);
    const mean = (sumOf(on) + sumOf(off)) / (2 * beats.length);
    if (mean > 1e-9) for (let i = 0; i < here.length; i++) here[i] += (weight * (on[i] - off[i])) / mean;
  }
  const isLater = likeliestHalves(here);
  const settled: number[] = [];
  for (let i = 0; i < beats.length; i++) {
    const place = isLater[i] ? later[i] : beats[i];
    // Going back from the later half, a beat would come within half of the next.
    if (i === 0 || place - settled[settled.length - 1] > 0.7 * (later[i] - beats[i]) * 2) settled.push(place);
  }
  return Float64Array.from(settled);
}

function likeliestHalves(here: Float64Array): boolean[] {
  const from: (readonly [number, number])[] = [];
  let scores: readonly [number, number] = [0, 0];
  for (const evidence of here) {
    const [stay, leave] = scores;
    from.push([stay >= leave - CHANGE ? 0 : 1, leave >= stay - CHANGE ? 1 : 0]);
    scores = [Math.max(stay, leave - CHANGE) + evidence, Math.max(leave, stay - CHANGE) - evidence];
  }
  const halves: boolean[] = [];
  for (let i = here.length - 1, half = scores[0] >= scores[1] ? 0 : 1; i >= 0; half = from[i][half], i--) halves.push(half === 1);
  return halves.reverse();
}

function sumOf(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
