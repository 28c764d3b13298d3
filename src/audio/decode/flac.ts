import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { Pcm } from '../pcm.ts';
import { toStereo } from './downmix.ts';
import type { FileWindow } from './file-window.ts';
import { flacFrameBefore, readFlacInfo, type FlacInfo } from './flac-frames.ts';
import { skipId3 } from './mp3-frames.ts';
import { CutSource, UndecodableError, type PcmSource, type RawSource } from './source.ts';

/** About 50 ms of a CD: the decoder gives whole frames, of 100 ms as a rule. */
const BYTES_PER_READ = 8192;

/** FLAC (RFC 9639): libFLAC compiled to WebAssembly. */
export async function openFlac(file: FileWindow, startMs: number): Promise<PcmSource> {
  const info = await readFlacInfo(file, await skipId3(file));
  if (info === null) throw new UndecodableError('its FLAC header is damaged');
  const from = Math.round((startMs * info.sampleRate) / 1000);
  const frame = await flacFrameBefore(file, info, from);
  const decoder = new FLACDecoder();
  await decoder.ready;
  return new CutSource(new FlacSource(file, info, decoder, frame.offset, frame.sample), from, info.totalSamples);
}

class FlacSource implements RawSource {
  readonly #file: FileWindow;
  readonly #info: FlacInfo;
  readonly #decoder: FLACDecoder;
  #at: number;
  #started = false;
  #ended = false;
  position: number;

  constructor(file: FileWindow, info: FlacInfo, decoder: FLACDecoder, at: number, position: number) {
    this.#file = file;
    this.#info = info;
    this.#decoder = decoder;
    this.#at = at;
    this.position = position;
  }

  get sampleRate(): number {
    return this.#info.sampleRate;
  }

  get totalSamples(): number | null {
    return this.#info.totalSamples;
  }

  async read(): Promise<Pcm | null> {
    if (this.#ended) return null;
    const bytes = await this.#file.at(this.#at, BYTES_PER_READ);
    this.#at += bytes.length;
    this.#ended = bytes.length === 0;
    const { channelData, samplesDecoded } = this.#ended ? await this.#decoder.flush() : await this.#decoder.decode(this.#next(bytes));
    this.position += samplesDecoded;
    return samplesDecoded === 0 ? { left: EMPTY, right: EMPTY } : toStereo(channelData, 'wave');
  }

  close(): void {
    this.#decoder.free();
    this.#file.close();
  }

  /** The file's header before the first bytes, wherever they were taken from. The decoder keeps what it gets. */
  #next(bytes: Uint8Array): Uint8Array {
    if (this.#started) return bytes.slice();
    this.#started = true;
    return Buffer.concat([this.#info.header, bytes]);
  }
}

const EMPTY = new Float32Array(0);
