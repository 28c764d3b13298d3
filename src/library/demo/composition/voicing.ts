import type { Chord } from './harmony.ts';

export interface VoicingRange {
  /** Lowest and highest MIDI pitch. */
  readonly low: number;
  readonly high: number;
  /** At most this many notes sound. */
  readonly notes: number;
  /** Leave the root to the bass when the chord has other colour enough. */
  readonly rootless?: boolean;
}

/**
 * Places a chord so that its voices move least from the previous voicing, stay near the middle of the
 * range and keep clear of mud (close intervals low down). Candidates are every inversion in close
 * position and with the second voice from the top dropped an octave.
 * @returns MIDI pitches, ascending.
 */
export function voiceChord(chord: Chord, previous: readonly number[] | null, range: VoicingRange): number[] {
  const classes = chosenClasses(chord, range);
  const centre = (range.low + range.high) / 2;
  let best: number[] = [];
  let bestCost = Infinity;
  for (let bottom = range.low; bottom < range.low + 12 || bestCost === Infinity; bottom++) {
    if (bottom > range.high) break;
    if (!classes.includes(bottom % 12)) continue;
    const close = stack(classes, bottom);
    for (const voicing of close.length >= 4 ? [close, dropTwo(close)] : [close]) {
      for (const shift of [0, 12]) {
        const placed = voicing.map((p) => p + shift);
        if (placed[0] < range.low || placed[placed.length - 1] > range.high) continue;
        const cost = movement(placed, previous) + mud(placed) + 0.35 * Math.abs(mean(placed) - centre);
        if (cost < bestCost) {
          bestCost = cost;
          best = placed;
        }
      }
    }
  }
  return best.length > 0 ? best : stack(classes, range.low);
}

/** The tones that name the chord first: third and seventh before fifth, colour before root if rootless. */
function chosenClasses(chord: Chord, range: VoicingRange): number[] {
  const drop = new Set<number>();
  const tones = chord.intervals;
  if (range.rootless === true && tones.length >= 4) drop.add(0);
  if (tones.length - drop.size > range.notes) drop.add(7);
  if (tones.length - drop.size > range.notes) drop.add(0);
  const kept = tones.filter((t) => !drop.has(t)).slice(0, range.notes);
  return [...new Set(kept.map((t) => (chord.root + t) % 12))];
}

function stack(classes: readonly number[], bottom: number): number[] {
  const pitches = classes.map((pc) => bottom + ((((pc - bottom) % 12) + 12) % 12));
  return pitches.sort((a, b) => a - b);
}

function dropTwo(close: readonly number[]): number[] {
  const opened = [...close];
  opened[opened.length - 2] -= 12;
  return opened.sort((a, b) => a - b);
}

function movement(voicing: readonly number[], previous: readonly number[] | null): number {
  if (!previous) return 0;
  let total = 0;
  for (const pitch of voicing) total += Math.min(...previous.map((p) => Math.abs(p - pitch)));
  const top = Math.abs(voicing[voicing.length - 1] - previous[previous.length - 1]);
  return total + 0.6 * top;
}

function mud(voicing: readonly number[]): number {
  let cost = 0;
  for (let i = 1; i < voicing.length; i++) {
    const gap = voicing[i] - voicing[i - 1];
    if (gap < 3 && voicing[i - 1] < 53) cost += 6;
    if (gap === 1) cost += i === voicing.length - 1 ? 5 : 1.5;
    if (gap > 9) cost += 3;
  }
  return cost;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
