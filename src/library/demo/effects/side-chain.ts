import { SAMPLE_RATE } from '../../../audio/pcm.ts';

/** Seconds from a kick until the ducked parts are back. */
const RECOVERY_SECONDS = 0.24;
const ATTACK_SECONDS = 0.004;

/** How deeply the parts under a kick are pressed down, moment by moment: 1 right after it, 0 when recovered. */
export class SideChain {
  readonly #onsets: readonly number[];
  #next = 0;
  /** Sample of the last kick, −∞ before the first. */
  #last = -Infinity;

  /** @param onsets seconds, ascending */
  constructor(onsets: readonly number[]) {
    this.#onsets = onsets.map((t) => Math.round(t * SAMPLE_RATE));
  }

  /** Fills `depth` for the block that begins at sample `start`. Blocks must follow each other. */
  fill(depth: Float32Array, start: number, frames: number): void {
    const attack = ATTACK_SECONDS * SAMPLE_RATE;
    const recovery = RECOVERY_SECONDS * SAMPLE_RATE;
    for (let i = 0; i < frames; i++) {
      const at = start + i;
      while (this.#next < this.#onsets.length && this.#onsets[this.#next] <= at) this.#last = this.#onsets[this.#next++];
      const age = at - this.#last;
      if (age >= recovery) depth[i] = 0;
      else if (age < attack) depth[i] = age / attack;
      else {
        const x = 1 - (age - attack) / (recovery - attack);
        depth[i] = x * Math.sqrt(x);
      }
    }
  }
}
