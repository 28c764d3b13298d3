/**
 * Ogg Opus, written: pages (RFC 3533) that hold Opus packets (RFC 7845). Both the room's live stream
 * and the demo library's files come out of here.
 */

export interface OggOpusOptions {
  readonly channels: 1 | 2;
  /** Samples at 48 kHz that a player drops from the start: the encoder's look-ahead. */
  readonly preSkip: number;
  /** Tells this logical stream from others; any 32-bit number. */
  readonly serial: number;
  /** The most packets in one page. */
  readonly packetsPerPage?: number;
  /** Vorbis comments, `TITLE` → text. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LastPage {
  /** The true length in samples at 48 kHz (without pre-skip); players drop what is decoded beyond it. */
  readonly totalSamples?: number;
}

/** Milliseconds × 48 of the frame sizes of the 32 configurations, RFC 6716 §3.1 table 2. */
const FRAME_SAMPLES = [
  ...[1, 2, 3].flatMap(() => [480, 960, 1920, 2880]),
  ...[1, 2].flatMap(() => [480, 960]),
  ...[1, 2, 3, 4].flatMap(() => [120, 240, 480, 960]),
];

const FIRST = 0x02;
const LAST = 0x04;
const MAX_SEGMENTS = 255;

/** Samples at 48 kHz that an Opus packet holds, read from its table-of-contents byte (RFC 6716 §3.1). */
export function opusPacketSamples(packet: Uint8Array): number {
  if (packet.length === 0) return 0;
  const perFrame = FRAME_SAMPLES[packet[0] >> 3];
  switch (packet[0] & 3) {
    case 0:
      return perFrame;
    case 1:
    case 2:
      return 2 * perFrame;
    default:
      return packet.length < 2 ? 0 : (packet[1] & 0x3f) * perFrame;
  }
}

/** Puts Opus packets into Ogg pages. Stateful: pages must be written in the order they are made. */
export class OggOpusMuxer {
  readonly #options: OggOpusOptions;
  readonly #packetsPerPage: number;
  #sequence = 0;
  #granule = 0;

  constructor(options: OggOpusOptions) {
    this.#options = options;
    this.#packetsPerPage = options.packetsPerPage ?? 5;
  }

  /** The two header pages (OpusHead, OpusTags). They belong before the first page of packets. */
  headers(): Uint8Array {
    const { channels, preSkip, tags = {} } = this.#options;
    const head = new Uint8Array(19);
    head.set(ascii('OpusHead'));
    head[8] = 1;
    head[9] = channels;
    const headView = new DataView(head.buffer);
    headView.setUint16(10, preSkip, true);
    headView.setUint32(12, 48_000, true);
    return concat([this.#write([head], FIRST, 0), ...this.#writeLong(opusTags(tags))]);
  }

  /**
   * Pages that hold the packets whole, as many pages as they need (one for up to `packetsPerPage`
   * packets of usual size). `last` ends the stream.
   */
  page(packets: readonly Uint8Array[], options: { readonly last?: boolean | LastPage } = {}): Uint8Array {
    const groups = this.#group(packets);
    const last = options.last === true ? {} : options.last || null;
    if (last !== null && groups.length === 0) groups.push([]);
    return concat(
      groups.map((group, index) => {
        for (const packet of group) this.#granule += opusPacketSamples(packet);
        if (last === null || index < groups.length - 1) return this.#write(group, 0, this.#granule);
        const end = last.totalSamples === undefined ? Infinity : last.totalSamples + this.#options.preSkip;
        return this.#write(group, LAST, Math.min(end, this.#granule));
      }),
    );
  }

  #group(packets: readonly Uint8Array[]): Uint8Array[][] {
    const groups: Uint8Array[][] = [];
    let segments = Infinity;
    for (const packet of packets) {
      const needed = segmentsOf(packet);
      if (needed > MAX_SEGMENTS) throw new RangeError(`an Opus packet of ${packet.length} bytes does not fit a page`);
      if (segments + needed > MAX_SEGMENTS || groups[groups.length - 1].length >= this.#packetsPerPage) {
        groups.push([]);
        segments = 0;
      }
      groups[groups.length - 1].push(packet);
      segments += needed;
    }
    return groups;
  }

  #write(packets: readonly Uint8Array[], flags: number, granule: number): Uint8Array {
    const lacing = packets.flatMap((packet) => [...new Array<number>(segmentsOf(packet) - 1).fill(255), packet.length % 255]);
    return writePage({ flags, granule, serial: this.#options.serial, sequence: this.#sequence++, lacing, body: concat(packets) });
  }

  /** A packet that may span pages, as long comments do. */
  *#writeLong(packet: Uint8Array): Generator<Uint8Array> {
    const whole = MAX_SEGMENTS * 255;
    for (let at = 0, rest = packet.length; rest >= 0; at += whole, rest -= whole) {
      const ends = rest < whole;
      const size = ends ? rest : whole;
      const lacing = new Array<number>(Math.floor(size / 255)).fill(255);
      if (ends) lacing.push(size % 255);
      yield writePage({
        flags: at === 0 ? 0 : 0x01,
        // No packet ends on a page that a packet only runs through: RFC 3533 §6 has −1 for that.
        granule: ends ? 0 : -1,
        serial: this.#options.serial,
        sequence: this.#sequence++,
        lacing,
        body: packet.subarray(at, at + size),
      });
    }
  }
}

interface Page {
  readonly flags: number;
  readonly granule: number;
  readonly serial: number;
  readonly sequence: number;
  readonly lacing: readonly number[];
  readonly body: Uint8Array;
}

function writePage({ flags, granule, serial, sequence, lacing, body }: Page): Uint8Array {
  const page = new Uint8Array(27 + lacing.length + body.length);
  const view = new DataView(page.buffer);
  page.set(ascii('OggS'));
  page[5] = flags;
  view.setBigInt64(6, BigInt(granule), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, sequence, true);
  page[26] = lacing.length;
  page.set(lacing, 27);
  page.set(body, 27 + lacing.length);
  view.setUint32(22, oggCrc(page), true);
  return page;
}

function opusTags(tags: Readonly<Record<string, string>>): Uint8Array {
  const vendor = ascii('Segue');
  const comments = Object.entries(tags).map(([name, value]) => new TextEncoder().encode(`${name}=${value}`));
  return concat([
    ascii('OpusTags'),
    uint32(vendor.length),
    vendor,
    uint32(comments.length),
    ...comments.flatMap((comment) => [uint32(comment.length), comment]),
  ]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc >>> 0;
});

/** The page checksum: CRC-32, polynomial 0x04c11db7, most significant bit first, from 0 (RFC 3533 §6). */
export function oggCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]) >>> 0;
  return crc;
}

function segmentsOf(packet: Uint8Array): number {
  return Math.floor(packet.length / 255) + 1;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
