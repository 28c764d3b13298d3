import { evidenceOf } from '../../models/collaborative/confidence.ts';
import { alsSettingsFor, alsTraining } from '../../models/collaborative/als.ts';
import { type Interaction, interactionsOf } from '../../models/collaborative/interactions.ts';
import { seeded } from '../../models/random.ts';
import type { Clock } from '../clock.ts';
import type { TrackId } from '../domain.ts';
import { createKernels } from '../kernels.ts';
import type { Logger } from '../log.ts';
import { Breather } from './breather.ts';
import type { Knowledge, TrackFactors } from './knowledge.ts';

/** Factors say nothing before there are a few listeners' opinions to compare. */
const LEAST_LISTENERS = 2;
const LEAST_PAIRS = 20;
/** Trained anew when this much more is known … */
const GROWTH = 1.2;
/** … or when anything has changed for this long. */
const STALE_MS = 15 * 60_000;

/** Keeps the track factors trained, in slices between which the process answers. */
export class Trainer {
  readonly #knowledge: Knowledge;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onTrained: () => void;
  #running: AbortController | null = null;
  #changed = false;
  #generation = 0;

  constructor(parts: { knowledge: Knowledge; clock: Clock; log: Logger; onTrained: () => void }) {
    this.#knowledge = parts.knowledge;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onTrained = parts.onTrained;
  }

  /** Something new is known: trains when that is enough. */
  changed(): void {
    this.#changed = true;
    this.consider();
  }

  /** Trains when enough is new. Called now and then, too. */
  consider(): void {
    if (this.#running || !this.#changed || !this.#possible) return;
    const factors = this.#knowledge.factors;
    const grown = !factors || this.#knowledge.size >= factors.trainedOn * GROWTH;
    const stale = factors && this.#clock.now() - factors.trainedAt >= STALE_MS;
    if (grown || stale) this.#start();
  }

  /** Somebody was forgotten: whatever was trained with them, or is being trained, is not kept. */
  startOver(): void {
    this.stop();
    this.#generation = this.#nextGeneration - 1;
    this.#knowledge.useFactors(null);
    this.#changed = true;
    this.consider();
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  get #possible(): boolean {
    return this.#knowledge.listeners >= LEAST_LISTENERS && this.#knowledge.size >= LEAST_PAIRS;
  }

  get #nextGeneration(): number {
    return Math.max(this.#generation, this.#knowledge.factors?.generation ?? 0) + 1;
  }

  #start(): void {
    const running = new AbortController();
    this.#running = running;
    this.#changed = false;
    this.#train(running.signal)
      .then((factors) => {
        if (!factors) return;
        this.#running = null;
        this.#knowledge.useFactors(factors);
        this.#onTrained();
        this.consider();
      })
      .catch((error: unknown) => {
        if (this.#running === running) this.#running = null;
        this.#log.error({ err: error }, 'Training failed; the factors from before are used.');
      });
  }

  /** null when aborted. */
  async #train(signal: AbortSignal): Promise<TrackFactors | null> {
    const breather = new Breather();
    const trainedAt = this.#clock.now();
    const columns = new Map<TrackId, number>();
    const rows: Interaction[][] = [];
    for (const [, affinities] of this.#knowledge.histories) {
      rows.push(
        affinities.map((affinity) => {
          const column = columns.get(affinity.trackId) ?? columns.size;
          columns.set(affinity.trackId, column);
          return { column, ...evidenceOf(affinity, trainedAt) };
        }),
      );
      await breather.breathe();
    }
    const matrix = interactionsOf(columns.size, rows);
    const settings = alsSettingsFor(matrix);
    const generation = this.#nextGeneration;
    const training = alsTraining(createKernels(), matrix, settings, seeded(generation));
    let step = training.next();
    for (; !step.done; step = training.next()) {
      await breather.breathe();
      if (signal.aborted) return null;
    }
    const { rows: listeners, columns: tracks, indices } = matrix;
    this.#log.debug({ listeners, tracks, pairs: indices.length, dimensions: settings.dimensions }, 'Trained.');
    return {
      settings,
      generation,
      trainedAt,
      trainedOn: rows.reduce((sum, row) => sum + row.length, 0),
      ids: [...columns.keys()],
      vectors: step.value.columns,
    };
  }
}
