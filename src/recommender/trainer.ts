import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { trainInBackground } from './background-training.ts';
import type { TrackRecords } from './catalogue.ts';
import type { Knowledge } from './knowledge.ts';
import type { LibrarySound } from './library-sound.ts';
import type { TrainingProgress } from './recommender.ts';
import type { TrainedTaste } from './trained-taste.ts';
import { trainingDataOf } from './training-data.ts';

/** Before anything can be trained … */
const LEAST_PAIRS = 10;
/** … and of more than one listener: alone, the tags say all that could be learnt, and the model has no weight (blend.ts). */
const LEAST_LISTENERS = 2;
/** Trained anew when this much more is known … */
const GROWTH = 1.2;
/** … or when anything has changed for this long … */
const STALE_MS = 15 * 60_000;
/** … but after a training there is none for so many times as long as it took: it has a tenth of the time at most. */
const REST = 9;
/** News of a running training come at most this often, unless it does something else now. */
const TELL_EVERY_MS = 500;

/** Keeps what everybody's listening teaches trained: decides when, and lets threads do it. One training at a time. */
export class Trainer {
  readonly #knowledge: Knowledge;
  readonly #records: TrackRecords;
  readonly #sound: LibrarySound;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onTrained: () => void;
  readonly #onProgress: () => void;
  readonly #trainData: typeof trainInBackground;
  readonly #mayTrain: () => boolean;
  /** Until its last thread has ended, also when it is not wanted any more. */
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #progress: TrainingProgress | null = null;
  #toldAt = -Infinity;
  #changed = false;
  #restUntil = -Infinity;

  constructor(parts: {
    knowledge: Knowledge;
    /** The library's tracks. */
    records: TrackRecords;
    sound: LibrarySound;
    clock: Clock;
    log: Logger;
    onTrained: () => void;
    /** {@link progress} has changed. */
    onProgress: () => void;
    /** Asked before every training. */
    mayTrain: () => boolean;
    train?: typeof trainInBackground | undefined;
  }) {
    this.#knowledge = parts.knowledge;
    this.#records = parts.records;
    this.#sound = parts.sound;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onTrained = parts.onTrained;
    this.#onProgress = parts.onProgress;
    this.#mayTrain = parts.mayTrain;
    this.#trainData = parts.train ?? trainInBackground;
  }

  /** How far the running training is; null when there is none. */
  get progress(): TrainingProgress | null {
    return this.#progress;
  }

  /** Something new is known: trains when that is enough. */
  changed(): void {
    this.#changed = true;
    this.consider();
  }

  /** Trains when enough is new. Called now and then, too. */
  consider(): void {
    const { trained, size, listeners } = this.#knowledge;
    const now = this.#clock.now();
    if (this.#running || !this.#changed || !this.#mayTrain()) return;
    if (size < LEAST_PAIRS || listeners < LEAST_LISTENERS) return;
    if (now < Math.max(this.#restUntil, trained ? trained.trainedAt + (1 + REST) * trained.tookMs : -Infinity)) return;
    const grown = !trained || size >= trained.trainedOn * GROWTH || this.#records.size > trained.tracks * GROWTH;
    if (grown || now - trained.trainedAt >= STALE_MS) this.#start(now);
  }

  /**
   * Somebody was forgotten: whatever was trained with them, or is being trained, is not kept.
   * Resolves when nothing of them is left in a training.
   */
  startOver(): Promise<void> {
    const ended = this.stop();
    this.#knowledge.useTrained(null);
    this.#restUntil = -Infinity;
    this.changed();
    return ended;
  }

  /** Ends a running training at once. Resolves when none of its threads is left; only then another may begin. */
  stop(): Promise<void> {
    this.#running?.abort();
    this.#progress = null;
    return this.#ended;
  }

  #start(now: number): void {
    const running = new AbortController();
    this.#running = running;
    this.#changed = false;
    this.#tell({ share: 0, doing: 'choosing' }, running.signal);
    this.#ended = this.#run(running.signal, now);
  }

  async #run(signal: AbortSignal, begun: number): Promise<void> {
    try {
      const trained = await this.#train(signal, begun);
      signal.throwIfAborted();
      this.#knowledge.useTrained(trained);
      this.#progress = null;
      this.#onTrained();
    } catch (error) {
      if (!signal.aborted) this.#failed(error, begun);
    }
    this.#running = null;
    this.consider();
  }

  #failed(error: unknown, begun: number): void {
    this.#progress = null;
    const now = this.#clock.now();
    this.#restUntil = now + Math.max(STALE_MS, REST * (now - begun));
    this.#changed = true;
    this.#log.error({ err: error }, 'Training failed; what was learnt before is used.');
    this.#onProgress();
  }

  async #train(signal: AbortSignal, trainedAt: number): Promise<TrainedTaste> {
    const tracks = this.#records.size;
    const { ids, listeners: names, data, pairs } = await trainingDataOf(this.#knowledge, this.#records, this.#sound, trainedAt, signal);
    const { networkVersion } = this.#sound;
    const { rows: listeners, columns } = data.listens;
    const onProgress = (progress: TrainingProgress) => this.#tell(progress, signal);
    const { model, head, blend } = await this.#trainData(data, { seed: trainedAt, signal, onProgress });
    const tookMs = Math.max(0, this.#clock.now() - trainedAt);
    const families = model.components.map(({ family }) => family);
    this.#log.debug({ listeners, columns, pairs, families, regimes: model.regimes, head: head && { auc: head.auc, soundAuc: head.soundAuc }, blend: { origin: blend.origin, weights: blend.weights, own: blend.own.size }, tookMs }, 'Trained.');
    const own = Object.fromEntries(Array.from(blend.own, ([row, weights]) => [names[row], weights]));
    return { trainedAt, tookMs, trainedOn: pairs, tracks, ids, model, head: head && networkVersion !== null ? { ...head, networkVersion } : null, blend: { weights: blend.weights, own } };
  }

  #tell(progress: TrainingProgress, signal: AbortSignal): void {
    if (signal.aborted) return;
    const same = this.#progress?.doing === progress.doing;
    this.#progress = progress;
    const now = this.#clock.now();
    if (same && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#onProgress();
  }
}
