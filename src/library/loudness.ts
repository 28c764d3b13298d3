import type { Clock } from '../clock.ts';
import type { AudioFile, Loudness, Track, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Catalogue } from './catalogue.ts';

/** Decodes a whole file and measures it (see `audio/measure.ts`). @throws Error when it cannot be decoded. */
export type Measure = (file: AudioFile, signal?: AbortSignal) => Promise<Loudness & { readonly durationMs: number }>;

/** Background measuring rests this many times as long as it works: a quarter of one core. */
const REST_FACTOR = 3;
const SHORTEST_REST_MS = 200;
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
  readonly #ending = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  /** Tracks not looked at yet in the current round of background measuring. */
  #round: Iterator<Track> = [].values();
  #urgent: Promise<void> = Promise.resolve();
  #resting: (() => void) | null = null;

  constructor(options: LoudnessOptions) {
    this.#options = options;
  }

  /** Begins measuring in the background, or goes on after tracks came. */
  wake(restMs = FIRST_REST_MS): void {
    if (this.#ending.signal.aborted) return;
    this.#resting ??= this.#options.clock.after(restMs, () => void this.#next());
  }

  /** The loudness of a track, measured before everything else if need be; null when not within the deadline. */
  async of(id: TrackId, deadlineMs: number): Promise<Loudness | null> {
    const known = this.#options.catalogue.get(id);
    if (!known || known.loudness || this.#ending.signal.aborted) return known?.loudness ?? null;
    const measured = this.#measureNow(known.file);
    let cancel = () => {};
    const deadline = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(deadlineMs, resolve);
    });
    await Promise.race([measured, deadline]);
    cancel();
    return this.#options.catalogue.get(id)?.loudness ?? null;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#resting?.();
    await Promise.all(this.#underWay.values());
  }

  /** One at a time: two decodings at once would both be late. */
  #measureNow(file: AudioFile): Promise<void> {
    const underWay = this.#underWay.get(file.path);
    if (underWay) return underWay;
    this.#urgent = this.#urgent.then(() => this.#measure(file));
    return this.#urgent;
  }

  #measure(file: AudioFile): Promise<void> {
    const known = this.#underWay.get(file.path);
    if (known) return known;
    const work = this.#run(file).finally(() => this.#underWay.delete(file.path));
    this.#underWay.set(file.path, work);
    return work;
  }

  async #run(file: AudioFile): Promise<void> {
    const { catalogue, measure, onFault } = this.#options;
    const before = catalogue.file(file.path);
    if (!before || before.loudness || this.#ending.signal.aborted) return;
    try {
      const { integratedLufs, truePeakDbtp, durationMs } = await measure(file, this.#ending.signal);
      // A file that was changed while it was measured is measured again.
      if (catalogue.file(file.path)?.mtimeMs !== before.mtimeMs) return;
      const loudness = { integratedLufs: Math.max(SILENCE_LUFS, integratedLufs), truePeakDbtp: Math.max(SILENCE_LUFS, truePeakDbtp) };
      catalogue.setLoudness(file.path, loudness, durationMs);
    } catch (error) {
      if (!this.#ending.signal.aborted) onFault(file.path, error instanceof Error ? error.message : String(error));
    }
  }

  async #next(): Promise<void> {
    this.#resting = null;
    await this.#urgent;
    const file = this.#nextUnmeasured();
    if (!file) return;
    const begun = this.#options.clock.now();
    await this.#measure(file);
    this.wake(Math.max(SHORTEST_REST_MS, (this.#options.clock.now() - begun) * REST_FACTOR));
  }

  #nextUnmeasured(): AudioFile | null {
    const { catalogue } = this.#options;
    if (catalogue.measuredCount >= catalogue.size) return null;
    for (let round = 0; round < 2; round++) {
      for (let step = this.#round.next(); !step.done; step = this.#round.next()) {
        const track = catalogue.get(step.value.id);
        if (track && !track.loudness) return track.file;
      }
      this.#round = catalogue.tracks().values();
    }
    return null;
  }
}
