import { concat, MAX_SEGMENTS, OggPageWriter, PAGE_FIRST, PAGE_LAST, segmentsOf } from './ogg-page.ts';

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

/** Puts Opus packets into Ogg (RFC 7845). Stateful: pages must be written in the order they are made. */
export class OggOpusMuxer {
  readonly #options: OggOpusOptions;
  readonly #packetsPerPage: number;
  readonly #writer: OggPageWriter;
  #granule = 0;

  constructor(options: OggOpusOptions) {
    this.#options = options;
    this.#writer = new OggPageWriter(options.serial);
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
    return concat([this.#writer.page([head], PAGE_FIRST, 0), this.#writer.pages(opusTags(tags), 0)]);
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
        if (last === null || index < groups.length - 1) return this.#writer.page(group, 0, this.#granule);
        const end = last.totalSamples === undefined ? Infinity : last.totalSamples + this.#options.preSkip;
        return this.#writer.page(group, PAGE_LAST, Math.min(end, this.#granule));
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

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
