import { FRAME_MS } from './pcm.ts';
import { PREPARED_FRAMES } from './channel.ts';

/** Of each 20 ms, what may go into preparing frames before the loop turns to decoders and messages again. */
const PREPARE_MS = 8;
/** Frames that are further behind than what is prepared are let go: a burst would only pile up at the listener. */
const MOST_BEHIND_MS = PREPARED_FRAMES * FRAME_MS;
const SAMPLES_KEPT = 30_000;

/** What the pacer sends and prepares for. */
export interface Paced {
  /** How many frames could be prepared now. */
  readonly room: number;
  prepare(): void;
  send(): void;
}

/** How regular the frames were, over the last ten minutes at most. */
export interface PacingReport {
  readonly frames: number;
  /** Milliseconds after the frame was due. */
  readonly lateP50: number;
  readonly lateP99: number;
  readonly lateMax: number;
  /** The longest time between two frames, ms. */
  readonly gapMax: number;
}

/**
 * Sends a frame of every channel each 20 ms by the monotonic clock: due times are counted from the start,
 * not from the last frame, so that nothing drifts. What is left of the time prepares frames ahead.
 */
export class Pacer {
  readonly #channels: ReadonlySet<Paced>;
  readonly #beat: () => void;
  #due = 0;
  #timer: NodeJS.Timeout | null = null;
  #late: number[] = [];
  #gapMax = 0;
  #sentAt: number | null = null;

  /** @param beat called at least every 20 ms while the loop runs: the heart of the watchdog */
  constructor(channels: ReadonlySet<Paced>, beat: () => void) {
    this.#channels = channels;
    this.#beat = beat;
  }

  start(): void {
    this.#due = performance.now() + FRAME_MS;
    this.#schedule();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  report(): PacingReport {
    const late = this.#late.toSorted((a, b) => a - b);
    const at = (p: number) => late[Math.floor((late.length - 1) * p)] ?? 0;
    return { frames: late.length, lateP50: at(0.5), lateP99: at(0.99), lateMax: at(1), gapMax: this.#gapMax };
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, this.#due - performance.now()));
  }

  #tick(): void {
    this.#beat();
    const now = performance.now();
    if (now - this.#due > MOST_BEHIND_MS) this.#due = now;
    while (this.#due <= performance.now()) {
      for (const channel of this.#channels) channel.send();
      this.#note();
      this.#due += FRAME_MS;
    }
    this.#prepare(performance.now() + PREPARE_MS);
    this.#schedule();
  }

  /** Whoever has the least prepared comes first. */
  #prepare(until: number): void {
    while (performance.now() < until) {
      let neediest: Paced | null = null;
      for (const channel of this.#channels) {
        if (channel.room > (neediest?.room ?? 0)) neediest = channel;
      }
      if (neediest === null) return;
      neediest.prepare();
    }
  }

  #note(): void {
    const now = performance.now();
    if (this.#late.length === SAMPLES_KEPT) this.#late.splice(0, SAMPLES_KEPT / 2);
    this.#late.push(now - this.#due);
    if (this.#sentAt !== null) this.#gapMax = Math.max(this.#gapMax, now - this.#sentAt);
    this.#sentAt = now;
  }
}
