import { fromHalf, halfBits } from './half.ts';

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a network has learnt, by name. */
export type Weights = ReadonlyMap<string, Weight>;

/** Why a file holds no weights of this network, as it goes on after “the file”. */
export class WeightsFault extends Error {}

const MAGIC = 'SEGUE-SOUND-1';

/**
 * One line of text (what it is, a checksum, name and shape of every weight as JSON), then all values in that order as
 * numbers of 16 bits, little-endian.
 */
export function packWeights(weights: Weights): Uint8Array {
  const values = [...weights.values()].flatMap((weight) => [...weight.values]);
  const body = new Uint8Array(values.length * 2);
  const view = new DataView(body.buffer);
  values.forEach((value, i) => view.setUint16(i * 2, halfBits(value), true));
  const shapes = [...weights].map(([name, { shape }]) => [name, ...shape]);
  const head = new TextEncoder().encode(`${MAGIC} ${checksum(body)} ${JSON.stringify(shapes)}\n`);
  const file = new Uint8Array(head.length + body.length);
  file.set(head);
  file.set(body, head.length);
  return file;
}

/**
 * @param shapes what the network needs, and in which order
 * @throws WeightsFault
 */
export function unpackWeights(file: Uint8Array, shapes: Readonly<Record<string, readonly number[]>>): Weights {
  const end = file.indexOf(10);
  const head = end < 0 ? '' : new TextDecoder().decode(file.subarray(0, end));
  if (!head.startsWith(`${MAGIC} `)) throw new WeightsFault('holds no weights');
  const [, sum, ...rest] = head.split(' ');
  const needed = JSON.stringify(Object.entries(shapes).map(([name, shape]) => [name, ...shape]));
  if (rest.join(' ') !== needed) throw new WeightsFault('holds the weights of another network');
  const body = file.subarray(end + 1);
  if (sum !== checksum(body)) throw new WeightsFault('is damaged');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const values = Float32Array.from({ length: sizeOf(shape) }, () => fromHalf(view.getUint16(2 * at++, true)));
      return [name, { shape, values }];
    }),
  );
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** CRC-32 (ISO 3309), as eight hexadecimal digits. */
function checksum(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
