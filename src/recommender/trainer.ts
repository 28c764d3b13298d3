import type { Clock } from '../clock.ts';
import type { TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { trainInBackground } from './background-training.ts';
import type { TrackRecord } from './catalogue.ts';
import type { Knowledge } from './knowledge.ts';
import type { TrainingProgress } from './recommender.ts';
import type { TrainedTaste } from './trained-taste.ts';
import { trainingDataOf } from './training-data.ts';

/** Before anything can be trained. One listener's likes already place what shares artist, album or tags with them. */
const LEAST_PAIRS = 10;
/** Trained anew when this much more is known … */
const GROWTH = 1.2;
/** … or when anything has changed for this long … */
const STALE_MS = 15 * 60_000;
/** … but after a training there is none for so many times as long as it took: it has a tenth of the time at most. */
const REST = 9;
/** News of a running training come at most this often. */
const TELL_EVERY_MS = 500;

/** Keeps what everybody's listening teaches trained: decides when, and lets threads do it. One training at a time. */
export class Trainer {
  readonly #knowledge: Knowledge;
  readonly #records: ReadonlyMap<TrackId, TrackRecord>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onTrained: () => void;
  readonly #onProgress: () => void;
  readonly #trainData: typeof trainInBackground;
  #running: AbortController | null = null;
  /** Resolves when no thread is left. */
  #ended: Promise<void> = Promise.resolve();
  #progress: TrainingProgress | null = null;
  #toldAt = -Infinity;
  #changed = false;
  #restUntil = -Infinity;
  #generation = 0;

  constructor(parts: {
    knowledge: Knowledge;
    /** The library's tracks. */
    records: ReadonlyMap<TrackId, TrackRecord>;
    clock: Clock;
    log: Logger;
    onTrained: () => void;
    /** {@link progress} has changed. */
    onProgress: () => void;
    train?: typeof trainInBackground;
  }) {
    this.#knowledge = parts.knowledge;
    this.#records = parts.records;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onTrained = parts.onTrained;
    this.#onProgress = parts.onProgress;
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
    const { trained, size } = this.#knowledge;
    const now = this.#clock.now();
    if (this.#running || !this.#changed || size < LEAST_PAIRS) return;
    if (now < Math.max(this.#restUntil, trained ? trained.trainedAt + (1 + REST) * trained.tookMs : -Infinity)) return;
    const grown = !trained || size >= trained.trainedOn * GROWTH || this.#records.size > trained.tracks * GROWTH;
    if (grown || now - trained.trainedAt >= STALE_MS) this.#start(now);
  }

  /** Somebody was forgotten: whatever was trained with them, or is being trained, is not kept. */
  startOver(): void {
    this.stop();
    this.#generation = this.#nextGeneration - 1;
    this.#knowledge.useTrained(null);
    this.#restUntil = -Infinity;
    this.changed();
  }

  /** Ends a running training at once. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#progress = null;
  }

  /** Resolves when no training runs and none of its threads is left. */
  async idle(): Promise<void> {
    await this.#ended;
  }

  get #nextGeneration(): number {
    return Math.max(this.#generation, this.#knowledge.trained?.generation ?? 0) + 1;
  }

  #start(now: number): void {
    const running = new AbortController();
    this.#running = running;
    this.#changed = false;
    this.#tell({ share: 0, doing: 'choosing' }, running);
    const training = this.#train(running, now).then(
      (trained) => {
        if (this.#running !== running) return;
        this.#running = null;
        this.#progress = null;
        this.#knowledge.useTrained(trained);
        this.#onTrained();
        this.consider();
      },
      (error: unknown) => {
        if (this.#running !== running) return;
        this.#running = null;
        this.#progress = null;
        const failedAt = this.#clock.now();
        this.#restUntil = failedAt + Math.max(STALE_MS, REST * (failedAt - now));
        this.#changed = true;
        this.#log.error({ err: error }, 'Training failed; what was learnt before is used.');
        this.#onProgress();
      },
    );
    const before = this.#ended;
    this.#ended = before.then(() => training);
  }

  async #train(running: AbortController, trainedAt: number): Promise<TrainedTaste> {
    const generation = this.#nextGeneration;
    const records = [...this.#records.values()];
    const { ids, data, pairs } = await trainingDataOf(this.#knowledge, records, trainedAt);
    const { rows: listeners, columns } = data.listens;
    const model = await this.#trainData(data, {
      seed: generation,
      signal: running.signal,
      onProgress: (progress) => this.#tell(progress, running),
    });
    const tookMs = Math.max(0, this.#clock.now() - trainedAt);
    const families = model.components.map(({ family }) => family);
    this.#log.debug({ listeners, columns, pairs, families, regimes: model.regimes, tookMs }, 'Trained.');
    return { generation, trainedAt, tookMs, trainedOn: pairs, tracks: records.length, ids, model };
  }

  #tell(progress: TrainingProgress, running: AbortController): void {
    if (this.#running !== running) return;
    this.#progress = progress;
    const now = this.#clock.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#onProgress();
  }
}
