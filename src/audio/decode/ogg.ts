import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { concat, MAX_SEGMENTS, OggPageWriter, PAGE_FIRST, segmentsOf } from '../ogg-page.ts';
import { opusPacketSamples } from '../ogg.ts';
import { linearOf, type Pcm } from '../pcm.ts';
import { toStereo } from './downmix.ts';
import type { FileWindow } from './file-window.ts';
import { lastGranule, OggReader, pageBefore, type OggPage } from './ogg-reader.ts';
import { CutSource, UndecodableError, UnsupportedError, type PcmSource, type RawSource } from './source.ts';

/** Opus decoders need 80 ms to come into step after a jump (RFC 7845 §4.6). */
const OPUS_PRE_ROLL = 3840;
/** A page before is enough for Vorbis, whose blocks overlap with one neighbour. */
const VORBIS_PRE_ROLL = 8192;

interface Stream {
  readonly codec: 'opus' | 'vorbis';
  readonly serial: number;
  /** Identification, comments (emptied, for they may hold pictures) and, in Vorbis, set-up. */
  readonly headers: readonly Uint8Array[];
  /** Offset of the first page of sound. */
  readonly soundAt: number;
  readonly sampleRate: number;
  /** Samples at the beginning that are not sound. */
  readonly preSkip: number;
  readonly gain: number;
}

/** Ogg Opus (RFC 7845) and Ogg Vorbis. Pages are read and checked here; decoders get clean ones. */
export async function openOgg(file: FileWindow, startMs: number): Promise<PcmSource> {
  const stream = await readHeaders(file);
  const end = await lastGranule(file, stream.serial);
  const totalSamples = end === null ? null : Math.max(0, end - stream.preSkip);
  const from = Math.round((startMs * stream.sampleRate) / 1000);
  const preRoll = stream.codec === 'opus' ? OPUS_PRE_ROLL : VORBIS_PRE_ROLL;
  const target = from + stream.preSkip - preRoll;
  const at = target > 0 ? await pageBefore(file, stream.serial, stream.soundAt, target) : stream.soundAt;
  const decoder = stream.codec === 'opus' ? new OggOpusDecoder() : new OggVorbisDecoder();
  await decoder.ready;
  return new CutSource(new OggSource(file, stream, new OggReader(file, at, stream.serial), decoder, { at, totalSamples }), from, totalSamples);
}

class OggSource implements RawSource {
  readonly #file: FileWindow;
  readonly #stream: Stream;
  readonly #reader: OggReader;
  readonly #decoder: OggOpusDecoder | OggVorbisDecoder;
  readonly #writer: OggPageWriter;
  readonly #fromStart: boolean;
  readonly totalSamples: number | null;
  /** The page whose sound comes out next: decoders hold each page back until the next begins. */
  #held: OggPage | null = null;
  #placed = false;
  #started = false;
  #ended = false;
  position = 0;

  constructor(file: FileWindow, stream: Stream, reader: OggReader, decoder: OggOpusDecoder | OggVorbisDecoder, at: { at: number; totalSamples: number | null }) {
    this.#file = file;
    this.#stream = stream;
    this.#reader = reader;
    this.#decoder = decoder;
    this.#writer = new OggPageWriter(stream.serial);
    this.#fromStart = at.at === stream.soundAt;
    this.totalSamples = at.totalSamples;
  }

  get sampleRate(): number {
    return this.#stream.sampleRate;
  }

  async read(): Promise<Pcm | null> {
    if (this.#ended) return null;
    let page = await this.#reader.next();
    while (page !== null && page.packets.length === 0) page = await this.#reader.next();
    const before = this.#held;
    this.#held = page;
    this.#ended = page === null;
    const { channelData, samplesDecoded } = page === null ? await this.#decoder.flush() : await this.#decoder.decode(this.#clean(page));
    if (samplesDecoded > 0 && !this.#placed) {
      this.#placed = true;
      if (!this.#fromStart && before !== null) this.position = this.#startOf(before, samplesDecoded);
    }
    this.position += samplesDecoded;
    return this.#stereo(samplesDecoded === 0 ? [new Float32Array(0)] : channelData);
  }

  close(): void {
    this.#decoder.free();
    this.#file.close();
  }

  /** The page without what only confuses the decoders, behind headers at the beginning. */
  #clean({ packets }: OggPage): Uint8Array {
    const pages: Uint8Array[] = [];
    if (!this.#started) {
      this.#started = true;
      const [identification, ...setup] = this.#stream.headers;
      pages.push(this.#writer.page([identification], PAGE_FIRST, 0), ...setup.map((packet) => this.#writer.pages(packet, 0)));
    }
    // One page for one, since the decoder's lag of a page is counted on. Granule positions are withheld:
    // the decoders would cut the end by them, which is done here, for short files too.
    if (packets.reduce((sum, packet) => sum + segmentsOf(packet), 0) <= MAX_SEGMENTS) pages.push(this.#writer.page(packets, 0, -1));
    else for (const packet of packets) pages.push(this.#writer.pages(packet, -1));
    return concat(pages);
  }

  /** Where in the file the sound of a page begins; counted backwards from its granule position. */
  #startOf(page: OggPage, samplesDecoded: number): number {
    if (this.#stream.codec === 'vorbis') return page.granule - samplesDecoded;
    // The pre-skip is in the granule position, and the decoder drops as much after a jump too.
    return page.granule - page.packets.reduce((sum, packet) => sum + opusPacketSamples(packet), 0);
  }

  #stereo(channels: readonly Float32Array[]): Pcm {
    const { gain } = this.#stream;
    if (gain !== 1) for (const channel of channels) for (let i = 0; i < channel.length; i++) channel[i] *= gain;
    return toStereo(channels, 'vorbis');
  }
}

/** Streams that may begin in a file before the sound's does (pictures, lyrics). */
const MOST_STREAMS = 16;
const NO_OPUS_COMMENTS = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');
const NO_VORBIS_COMMENTS = Buffer.from('\x03vorbis\0\0\0\0\0\0\0\0\x01', 'latin1');

async function readHeaders(file: FileWindow): Promise<Stream> {
  let at = 0;
  for (let streams = 0; streams < MOST_STREAMS; streams++) {
    const first = await new OggReader(file, at).next(at + 65_536);
    if (first === null && streams === 0) throw new UndecodableError('it is not an Ogg file');
    if (first === null) break;
    at = first.end;
    const packet = first.packets[0] ?? new Uint8Array(0);
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    const begins = Buffer.from(packet.subarray(0, 8)).toString('latin1');
    if (begins === 'OpusHead' && packet.length >= 19) {
      const { headers, soundAt } = await collect(file, first, 2);
      const gain = linearOf(view.getInt16(16, true) / 256);
      const preSkip = view.getUint16(10, true);
      return { codec: 'opus', serial: first.serial, headers: [headers[0], NO_OPUS_COMMENTS], soundAt, sampleRate: 48_000, preSkip, gain };
    }
    if (begins.startsWith('\x01vorbis') && packet.length >= 30 && view.getUint32(12, true) > 0) {
      const { headers, soundAt } = await collect(file, first, 3);
      const sampleRate = view.getUint32(12, true);
      return { codec: 'vorbis', serial: first.serial, headers: [headers[0], NO_VORBIS_COMMENTS, headers[2]], soundAt, sampleRate, preSkip: 0, gain: 1 };
    }
  }
  throw new UnsupportedError('it is an Ogg file without Opus or Vorbis sound');
}

/** The header packets; sound begins on a page of its own behind them in both codecs. */
async function collect(file: FileWindow, first: OggPage, count: number): Promise<{ readonly headers: Uint8Array[]; readonly soundAt: number }> {
  const reader = new OggReader(file, first.offset, first.serial);
  const headers: Uint8Array[] = [];
  for (;;) {
    const page = await reader.next();
    if (page === null) throw new UndecodableError('its header is damaged');
    headers.push(...page.packets);
    if (headers.length >= count) return { headers, soundAt: page.end };
  }
}
