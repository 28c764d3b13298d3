import { MPEGDecoder } from 'mpg123-decoder';
import type { Pcm } from '../pcm.ts';
import type { FileWindow } from './file-window.ts';
import { Mp3Frames, readMp3Info, skipId3 } from './mp3-frames.ts';
import { CutSource, UndecodableError, type PcmSource, type RawSource } from './source.ts';

/** Samples by which every layer III decoder lags (ISO/IEC 11172-3 has a filter bank of 528 + 1). */
const DECODER_DELAY = 529;
/** Frames before the wanted one that are decoded too: layer III frames borrow bits of up to nine before. */
const PRE_ROLL = 10;
/** Frames decoded in one step: a quarter of a second. */
const FRAMES_PER_READ = 10;
/** A file that shows no frame in so many bytes behind its tags is something else. */
const REACH = 262_144;

/** MPEG audio, layers I to III: mpg123 compiled to WebAssembly, fed frame by frame. Gapless. */
export async function openMp3(file: FileWindow, startMs: number): Promise<PcmSource> {
  const start = await skipId3(file);
  const frames = new Mp3Frames(file, start);
  const first = await frames.next(REACH);
  if (first === null) throw new UndecodableError('it is not an MP3 file');
  const { header } = first;
  const info = readMp3Info(first.bytes, header);
  const soundAt = info === null ? frames.offset - header.size : frames.offset;
  const trim = info?.gapless === true ? info.delay + DECODER_DELAY : 0;
  const declared = info?.frames == null ? null : info.frames * header.samples - (info.gapless ? info.delay + info.padding : 0);
  const totalSamples = declared ?? Math.round(((file.size - soundAt) / header.size) * header.samples);

  // Frame headers are hopped over, not decoded, so that an hour is crossed in a moment, and exactly.
  const from = Math.round((startMs * header.sampleRate) / 1000);
  const skip = Math.max(0, Math.floor((from + trim) / header.samples) - PRE_ROLL);
  const sound = new Mp3Frames(file, soundAt);
  let skipped = 0;
  while (skipped < skip && (await sound.next()) !== null) skipped++;

  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  const raw = new Mp3Source(file, sound, decoder, {
    sampleRate: header.sampleRate,
    totalSamples,
    position: skipped * header.samples - trim,
  });
  return new CutSource(raw, from, declared);
}

class Mp3Source implements RawSource {
  readonly #file: FileWindow;
  readonly #frames: Mp3Frames;
  readonly #decoder: MPEGDecoder;
  readonly sampleRate: number;
  readonly totalSamples: number;
  position: number;
  #batch = new Uint8Array(16_384);
  #ended = false;

  constructor(file: FileWindow, frames: Mp3Frames, decoder: MPEGDecoder, at: { sampleRate: number; totalSamples: number; position: number }) {
    this.#file = file;
    this.#frames = frames;
    this.#decoder = decoder;
    this.sampleRate = at.sampleRate;
    this.totalSamples = at.totalSamples;
    this.position = at.position;
  }

  async read(): Promise<Pcm | null> {
    if (this.#ended) return null;
    let filled = 0;
    for (let count = 0; count < FRAMES_PER_READ; count++) {
      const frame = await this.#frames.next();
      if (frame === null) {
        this.#ended = true;
        break;
      }
      if (filled + frame.bytes.length > this.#batch.length) {
        const grown = new Uint8Array(2 * (filled + frame.bytes.length));
        grown.set(this.#batch);
        this.#batch = grown;
      }
      this.#batch.set(frame.bytes, filled);
      filled += frame.bytes.length;
    }
    if (filled === 0) return null;
    const { channelData, samplesDecoded } = this.#decoder.decode(this.#batch.subarray(0, filled));
    this.position += samplesDecoded;
    return { left: channelData[0], right: channelData[1] };
  }

  close(): void {
    this.#decoder.free();
    this.#file.close();
  }
}
