import type { FileWindow } from './file-window.ts';

/** What the first metadata block of a FLAC file says (RFC 9639 §8.2). */
export interface FlacInfo {
  readonly sampleRate: number;
  /** null when the encoder did not know it. */
  readonly totalSamples: number | null;
  /** Samples of each frame when that never changes. */
  readonly blockSize: number;
  /** The file's beginning as a decoder needs it: signature and this block alone. */
  readonly header: Uint8Array;
  /** Offset of the first frame. */
  readonly soundAt: number;
}

/** Reads the metadata, over pictures of any size. null when it is not a FLAC file. */
export async function readFlacInfo(file: FileWindow, start: number): Promise<FlacInfo | null> {
  const head = (await file.at(start, 4 + 4 + 34)).slice();
  if (head.length < 42 || Buffer.from(head.subarray(0, 4)).toString('latin1') !== 'fLaC' || (head[4] & 0x7f) !== 0) return null;
  let at = start + 4;
  for (let last = false; !last; ) {
    const block = await file.at(at, 4);
    if (block.length < 4) return null;
    last = (block[0] & 0x80) !== 0;
    at += 4 + ((block[1] << 16) | (block[2] << 8) | block[3]);
  }
  head[4] |= 0x80;
  const info = head.subarray(8);
  const sampleRate = (info[10] << 12) | (info[11] << 4) | (info[12] >> 4);
  const total = (info[13] & 0x0f) * 2 ** 32 + (((info[14] << 24) | (info[15] << 16) | (info[16] << 8) | info[17]) >>> 0);
  if (sampleRate === 0) return null;
  return { sampleRate, totalSamples: total === 0 ? null : total, blockSize: (info[2] << 8) | info[3], header: head, soundAt: at };
}

export interface FlacFrame {
  readonly offset: number;
  /** Number of its first sample. */
  readonly sample: number;
}

/** The frame that begins at or after an offset, found by its header and the header's checksum (RFC 9639 §9.1). */
export async function findFlacFrame(file: FileWindow, from: number, limit: number, info: FlacInfo): Promise<FlacFrame | null> {
  for (let at = from; at < limit; ) {
    const bytes = await file.at(at, 32_768);
    for (let i = 0; i + LONGEST_HEADER <= bytes.length && at + i < limit; i++) {
      if (bytes[i] !== 0xff || (bytes[i + 1] & 0xfe) !== 0xf8) continue;
      const sample = readFrameHeader(bytes, i, info);
      if (sample !== null) return { offset: at + i, sample };
    }
    if (bytes.length <= LONGEST_HEADER) return null;
    at += bytes.length - LONGEST_HEADER + 1;
  }
  return null;
}

/** Offset of a frame that begins at or up to about a second before a sample; by bisection. */
export async function flacFrameBefore(file: FileWindow, info: FlacInfo, sample: number): Promise<FlacFrame> {
  let best: FlacFrame = { offset: info.soundAt, sample: 0 };
  let low = info.soundAt;
  let high = file.size;
  while (high - low > 16_384 && sample - best.sample > info.sampleRate) {
    const middle = Math.floor((low + high) / 2);
    const frame = await findFlacFrame(file, middle, high, info);
    // What lies behind, or what a chance likeness of a header places before where the search stands.
    if (frame === null || frame.sample > sample || frame.sample < best.sample) {
      high = middle;
    } else {
      best = frame;
      low = frame.offset + 1;
    }
  }
  return best;
}

const LONGEST_HEADER = 16;

/** Number of the frame's first sample, or null when there is no frame header at `at`. */
function readFrameHeader(bytes: Uint8Array, at: number, info: FlacInfo): number | null {
  const blockCode = bytes[at + 2] >> 4;
  const rateCode = bytes[at + 2] & 15;
  const channelCode = bytes[at + 3] >> 4;
  const bitsCode = (bytes[at + 3] >> 1) & 7;
  if (blockCode === 0 || rateCode === 15 || channelCode > 10 || bitsCode === 3 || (bytes[at + 3] & 1) !== 0) return null;
  // The number is coded like a character of UTF-8, of up to 36 bits.
  const lead = bytes[at + 4];
  const ones = Math.clz32(~(lead << 24));
  if (ones === 1 || ones === 8) return null;
  let number = ones === 0 ? lead : lead & (0x7f >> ones);
  let end = at + 5;
  for (let i = 1; i < ones; i++, end++) {
    if ((bytes[end] & 0xc0) !== 0x80) return null;
    number = number * 64 + (bytes[end] & 0x3f);
  }
  end += (blockCode === 6 ? 1 : blockCode === 7 ? 2 : 0) + (rateCode === 12 ? 1 : rateCode >= 13 ? 2 : 0);
  if (crc8(bytes, at, end) !== bytes[end]) return null;
  const variable = (bytes[at + 1] & 1) === 1;
  return variable ? number : number * info.blockSize;
}

/** CRC-8, polynomial 0x07, from 0. */
function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) {
    crc ^= bytes[i];
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  }
  return crc;
}
