/** What a track's form is measured on: times from its beginning to its end, and which of them begin a bar. */
export interface PulseGrid {
  /** Ascending, from 0 to the end, one more than there are pulses. */
  readonly times: readonly number[];
  /** Pulses that begin a bar, ascending. */
  readonly bars: readonly number[];
  readonly perBar: number;
}

/** Without beats, half seconds are counted in fours. */
const STEP_SECONDS = 0.5;
const STEPS_PER_BAR = 4;
/** A pulse is at least so long: what comes before the first beat and after the last goes to these otherwise. */
const SHORTEST = 0.15;

/** The beats of a track with what lies before and after them, or even steps where there are no beats. */
export function pulseGrid(seconds: number, beats: Float32Array, downbeats: Uint32Array, beatsPerBar: number): PulseGrid {
  if (downbeats.length < 2) {
    const steps = Math.max(1, Math.floor(seconds / STEP_SECONDS));
    const times = Array.from({ length: steps + 1 }, (_, i) => (i === steps ? seconds : i * STEP_SECONDS));
    return { times, bars: Array.from({ length: Math.ceil(steps / STEPS_PER_BAR) }, (_, i) => i * STEPS_PER_BAR), perBar: STEPS_PER_BAR };
  }
  const times = [0];
  const pulseOf = Array.from(beats, (beat) => {
    if (beat - times[times.length - 1] > SHORTEST) times.push(beat);
    return times.length - 1;
  });
  if (seconds - times[times.length - 1] < SHORTEST && times.length > 1) times[times.length - 1] = seconds;
  else times.push(seconds);
  return { times, bars: Array.from(downbeats, (beat) => pulseOf[beat]).filter((pulse) => pulse < times.length - 1), perBar: beatsPerBar };
}
