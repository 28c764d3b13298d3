import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Knowledge } from './knowledge.ts';
import { type LabelledTracks, labelledTracks, type SoundLabels } from './sound-labels.ts';
import type { TrackSounds } from './track-sounds.ts';

/** Learnt anew when so many more tracks were heard … */
const GROWTH = 1.2;
/** … or anything has changed for this long … */
const STALE_MS = 30 * 60_000;
/** Changes come by the hundred while a library is looked through: they are looked at together. */
const SETTLE_MS = 2_000;
/** … but after one there is none for so many times as long as it took. */
const REST = 9;
/** Fewer tracks have no label that could be told from their other peculiarities. */
const LEAST_TRACKS = 24;

export interface LabelLearnerParts {
  readonly knowledge: Knowledge;
  readonly sounds: () => TrackSounds;
  /** How many tracks were heard. */
  readonly heard: () => number;
  readonly learn: (tracks: LabelledTracks, signal: AbortSignal) => Promise<SoundLabels>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Keeps learnt how the library's labels sound: decides when, and lets a thread do it. One at a time. */
export class LabelLearner {
  readonly #parts: LabelLearnerParts;
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #changed = false;
  #cancelLook: (() => void) | null = null;
  #learntFrom = 0;
  #learntAt = -Infinity;
  #restUntil = -Infinity;
  #stopped = false;

  constructor(parts: LabelLearnerParts) {
    this.#parts = parts;
  }

  /** A track was heard, or the library's labels are others. */
  changed(): void {
    this.#changed = true;
    this.#cancelLook ??= this.#parts.clock.after(SETTLE_MS, () => {
      this.#cancelLook = null;
      this.consider();
    });
  }

  /** Learns when enough is new. Called now and then, too. */
  consider(): void {
    const now = this.#parts.clock.now();
    if (!this.#changed || this.#running || this.#stopped || now < this.#restUntil) return;
    const heard = this.#parts.heard();
    if (heard < LEAST_TRACKS) return;
    if (now - this.#learntAt < STALE_MS && heard <= this.#learntFrom * GROWTH) return;
    const running = new AbortController();
    this.#running = running;
    this.#changed = false;
    this.#ended = this.#run(running.signal, heard, now);
  }

  /** Ends what runs at once. Resolves when its thread is gone. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook?.();
    this.#running?.abort();
    return this.#ended;
  }

  async #run(signal: AbortSignal, heard: number, begun: number): Promise<void> {
    const { knowledge, sounds, learn, clock, log } = this.#parts;
    try {
      const labels = await learn(labelledTracks(sounds()), signal);
      signal.throwIfAborted();
      knowledge.useSoundLabels(labels);
      this.#learntFrom = heard;
      this.#learntAt = begun;
      this.#restUntil = begun + (1 + REST) * (clock.now() - begun);
    } catch (error) {
      if (signal.aborted) return;
      this.#changed = true;
      this.#restUntil = clock.now() + STALE_MS;
      log.error({ err: error }, 'How labels sound could not be learnt; what was known before is used.');
    } finally {
      this.#running = null;
    }
  }
}
