import type { Clock } from '../clock.ts';
import type { AudioFile, Loudness, Track, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { UserError } from '../user-error.ts';
import type { Catalogue } from './catalogue.ts';

/** Decodes a whole file and measures it (see `audio/measure.ts`). @throws UserError when it cannot be decoded. */
export type Measure = (file: AudioFile, signal?: AbortSignal) => Promise<Loudness & { readonly durationMs: number }>;

/** Background measuring rests this many times as long as it works: a quarter of one core. */
const REST_FACTOR = 3;
const SHORTEST_REST_MS = 200;
const LONGEST_REST_MS = 60_000;
/** Time for the first tracks to start playing before background measuring sets in. */
const FIRST_REST_MS = 10_000;
/** What silence measures: the absolute gate of ITU-R BS.1770-4. */
const SILENCE_LUFS = -70;

export interface LoudnessOptions {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Logger;
  readonly measure: Measure;
  readonly onFault: (path: string, reason: string) => void;
}

/**
 * Measures every track once: in the background one at a time with rests between, and at once what is
 * about to play.
 */
export class LoudnessMeasuring {
  readonly #options: LoudnessOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  #background = new AbortController();
  #urgent: Promise<void> = Promise.resolve();
  /** Tracks not looked at yet in the current round of background measuring. */
  #round: Iterator<Track> = [].values();
  #isAwake = false;
  #cancelRest = () => {};
  #closed = false;

  constructor(options: LoudnessOptions) {
    this.#options = options;
  }

  /** Goes on measuring in the background, after tracks came. */
  wake(restMs = FIRST_REST_MS): void {
    if (this.#isAwake || this.#closed) return;
    this.#isAwake = true;
    this.#cancelRest = this.#options.clock.after(restMs, () => void this.#next());
  }

  /** The loudness of a track, measured before everything else if need be; null when not within the deadline. */
  async of(id: TrackId, deadlineMs: number): Promise<Loudness | null> {
    const { catalogue, clock } = this.#options;
    const known = catalogue.get(id);
    if (!known || known.loudness || this.#closed) return known?.loudness ?? null;
    const deadline = Promise.withResolvers<void>();
    const cancel = clock.after(deadlineMs, deadline.resolve);
    await Promise.race([this.#measureNow(known.file), deadline.promise]);
    cancel();
    return catalogue.get(id)?.loudness ?? null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRest();
    this.#background.abort();
    await Promise.all(this.#underWay.values());
  }

  /** What the background is measuring is put off; it gets its turn again. */
  #measureNow(file: AudioFile): Promise<void> {
    const underWay = this.#underWay.get(file.path);
    if (underWay) return underWay;
    this.#background.abort();
    const turn = this.#urgent.then(() => this.#measure(file));
    this.#urgent = turn;
    return turn;
  }

  #measure(file: AudioFile, signal?: AbortSignal): Promise<void> {
    const underWay = this.#underWay.get(file.path);
    if (underWay) return underWay;
    const work = this.#run(file, signal).finally(() => this.#underWay.delete(file.path));
    this.#underWay.set(file.path, work);
    return work;
  }

  async #run(file: AudioFile, signal: AbortSignal | undefined): Promise<void> {
    const { catalogue, measure, onFault, log } = this.#options;
    const before = catalogue.file(file.path);
    if (!before || before.loudness || this.#closed) return;
    try {
      const { integratedLufs, truePeakDbtp, durationMs } = await measure(file, signal);
      // A file that was changed while it was measured is measured again.
      if (catalogue.file(file.path)?.mtimeMs !== before.mtimeMs) return;
      catalogue.setLoudness(file.path, { integratedLufs: Math.max(SILENCE_LUFS, integratedLufs), truePeakDbtp }, durationMs);
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof UserError) onFault(file.path, error.message);
      else log.warn({ err: error }, `The loudness of ${file.path} could not be measured`);
    }
  }

  async #next(): Promise<void> {
    const { clock } = this.#options;
    await this.#urgent;
    const begun = clock.now();
    const file = this.#nextUnmeasured();
    this.#background = new AbortController();
    if (file) await this.#measure(file, this.#background.signal);
    this.#isAwake = false;
    if (file) this.wake(Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, (clock.now() - begun) * REST_FACTOR)));
  }

  /** Goes through all tracks in turn, so that one that cannot be measured just now does not keep the others waiting. */
  #nextUnmeasured(): AudioFile | null {
    const { catalogue } = this.#options;
    if (catalogue.measuredCount >= catalogue.size) return null;
    for (const isLast of [false, true]) {
      for (let step = this.#round.next(); !step.done; step = this.#round.next()) {
        const track = catalogue.get(step.value.id);
        if (track && !track.loudness) return track.file;
      }
      if (!isLast) this.#round = catalogue.tracks().values();
    }
    return null;
  }
}
