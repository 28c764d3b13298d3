/** Pages of the Ogg container (RFC 3533 §6), written. */

export const PAGE_CONTINUES = 0x01;
export const PAGE_FIRST = 0x02;
export const PAGE_LAST = 0x04;

/** A page's table holds so many segments of up to 255 bytes; a packet ends with one that is shorter. */
export const MAX_SEGMENTS = 255;

/** Segments that a packet takes in the table of a page. */
export function segmentsOf(packet: Uint8Array): number {
  return Math.floor(packet.length / 255) + 1;
}

/** Writes the pages of one logical stream and numbers them. */
export class OggPageWriter {
  readonly #serial: number;
  #sequence = 0;

  constructor(serial: number) {
    this.#serial = serial;
  }

  /** One page of whole packets, which must fit ({@link MAX_SEGMENTS}). */
  page(packets: readonly Uint8Array[], flags: number, granule: number): Uint8Array {
    const lacing = packets.flatMap((packet) => [...new Array<number>(segmentsOf(packet) - 1).fill(255), packet.length % 255]);
    return this.#write(flags, granule, lacing, concat(packets));
  }

  /** One packet on as many pages as it takes. */
  pages(packet: Uint8Array, granule: number): Uint8Array {
    const most = MAX_SEGMENTS * 255;
    const pages: Uint8Array[] = [];
    for (let at = 0; at <= packet.length; at += most) {
      const body = packet.subarray(at, at + most);
      const ends = body.length < most;
      const lacing = new Array<number>(Math.floor(body.length / 255)).fill(255);
      if (ends) lacing.push(body.length % 255);
      // −1 is for a page on which no packet ends.
      pages.push(this.#write(at === 0 ? 0 : PAGE_CONTINUES, ends ? granule : -1, lacing, body));
    }
    return concat(pages);
  }

  #write(flags: number, granule: number, lacing: readonly number[], body: Uint8Array): Uint8Array {
    const page = new Uint8Array(27 + lacing.length + body.length);
    const view = new DataView(page.buffer);
    page.set([0x4f, 0x67, 0x67, 0x53]); // OggS
    page[5] = flags;
    view.setBigInt64(6, BigInt(granule), true);
    view.setUint32(14, this.#serial, true);
    view.setUint32(18, this.#sequence++, true);
    page[26] = lacing.length;
    page.set(lacing, 27);
    page.set(body, 27 + lacing.length);
    view.setUint32(22, oggCrc(page), true);
    return page;
  }
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

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
