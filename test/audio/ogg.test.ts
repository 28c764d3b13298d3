import fc from 'fast-check';
import { parseBuffer } from 'music-metadata';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { describe, expect, it } from 'vitest';
import { OggOpusFileWriter } from '../../src/audio/ogg-opus-file.ts';
import { oggCrc } from '../../src/audio/ogg-page.ts';
import { OggOpusMuxer, opusPacketSamples } from '../../src/audio/ogg.ts';
import { createOpusEncoder } from '../../src/audio/opus.ts';
import { bestLag } from './correlation.ts';
import { sineStereo } from './signals.ts';

interface ReadPage {
  readonly flags: number;
  readonly granule: number;
  readonly sequence: number;
  readonly serial: number;
  readonly packets: readonly Uint8Array[];
}

/** An independent reader after RFC 3533, for pages whose packets do not span. */
function readPages(bytes: Uint8Array): ReadPage[] {
  const pages: ReadPage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at);
    expect(Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')).toBe('OggS');
    const segments = bytes.subarray(at + 27, at + 27 + bytes[at + 26]);
    const size = 27 + segments.length + segments.reduce((sum, s) => sum + s, 0);
    const page = Uint8Array.from(bytes.subarray(at, at + size));
    page.fill(0, 22, 26);
    expect(view.getUint32(22, true)).toBe(oggCrc(page));
    const packets: Uint8Array[] = [];
    let body = 27 + segments.length;
    let length = 0;
    for (const segment of segments) {
      length += segment;
      if (segment === 255) continue;
      packets.push(page.subarray(body, body + length));
      body += length;
      length = 0;
    }
    pages.push({
      flags: page[5],
      granule: Number(view.getBigInt64(6, true)),
      serial: view.getUint32(14, true),
      sequence: view.getUint32(18, true),
      packets,
    });
    at += size;
  }
  return pages;
}

/** A packet whose first byte says 20 ms, one frame (CELT full band, stereo, code 0). */
const packet20ms = fc.uint8Array({ maxLength: 1275 }).map((rest) => Uint8Array.of((31 << 3) | 4, ...rest));

describe('OggOpusMuxer', () => {
  it('gives every packet back whole, in order, with granules counted from 0', () => {
    fc.assert(
      fc.property(fc.array(packet20ms, { maxLength: 23 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 0xffff_ffff }), (packets, packetsPerPage, serial) => {
        const muxer = new OggOpusMuxer({ channels: 2, preSkip: 312, serial, packetsPerPage });
        const half = packets.length >> 1;
        const bytes = Buffer.concat([muxer.headers(), muxer.page(packets.slice(0, half)), muxer.page(packets.slice(half), { last: true })]);
        const [head, tags, ...pages] = readPages(bytes);
        expect([head.flags, tags.flags]).toEqual([2, 0]);
        expect(pages.flatMap((page) => page.packets)).toEqual(packets);
        let samples = 0;
        for (const page of pages) {
          expect(page.packets.length).toBeLessThanOrEqual(packetsPerPage);
          expect(page.granule).toBe((samples += 960 * page.packets.length));
        }
        expect([head, tags, ...pages].map((page) => page.sequence)).toEqual([head, tags, ...pages].map((_, i) => i));
        expect(new Set([head, tags, ...pages].map((page) => page.serial))).toEqual(new Set([serial]));
        expect(pages.map((page) => page.flags & 4)).toEqual(pages.map((_, i) => (i === pages.length - 1 ? 4 : 0)));
      }),
    );
  });

  it('reads the length of a packet from its first byte', () => {
    // RFC 6716 §3.1: configuration, frame-count code, expected milliseconds.
    const cases = [[0, 0, 10], [3, 0, 60], [11, 1, 120], [12, 0, 10], [15, 2, 40], [16, 0, 2.5], [31, 0, 20]] as const;
    for (const [configuration, code, ms] of cases) {
      expect(opusPacketSamples(Uint8Array.of((configuration << 3) | code, 0))).toBe(ms * 48);
    }
    expect(opusPacketSamples(Uint8Array.of((29 << 3) | 3, 6))).toBe(6 * 240);
    expect(opusPacketSamples(new Uint8Array())).toBe(0);
  });

  it('carries tags of any length', async () => {
    const title = 'Ö'.repeat(50_000);
    const writer = new OggOpusFileWriter(createOpusEncoder({ bitrate: 96_000, complexity: 1 }), { serial: 7, tags: { TITLE: title, ARTIST: 'Somebody' } });
    const { left, right } = sineStereo({ hz: 440, seconds: 0.3 });
    const file = Buffer.concat([writer.write(left, right), writer.end()]);
    const { common } = await parseBuffer(file, 'audio/ogg');
    expect(common.artist).toBe('Somebody');
    expect(common.title).toBe(title);
  });
});

describe('OggOpusFileWriter', () => {
  it('writes files that decode to the same sound, sample-exact in length and place', async () => {
    for (const samples of [96_000, 61_237]) {
      const { left, right } = sineStereo({ hz: 997, seconds: samples / 48_000, sweepToHz: 3000 });
      const writer = new OggOpusFileWriter(createOpusEncoder({ bitrate: 128_000, complexity: 5 }), { serial: 1 });
      const cut = Math.floor(samples / 3);
      const file = Buffer.concat([writer.write(left.subarray(0, cut), right.subarray(0, cut)), writer.write(left.subarray(cut), right.subarray(cut)), writer.end()]);
      const decoder = new OggOpusDecoder();
      await decoder.ready;
      const { channelData, samplesDecoded } = await decoder.decodeFile(file);
      decoder.free();
      expect(samplesDecoded).toBe(samples);
      expect(bestLag(channelData[0], left, 400)).toBe(0);
      const { format } = await parseBuffer(file, 'audio/ogg', { duration: true });
      expect(format.codec).toBe('Opus');
      expect(format.duration).toBeCloseTo(samples / 48_000, 3);
    }
  });

  it('says the true length of the shortest sounds too', () => {
    for (const samples of [0, 1, 647, 648, 649, 960]) {
      const encoder = createOpusEncoder({ bitrate: 96_000, complexity: 1 });
      const writer = new OggOpusFileWriter(encoder, { serial: 1 });
      const { left, right } = sineStereo({ hz: 440, seconds: samples / 48_000 });
      const pages = readPages(Buffer.concat([writer.write(left, right), writer.end()]));
      const last = pages[pages.length - 1];
      expect(last.granule).toBe(samples + encoder.lookAhead);
      expect(last.packets.length * 960).toBeGreaterThanOrEqual(last.granule);
      expect(last.flags).toBe(4);
    }
  });
});
