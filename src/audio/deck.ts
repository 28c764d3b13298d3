import type { AudioFile } from '../domain.ts';
import type { DecodeTurns } from './decode-turns.ts';
import { asUndecodable, openSource } from './decode/open.ts';
import type { PcmSource } from './decode/source.ts';
import { PcmQueue } from './pcm-queue.ts';
import { msOf, SAMPLE_RATE, type Pcm } from './pcm.ts';
import { Resampler } from './resampler.ts';

/** What a deck must hold before it counts as ready: enough to play while it catches up. */
const READY_SAMPLES = SAMPLE_RATE / 4;

export interface DeckOptions {
  readonly file: AudioFile;
  readonly startMs: number;
  /** Tells the item's decode steps from others'. */
  readonly number: number;
  readonly turns: DecodeTurns;
  /** Samples at 48 kHz to decode ahead. */
  readonly ahead: number;
  /** Holds the sound at its own rate until {@link Deck.follow}, to be joined to another deck's end. */
  readonly joins: boolean;
}

/** One track being decoded, some way ahead of where it is played. Never throws: a fault becomes {@link failure}. */
export class Deck {
  readonly #options: DeckOptions;
  readonly #queue = new PcmQueue();
  /** Decoded but not yet resampled, while it is open what this track follows. */
  #held: Pcm[] | null;
  #heldSamples = 0;
  #source: PcmSource | null = null;
  #resampler: Resampler | null = null;
  #ahead: number;
  #hungry: (() => void) | null = null;
  #exhausted = false;
  #flushed = false;
  #closed = false;
  #failure: string | null = null;
  #played = 0;

  constructor(options: DeckOptions) {
    this.#options = options;
    this.#ahead = options.ahead;
    this.#held = options.joins ? [] : null;
    // Only closing a broken decoder can fail here, when all its sound has been taken.
    this.#decode().catch(() => {});
  }

  /** Why there is no sound, in one sentence; null while all is well. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Can be played from now on. */
  get ready(): boolean {
    return this.#source !== null && (this.#exhausted || this.buffered >= Math.min(READY_SAMPLES, this.#ahead));
  }

  /** Nothing more comes from the file: what is buffered is all that is left. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** Everything has been played. */
  get finished(): boolean {
    return this.#exhausted && this.buffered === 0 && (this.#flushed || this.#resampler === null);
  }

  /** Samples at 48 kHz that can be read now (roughly, before it is known what the track follows). */
  get buffered(): number {
    return this.#queue.length + Math.round((this.#heldSamples * SAMPLE_RATE) / (this.#source?.sampleRate ?? SAMPLE_RATE));
  }

  /** Is as far ahead as it wants to be, or will never be. */
  get settled(): boolean {
    return this.#exhausted || this.buffered >= this.#ahead;
  }

  /** Where the next sample read lies in the track. */
  get positionMs(): number {
    return this.#options.startMs + msOf(this.#played);
  }

  /** Length of the whole track; null when not known yet. */
  get totalMs(): number | null {
    if (this.#exhausted) return this.positionMs + msOf(this.buffered);
    const source = this.#source;
    return source === null || source.totalSamples === null ? null : (1000 * source.totalSamples) / source.sampleRate;
  }

  /** Changes how far ahead the deck decodes. */
  decodeAhead(samples: number): void {
    this.#ahead = samples;
    this.#wake();
  }

  /**
   * Begins to turn what was held into sound that can be read. `before` is the deck whose exhausted end
   * this track is joined to without gap, or null to begin afresh.
   */
  follow(before: Deck | null): void {
    if (this.#held === null || this.#source === null) return;
    const rate = this.#source.sampleRate;
    this.#resampler = before?.handOver(rate) ?? (rate === SAMPLE_RATE ? null : new Resampler(rate));
    const held = this.#held;
    this.#held = null;
    this.#heldSamples = 0;
    for (const block of held) this.#push(block);
    this.#wake();
  }

  /** Reads into `left` and `right` from `from` on and returns how many samples there were. */
  read(left: Float32Array, right: Float32Array, from: number): number {
    this.follow(null);
    if (this.#exhausted && this.#queue.length < left.length - from) this.#flush();
    const count = this.#queue.read(left, right, from);
    this.#played += count;
    this.#wake();
    return count;
  }

  close(): void {
    this.#closed = true;
    this.#source?.close();
    this.#wake();
  }

  /** Gives the resampler with the track's last samples in it to the track that follows. */
  protected handOver(sampleRate: number): Resampler | null {
    if (!this.#exhausted || this.#flushed || this.#source?.sampleRate !== sampleRate) return null;
    this.#flushed = true;
    return this.#resampler;
  }

  async #decode(): Promise<void> {
    const { file, startMs, turns, number } = this.#options;
    let source: PcmSource | null = null;
    try {
      source = await turns.run(number, () => openSource(file, startMs));
      for (let block = await this.#step(source); block !== null; block = await this.#step(source)) {
        // A deck shows itself as open with its first sound.
        if (this.#source === null) this.#begin(source);
        this.#push(block);
        await this.#hunger();
      }
      if (this.#source === null) this.#begin(source);
    } catch (error) {
      // What was decoded before is played; a track cut short is still a track.
      if (this.#source === null) this.#failure = asUndecodable(error).message;
    } finally {
      this.#exhausted = true;
      source?.close();
    }
  }

  async #step(source: PcmSource): Promise<Pcm | null> {
    return this.#closed ? null : this.#options.turns.run(this.#options.number, () => source.read());
  }

  #begin(source: PcmSource): void {
    this.#source = source;
    if (this.#held === null && source.sampleRate !== SAMPLE_RATE) this.#resampler = new Resampler(source.sampleRate);
  }

  #push(block: Pcm): void {
    if (this.#held !== null) {
      this.#held.push(block);
      this.#heldSamples += block.left.length;
    } else {
      this.#queue.push(this.#resampler === null ? block : this.#resampler.process(block));
    }
  }

  #flush(): void {
    if (this.#flushed) return;
    this.#flushed = true;
    if (this.#resampler !== null) this.#queue.push(this.#resampler.flush());
  }

  async #hunger(): Promise<void> {
    while (!this.#closed && this.buffered >= this.#ahead) {
      await new Promise<void>((resolve) => (this.#hungry = resolve));
    }
  }

  #wake(): void {
    if (!this.#closed && this.buffered >= this.#ahead) return;
    this.#hungry?.();
    this.#hungry = null;
  }
}
