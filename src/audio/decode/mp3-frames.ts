import type { FileWindow } from './file-window.ts';

/** What the header of an MPEG audio frame says (ISO/IEC 11172-3 §2.4.1.3, 13818-3 for the low rates). */
export interface Mp3Header {
  /** Bytes, header included. */
  readonly size: number;
  /** Samples per channel. */
  readonly samples: number;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bytes of side information after the header (and checksum), layer III only. */
  readonly sideInfo: number;
  /** The bits that do not change within a file: version, layer, sample rate. */
  readonly kind: number;
}

const SAMPLE_RATES = [44_100, 48_000, 32_000];
const BITRATES: Readonly<Record<'V1L1' | 'V1L2' | 'V1L3' | 'V2L1' | 'V2L23', readonly number[]>> = {
  V1L1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  V1L2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  V1L3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  V2L1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  V2L23: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

const HEADER_BYTES = 4;
const SAME_KIND = 0xfffe0c00;

/** The header at `at`, or null when there is none. */
export function readMp3Header(bytes: Uint8Array, at = 0): Mp3Header | null {
  if (at + HEADER_BYTES > bytes.length) return null;
  const bits = ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
  if (bits >>> 21 !== 0x7ff) return null;
  const version = (bits >>> 19) & 3; // 3 is MPEG 1, 2 MPEG 2, 0 MPEG 2.5
  const layer = 4 - ((bits >>> 17) & 3);
  const bitrateIndex = (bits >>> 12) & 15;
  const rateIndex = (bits >>> 10) & 3;
  if (version === 1 || layer === 4 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return null;
  const first = version === 3;
  const sampleRate = SAMPLE_RATES[rateIndex] / (first ? 1 : version === 2 ? 2 : 4);
  const bitrate = 1000 * BITRATES[first ? (`V1L${layer}` as 'V1L1' | 'V1L2' | 'V1L3') : layer === 1 ? 'V2L1' : 'V2L23'][bitrateIndex];
  const padding = (bits >>> 9) & 1;
  const samples = layer === 1 ? 384 : layer === 2 || first ? 1152 : 576;
  const size = layer === 1 ? 4 * (Math.floor((12 * bitrate) / sampleRate) + padding) : Math.floor(((samples / 8) * bitrate) / sampleRate) + padding;
  const channels = ((bits >>> 6) & 3) === 3 ? 1 : 2;
  const sideInfo = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { size, samples, sampleRate, channels, sideInfo, kind: (bits & SAME_KIND) >>> 0 };
}

/** What encoders write into a first frame that holds no sound (Xing 1999, LAME, Fraunhofer's VBRI). */
export interface Mp3Info {
  readonly frames: number | null;
  /** Samples that the encoder put before the sound, and after it, to fill frames. */
  readonly delay: number;
  readonly padding: number;
  readonly gapless: boolean;
}

/** Reads the information frame, or null when the frame holds sound. */
export function readMp3Info(frame: Uint8Array, header: Mp3Header): Mp3Info | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const text = (at: number) => (at + 4 <= frame.length ? String.fromCharCode(...frame.subarray(at, at + 4)) : '');
  const xing = HEADER_BYTES + header.sideInfo;
  if (text(xing) === 'Xing' || text(xing) === 'Info') {
    const flags = view.getUint32(xing + 4);
    let at = xing + 8;
    const frames = flags & 1 && at + 4 <= frame.length ? view.getUint32(at) : null;
    at += (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
    if (at + 24 > frame.length || frame[at] === 0) return { frames, delay: 0, padding: 0, gapless: false };
    const trims = (frame[at + 21] << 16) | (frame[at + 22] << 8) | frame[at + 23];
    return { frames, delay: trims >>> 12, padding: trims & 0xfff, gapless: trims !== 0 };
  }
  if (text(36) === 'VBRI' && frame.length >= 54) return { frames: view.getUint32(50), delay: 0, padding: 0, gapless: false };
  return null;
}

/** Where sound may begin: behind ID3v2 tags (https://id3.org/id3v2.4.0-structure §3.1), of which there may be several. */
export async function skipId3(file: FileWindow): Promise<number> {
  let at = 0;
  for (;;) {
    const head = await file.at(at, 10);
    if (head.length < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return at;
    const size = ((head[6] & 0x7f) << 21) | ((head[7] & 0x7f) << 14) | ((head[8] & 0x7f) << 7) | (head[9] & 0x7f);
    at += 10 + size + (head[5] & 0x10 ? 10 : 0);
  }
}

/** Finds the frames of a file one after the other, over tags and damage between them. */
export class Mp3Frames {
  readonly #file: FileWindow;
  #at: number;
  #kind: number | null = null;

  constructor(file: FileWindow, at: number) {
    this.#file = file;
    this.#at = at;
  }

  /** Offset behind the last frame. */
  get offset(): number {
    return this.#at;
  }

  /**
   * The next frame, or null at the end, or when `reach` bytes hold none.
   * Its bytes are good until the next call.
   */
  async next(reach = Infinity): Promise<{ readonly header: Mp3Header; readonly bytes: Uint8Array } | null> {
    const limit = this.#at + reach;
    while (this.#at < limit) {
      const header = await this.#headerAt(this.#at);
      if (header === 'end') return null;
      if (header !== null) {
        const bytes = await this.#file.at(this.#at, header.size);
        if (bytes.length < header.size) return null;
        this.#kind ??= header.kind;
        this.#at += header.size;
        return { header, bytes };
      }
      await this.#seekSync();
    }
    return null;
  }

  /** A header counts when another of its kind follows its frame; eleven set bits alone are found anywhere. */
  async #headerAt(at: number): Promise<Mp3Header | null | 'end'> {
    const bytes = await this.#file.at(at, HEADER_BYTES);
    if (bytes.length < HEADER_BYTES) return 'end';
    const header = readMp3Header(bytes);
    if (header === null || (this.#kind !== null && header.kind !== this.#kind)) return null;
    const frame = await this.#file.at(at, header.size + HEADER_BYTES);
    const next = readMp3Header(frame, header.size);
    if (next !== null && next.kind === header.kind) return header;
    // The last frame before a tag, or before damage: good when the frames before were.
    return this.#kind === null ? null : header;
  }

  /** Moves to the next byte of eight set bits. */
  async #seekSync(): Promise<void> {
    for (this.#at += 1; ; ) {
      const bytes = await this.#file.at(this.#at, 16_384);
      const found = bytes.indexOf(0xff);
      if (found >= 0) {
        this.#at += found;
        return;
      }
      this.#at += bytes.length;
      if (bytes.length === 0) return;
    }
  }
}
