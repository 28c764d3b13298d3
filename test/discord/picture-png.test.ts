import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pngOf } from '../../src/discord/picture-png.ts';
import type { Picture, Shape } from '../../src/picture.ts';

const GROUND: Shape = { kind: 'path', d: 'M0 0h60v40h-60z', fill: '#000000', opacity: 1 };

async function bytesOf(...shapes: readonly Shape[]): Promise<Buffer> {
  const picture: Picture = { width: 60, height: 40, shapes: [GROUND, ...shapes] };
  return pngOf(picture);
}

/** Everything that is not of the ground, by any filter of PNG, leaves other bytes than zeros and alphas. */
function busy(png: Buffer): number {
  const at = png.indexOf('IDAT');
  return inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))).filter((byte) => byte !== 0 && byte !== 255).length;
}

it('draws shapes and letters as a PNG of the picture’s size', async () => {
  const empty = await bytesOf();
  expect(empty.subarray(1, 4).toString()).toBe('PNG');
  expect([empty.readUInt32BE(16), empty.readUInt32BE(20)]).toEqual([60, 40]);
  const letter = await bytesOf({ kind: 'text', text: 'A♭ & <', x: 30, y: 30, size: 12, fill: '#ffffff', anchor: 'middle' });
  expect(busy(letter)).toBeGreaterThan(busy(empty) + 50);
});

it('says so when a picture cannot be drawn', async () => {
  await expect(pngOf({ width: 0, height: 0, shapes: [] })).rejects.toThrow();
});
