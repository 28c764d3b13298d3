import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { BackgroundJob } from './background-job.ts';
import type { Knowledge } from './knowledge.ts';
import { type LabelledTracks, labelledTracks, type SoundLabels } from './sound-labels.ts';
import type { TrackSounds } from './track-sounds.ts';

/** Learnt anew when so many more tracks were heard … */
const GROWTH = 1.2;
/** … or anything has changed for this long … */
const STALE_MS = 30 * 60_000;
/** Changes come by the hundred while a library is looked through: they are looked at together. */
const SETTLE_MS = 2_000;
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
  readonly #job: BackgroundJob;
  #changed = false;
  #learntFrom = 0;
  #learntAt = -Infinity;

  constructor(parts: LabelLearnerParts) {
    this.#parts = parts;
    this.#job = new BackgroundJob({
      clock: parts.clock,
      log: parts.log,
      consider: () => this.consider(),
      settleMs: SETTLE_MS,
      retryMs: STALE_MS,
      failure: 'How labels sound could not be learnt; what was known before is used.',
      onFailure: () => (this.#changed = true),
    });
  }

  /** A track was heard, or the library's labels are others. */
  changed(): void {
    this.#changed = true;
    this.#job.changed();
  }

  /** Learns when enough is new. Called now and then, too. */
  consider(): void {
    const now = this.#parts.clock.now();
    if (!this.#changed || !this.#job.isFree) return;
    const heard = this.#parts.heard();
    if (heard < LEAST_TRACKS) return;
    if (now - this.#learntAt < STALE_MS && heard <= this.#learntFrom * GROWTH) return;
    this.#changed = false;
    this.#job.begin((signal, begun) => this.#learn(signal, heard, begun));
  }

  /** Ends what runs at once. Resolves when its thread is gone. */
  stop(): Promise<void> {
    return this.#job.stop();
  }

  async #learn(signal: AbortSignal, heard: number, begun: number): Promise<boolean> {
    const { knowledge, sounds, learn } = this.#parts;
    const labels = await learn(labelledTracks(sounds()), signal);
    signal.throwIfAborted();
    knowledge.useSoundLabels(labels);
    this.#learntFrom = heard;
    this.#learntAt = begun;
    return true;
  }
}
