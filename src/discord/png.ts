import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Each byte is told as its difference from the pixel to the left: even colours compress well. */
const FILTER_SUB = 1;

const compress = promisify(deflate);

/**
 * A picture as a PNG file (W3C PNG, third edition), 8 bits a channel without transparency. Compression runs
 * in a thread of the pool.
 * @param rgb width × height × 3 bytes, row by row
 */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = await compress(filtered(rgb, width, height));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function filtered(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * 3;
  const lines = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    const to = y * (stride + 1);
    lines[to] = FILTER_SUB;
    for (let i = 0; i < stride; i++) lines[to + 1 + i] = rgb[from + i] - (i < 3 ? 0 : rgb[from + i - 3]);
  }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
