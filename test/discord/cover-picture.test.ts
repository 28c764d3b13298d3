import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOf } from '../../src/discord/cover-colours.ts';
import { drawCover } from '../../src/discord/cover-picture.ts';
import { encodePng } from '../../src/discord/png.ts';

/** Reads back what {@link encodePng} writes: one IDAT, 8-bit RGB, rows filtered by Sub. */
function decode(png: Buffer): { width: number; height: number; rgb: Uint8Array } {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const line = lines.subarray(y * (width * 3 + 1), (y + 1) * (width * 3 + 1));
    expect(line[0]).toBe(1);
    for (let i = 0; i < width * 3; i++) rgb[y * width * 3 + i] = line[i + 1] + (i < 3 ? 0 : rgb[y * width * 3 + i - 3]);
  }
  return { width, height, rgb };
}

it('a PNG holds the pixels it was given', async () => {
  const pictures = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
    fc.record({ width: fc.constant(width), height: fc.constant(height), rgb: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }) }));
  await fc.assert(
    fc.asyncProperty(pictures, async ({ width, height, rgb }) => {
      expect(decode(await encodePng(rgb, width, height))).toEqual({ width, height, rgb });
    }),
    { numRuns: 50 },
  );
});

describe('the cover of a track without one', () => {
  const track = (title: string, artist: string, album: string | null = 'Album') => ({ id: title, title, artist, album });

  it('is the same every time, and another for another track, album or artist', async () => {
    const one = await drawCover(track('One', 'The Bells'));
    expect(await drawCover(track('One', 'The Bells'))).toEqual(one);
    for (const other of [track('Two', 'The Bells'), track('One', 'Mira Holm')]) expect(await drawCover(other)).not.toEqual(one);
  });

  it('has something on it, whoever made the music', async () => {
    for (const artist of ['The Bells', 'Mira Holm', 'Björk', '東京', 'A', 'Zed', 'Kepler Drift', 'Ola']) {
      const { width, height, rgb } = decode(await drawCover(track('One', artist)));
      expect([width, height]).toEqual([256, 256]);
      // Light and dark parts: a cover of one tone would be no picture.
      const lights = Array.from({ length: width * height }, (_, i) => rgb[i * 3] * 0.3 + rgb[i * 3 + 1] * 0.6 + rgb[i * 3 + 2] * 0.1).toSorted((a, b) => a - b);
      expect((lights.at(-Math.floor(lights.length / 50)) ?? 0) - (lights[Math.floor(lights.length / 50)] ?? 0)).toBeGreaterThan(60);
    }
  });

  it('leaves other work its turn while it is drawn', async () => {
    let turns = 0;
    let drawing = true;
    const count = (): void => {
      turns++;
      if (drawing) setImmediate(count);
    };
    setImmediate(count);
    await drawCover(track('Three', 'The Bells'));
    drawing = false;
    expect(turns).toBeGreaterThan(20);
  });

  it('has a colour to go with it that Discord takes', () => {
    fc.assert(fc.property(fc.string(), (artist) => {
      const accent = accentOf({ artist });
      expect(Number.isInteger(accent) && accent >= 0 && accent <= 0xffffff).toBe(true);
    }));
  });
});
