import type { Pcm } from '../pcm.ts';
import { UserError } from '../../user-error.ts';

/** A file being decoded, from where it was opened to its end. */
export interface PcmSource {
  /** Hz */
  readonly sampleRate: number;
  /** Length of the whole file at {@link sampleRate}, wherever it was opened; null when only reading would tell. */
  readonly totalSamples: number | null;
  /**
   * The next sound, in steps small enough (a few ms of work) to decode beside others in real time.
   * null at the end. Damaged parts are passed over; what cannot be read on ends the sound.
   * @throws UndecodableError when no sound at all was found
   */
  read(): Promise<Pcm | null>;
  /** Safe while a read is under way, and more than once. */
  close(): void;
}

/** Why a file cannot be played, in one sentence for people. */
export class UndecodableError extends UserError {
  /** What comes after "The file cannot be played:", without a full stop. */
  readonly reason: string;

  constructor(reason: string) {
    super('undecodable', `The file cannot be played: ${reason}.`);
    this.name = 'UndecodableError';
    this.reason = reason;
  }
}

/** The container is known, what is in it is not: ffmpeg may know. */
export class UnsupportedError extends UndecodableError {}

/** A decoder's view of a source before it is cut to where it should begin and end. */
export interface RawSource {
  readonly sampleRate: number;
  readonly totalSamples: number | null;
  /**
   * Where the first sample of the next {@link read} lies in the file. Decoders that jump land somewhat
   * before what was asked for; it must be known once the first read has returned.
   */
  readonly position: number;
  /** Blocks may be empty. */
  read(): Promise<Pcm | null>;
  close(): void;
}

/** Cuts a source to begin exactly at a sample, and to end where the file says it ends. */
export class CutSource implements PcmSource {
  readonly #raw: RawSource;
  readonly #from: number;
  /** Where the sound ends when it is less than what the decoder gives. */
  readonly #to: number;
  #emptyReads = 0;
  #heard = false;
  #reading = false;
  #closing = false;

  constructor(raw: RawSource, from: number, to: number | null) {
    this.#raw = raw;
    this.#from = from;
    this.#to = to ?? Infinity;
  }

  get sampleRate(): number {
    return this.#raw.sampleRate;
  }

  get totalSamples(): number | null {
    return this.#raw.totalSamples;
  }

  async read(): Promise<Pcm | null> {
    if (this.#closing) return null;
    this.#reading = true;
    try {
      return await this.#next();
    } finally {
      this.#reading = false;
      if (this.#closing) this.#raw.close();
    }
  }

  /** A decoder freed in the middle of a read would be used after. */
  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    if (!this.#reading) this.#raw.close();
  }

  async #next(): Promise<Pcm | null> {
    while (!this.#closing) {
      const block = await this.#raw.read();
      if (block === null) {
        if (!this.#heard && this.#from === 0) throw new UndecodableError('there is no sound in it');
        return null;
      }
      if (block.left.length === 0) {
        if (!this.#heard && ++this.#emptyReads > MOST_EMPTY_READS) throw new UndecodableError('it is damaged beyond reading');
        continue;
      }
      this.#heard = true;
      withinReason(block);
      const end = this.#raw.position;
      const start = end - block.left.length;
      if (start >= this.#to) return null;
      if (end <= this.#from) continue;
      const a = Math.max(0, this.#from - start);
      const b = Math.min(block.left.length, this.#to - start);
      return a === 0 && b === block.left.length ? block : { left: block.left.subarray(a, b), right: block.right.subarray(a, b) };
    }
    return null;
  }
}

/** Full scale is 1: no sound file has more than this, but what decoders make of damaged packets may be a bang a hundred thousand times as loud. */
const MOST = 4;

/** Cuts off, in place, what no music has; what is no number becomes silence, as it would silence every filter after it for ever. */
export function withinReason({ left, right }: Pcm): void {
  for (const samples of [left, right]) {
    for (let i = 0; i < samples.length; i++) {
      if (!(Math.abs(samples[i]) <= MOST)) samples[i] = Number.isNaN(samples[i]) ? 0 : Math.sign(samples[i]) * MOST;
    }
  }
}

/** Blocks that a decoder may swallow before its first sound (of 16 KB and more each): 4 MB of damage. */
const MOST_EMPTY_READS = 256;
