import { OggOpusMuxer } from './ogg.ts';
import { concat } from './ogg-page.ts';
import type { OpusEncoder } from './opus.ts';
import { FRAME_SAMPLES } from './pcm.ts';

/** Pages of a second each: a file is read, not streamed, so that it need not have many. */
const PACKETS_PER_PAGE = 50;

/** Writes sound into an Ogg Opus file as it comes, sample-exact in length. */
export class OggOpusFileWriter {
  readonly #encoder: OpusEncoder;
  readonly #muxer: OggOpusMuxer;
  readonly #left = new Float32Array(FRAME_SAMPLES);
  readonly #right = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  #samples = 0;
  #packets: Uint8Array[] = [];
  #started = false;

  /** The encoder is the writer's from now on; it is closed by {@link end}. */
  constructor(encoder: OpusEncoder, options: { readonly serial: number; readonly tags?: Readonly<Record<string, string>> }) {
    this.#encoder = encoder;
    this.#muxer = new OggOpusMuxer({ channels: 2, preSkip: encoder.lookAhead, packetsPerPage: PACKETS_PER_PAGE, ...options });
  }

  /** Takes 48 kHz stereo of any length and returns the bytes that are ready, possibly none. */
  write(left: Float32Array, right: Float32Array): Uint8Array {
    this.#samples += left.length;
    this.#push(left, right);
    return this.#take(this.#packets.length - (this.#packets.length % PACKETS_PER_PAGE));
  }

  /** The rest of the file. */
  end(): Uint8Array {
    // Silence pushes the encoder's look-ahead and the last partial frame out.
    const missing = this.#encoder.lookAhead + FRAME_SAMPLES - 1;
    const silence = new Float32Array(missing - ((this.#filled + missing) % FRAME_SAMPLES));
    this.#push(silence, silence);
    this.#encoder.close();
    return this.#take(this.#packets.length, { totalSamples: this.#samples });
  }

  #push(left: Float32Array, right: Float32Array): void {
    for (let at = 0; at < left.length; ) {
      const size = Math.min(FRAME_SAMPLES - this.#filled, left.length - at);
      this.#left.set(left.subarray(at, at + size), this.#filled);
      this.#right.set(right.subarray(at, at + size), this.#filled);
      this.#filled += size;
      at += size;
      if (this.#filled === FRAME_SAMPLES) {
        this.#packets.push(this.#encoder.encode(this.#left, this.#right));
        this.#filled = 0;
      }
    }
  }

  #take(count: number, last?: { readonly totalSamples: number }): Uint8Array {
    const headers = this.#started ? [] : [this.#muxer.headers()];
    this.#started = true;
    return concat([...headers, this.#muxer.page(this.#packets.splice(0, count), last === undefined ? {} : { last })]);
  }
}
