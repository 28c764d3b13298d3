import { ONSET_RATE } from './onset-strength.ts';
import { type Periodicity, WINDOW_STEP } from './periodicity.ts';
import { tempoSalience } from './tempo-candidates.ts';

/** How far the tempo may move away from the track's in the course of it: octaves to both sides. */
const RANGE = 0.4;
/** Tempi tried to each side. */
const STEPS = 40;
/** What a change by one step costs, beside saliences of 0 … 1. */
const INERTIA = 0.02;
/** What each step away from the track's tempo costs a window, so that a slow track without drums does not drift where nothing tells. */
const HOMESICKNESS = 0.0015;
/** Steps within which a tempo counts as the same. */
const SAME = 2;

/**
 * The tempo through the track: the path along which the saliences of the windows add up highest while it moves little
 * (Viterbi), straight lines between the windows.
 * @param frames of the onset strength
 * @returns frames of a beat, frame by frame of the onset strength
 */
export function followTempo({ windows }: Periodicity, bpm: number, frames: number): Float32Array {
  const states = 2 * STEPS + 1;
  const tempi = Float64Array.from({ length: states }, (_, s) => bpm * 2 ** ((RANGE * (s - STEPS)) / STEPS));
  const from: Uint8Array[] = [];
  let scores = new Float64Array(states);
  for (const window of windows) {
    const next = new Float64Array(states);
    const back = new Uint8Array(states);
    for (let s = 0; s < states; s++) {
      let best = -Infinity;
      for (let p = 0; p < states; p++) {
        const value = scores[p] - INERTIA * Math.abs(s - p);
        if (value <= best) continue;
        best = value;
        back[s] = p;
      }
      next[s] = best + tempoSalience(window, tempi[s]) - HOMESICKNESS * Math.abs(s - STEPS);
    }
    scores = next;
    from.push(back);
  }
  const path = new Uint8Array(windows.length);
  path[windows.length - 1] = scores.indexOf(Math.max(...scores));
  for (let w = windows.length - 1; w > 0; w--) path[w - 1] = from[w][path[w]];
  // Where nothing changes, the track's own tempo is finer than the steps.
  const settled = Array.from(path, (s) => (Math.abs(s - STEPS) <= SAME ? bpm : tempi[s]));
  const half = windows.length > 1 ? 2 * WINDOW_STEP : 0;
  return Float32Array.from({ length: frames }, (_, t) => {
    const at = Math.max(0, Math.min(settled.length - 1, (t - half) / WINDOW_STEP));
    const left = Math.floor(at);
    const right = Math.min(settled.length - 1, left + 1);
    return (60 * ONSET_RATE) / (settled[left] + (at - left) * (settled[right] - settled[left]));
  });
}
