import { createHash } from 'node:crypto';
import { Breather } from './breather.ts';

/** The bytes are no snapshot, one of another version, or torn. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/*
 * Layout, little-endian as every platform Segue runs on:
 *   8 bytes magic · 32 bytes SHA-256 of all that follows · u32 version · u32 length of the header
 *   header (JSON, UTF-8) · columns, in the order that the header lists them; each part padded to 8 bytes
 */
const MAGIC = Buffer.from('SEGUESNP');
/** Of the layout and of what lies in it: what another version wrote is not understood. */
const VERSION = 7;
const HASHED_FROM = MAGIC.length + 32;
const PREAMBLE = HASHED_FROM + 8;

/** Hashed at a time: a few milliseconds. */
const SLICE = 1 << 20;
const REFERENCE = '$column';
const COLUMN_TYPES = { i32: Int32Array, f32: Float32Array, f64: Float64Array, u8: Uint8Array } as const;
type ColumnType = keyof typeof COLUMN_TYPES;
export type Column = InstanceType<(typeof COLUMN_TYPES)[ColumnType]>;

interface Header {
  /** With `{ "$column": n }` in the place of arrays of numbers. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly columns: readonly { readonly type: ColumnType; readonly length: number }[];
}

/** What was written, to be taken out part by part. */
export interface StoredValue {
  part(name: string): unknown;
}

/**
 * Writes a plain value down whose arrays of numbers may be large, in slices between which the process goes on
 * answering. The parts belong one after another; those of arrays share their memory.
 */
export async function toBytes(value: object): Promise<readonly Buffer[]> {
  const breather = new Breather();
  const columns: Column[] = [];
  const withReferences = (_: string, part: unknown) => (isColumn(part) ? { [REFERENCE]: columns.push(part) - 1 } : part);
  const texts: string[] = [];
  for (const [name, part] of Object.entries(value) as [string, unknown][]) {
    // Names come by the hundred thousand, and each would be looked at by itself.
    texts.push(`${JSON.stringify(name)}:${isWords(part) ? JSON.stringify(part) : JSON.stringify(part, withReferences)}`);
    await breather.breathe();
  }
  const described = JSON.stringify(columns.map((column) => ({ type: typeOf(column), length: column.length })));
  const header = Buffer.from(`{"value":{${texts.join(',')}},"columns":${described}}`);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(VERSION, 0);
  numbers.writeUInt32LE(header.length, 4);
  const hash = createHash('sha256');
  const parts: Buffer[] = [];
  for (const part of [numbers, header, ...columns]) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    parts.push(bytes, Buffer.alloc(padded(bytes.length) - bytes.length));
  }
  for (const part of parts) {
    for (let at = 0; at < part.length; at += SLICE) {
      hash.update(part.subarray(at, at + SLICE));
      await breather.breathe();
    }
  }
  return [MAGIC, hash.digest(), ...parts];
}

function isWords(part: unknown): part is readonly string[] {
  return Array.isArray(part) && typeof part[0] === 'string';
}

/**
 * The value again; arrays of numbers are copied out when they are asked for.
 * @throws SnapshotError when the bytes are not whole, or of another version
 */
export function fromBytes(bytes: Buffer): StoredValue {
  if (bytes.length < PREAMBLE || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new SnapshotError('it is no snapshot');
  const checksum = createHash('sha256').update(bytes.subarray(HASHED_FROM)).digest();
  if (!checksum.equals(bytes.subarray(MAGIC.length, HASHED_FROM))) throw new SnapshotError('its checksum is wrong');
  const version = bytes.readUInt32LE(HASHED_FROM);
  if (version !== VERSION) throw new SnapshotError(`it has version ${version}, expected ${VERSION}`);
  const headerLength = bytes.readUInt32LE(HASHED_FROM + 4);
  const body = bytes.subarray(PREAMBLE);
  const { value, columns } = JSON.parse(body.toString('utf8', 0, headerLength)) as Header;
  const readColumn = columnReader(columns, body, padded(headerLength));
  return { part: (name) => withColumns(value[name], readColumn) };
}

/** What stands for a column replaced by it. */
function withColumns(part: unknown, readColumn: (index: number) => Column): unknown {
  if (Array.isArray(part)) return part.map((one) => withColumns(one, readColumn));
  if (typeof part !== 'object' || part === null) return part;
  if (REFERENCE in part) return readColumn(Number(part[REFERENCE]));
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, withColumns(one, readColumn)]));
}

function columnReader(described: Header['columns'], body: Buffer, from: number): (index: number) => Column {
  const starts: number[] = [];
  let at = from;
  for (const { type, length } of described) {
    starts.push(at);
    at += padded(length * COLUMN_TYPES[type].BYTES_PER_ELEMENT);
  }
  return (index) => {
    const { type, length } = described[index];
    const end = starts[index] + length * COLUMN_TYPES[type].BYTES_PER_ELEMENT;
    // Copied, so that views are aligned and the file's buffer can go.
    const copy = new Uint8Array(body.subarray(starts[index], end)).buffer;
    return new COLUMN_TYPES[type](copy, 0, length);
  };
}

function isColumn(part: unknown): part is Column {
  return Object.values(COLUMN_TYPES).some((type) => part instanceof type);
}

function typeOf(column: Column): ColumnType {
  if (column instanceof Int32Array) return 'i32';
  if (column instanceof Float32Array) return 'f32';
  return column instanceof Float64Array ? 'f64' : 'u8';
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
