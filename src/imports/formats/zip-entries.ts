import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';
import { BadHistory, fileName } from './bad-history.ts';

/** A file in an archive, as its directory tells. Nothing of it is taken for true but that reading begins there. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly at: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const IN_64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 20_000;
/** Unpacked at a time: packed a thousandfold at most, it stays within some megabytes. */
const SLICE = 8 * 1024;

const BROKEN = new BadHistory('The zip is damaged or was cut off: download it again and give the whole file.');

/**
 * The directory of an archive (APPNOTE.TXT 6.3).
 * @throws BadHistory when there is no whole one
 */
export function zipEntries(zip: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { count, at: start } = directoryOf(view);
  if (count > MOST_ENTRIES) throw new BadHistory(`The zip holds ${count} files: a history has no more than ${MOST_ENTRIES}.`);
  const entries: ZipEntry[] = [];
  for (let at = start, n = 0; n < count; n++) {
    if (uint32(view, at) !== DIRECTORY) throw BROKEN;
    const [nameBytes, extraBytes, commentBytes] = [uint16(view, at + 28), uint16(view, at + 30), uint16(view, at + 32)];
    const extra = at + 46 + nameBytes;
    const large = fieldsIn64(view, extra, extraBytes, [uint32(view, at + 24), uint32(view, at + 20), uint32(view, at + 42)]);
    entries.push({
      name: new TextDecoder().decode(zip.subarray(at + 46, extra)),
      encrypted: (uint16(view, at + 8) & 1) === 1,
      method: uint16(view, at + 10),
      crc: uint32(view, at + 16),
      packedBytes: large[1],
      at: large[2],
    });
    at = extra + extraBytes + commentBytes;
  }
  return entries;
}

/**
 * Unpacks one file, a little at a time.
 * @param take is given pieces that are valid until it returns; throws to end it
 * @throws BadHistory when it cannot be unpacked to its end
 */
export function unzip(zip: Uint8Array, entry: ZipEntry, take: (piece: Uint8Array) => void): void {
  const name = fileName(entry.name);
  if (entry.encrypted) throw new BadHistory(`“${name}” in the zip is locked by a password: unpack it, and give what is in it.`);
  const packed = packedBytes(zip, entry);
  let crc = 0;
  const told = (piece: Uint8Array) => {
    crc = crc32(piece, crc);
    take(piece);
  };
  switch (entry.method) {
    case STORED:
      for (let at = 0; at < packed.length; at += SLICE) told(packed.subarray(at, at + SLICE));
      break;
    case DEFLATED:
      inflate(packed, name, told);
      break;
    default:
      throw new BadHistory(`“${name}” in the zip is packed in a way that Segue does not read: unpack it, and give what is in it.`);
  }
  if (crc !== entry.crc) throw new BadHistory(`“${name}” in the zip is damaged: download it again.`);
}

function inflate(packed: Uint8Array, name: string, take: (piece: Uint8Array) => void): void {
  let failure: unknown;
  const stream = new Inflate((piece) => {
    try {
      take(piece);
    } catch (error) {
      // What is thrown through the library must not be taken for a fault of the file.
      failure ??= error;
    }
  });
  try {
    for (let at = 0; at < packed.length && failure === undefined; at += SLICE) stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
  } catch {
    failure ??= new BadHistory(`“${name}” in the zip is damaged: download it again.`);
  }
  if (failure !== undefined) throw failure as Error;
}

function packedBytes(zip: Uint8Array, { at, packedBytes: length }: ZipEntry): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (uint32(view, at) !== LOCAL) throw BROKEN;
  const from = at + 30 + uint16(view, at + 26) + uint16(view, at + 28);
  if (from + length > zip.length) throw BROKEN;
  return zip.subarray(from, from + length);
}

function directoryOf(view: DataView): { readonly count: number; readonly at: number } {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [count, start] = [uint16(view, at + 10), uint32(view, at + 16)];
    if (count !== 0xffff && start !== IN_64) return { count, at: start };
    if (uint32(view, at - 20) !== LOCATOR_64) return { count, at: start };
    const large = uint64(view, at - 12);
    if (uint32(view, large) !== END_64) throw BROKEN;
    return { count: uint64(view, large + 32), at: uint64(view, large + 48) };
  }
  throw BROKEN;
}

/** Of three fields those that need more than 32 bits stand in the extra field 1, one after another. */
function fieldsIn64(view: DataView, extra: number, bytes: number, fields: readonly [number, number, number]): readonly [number, number, number] {
  if (!fields.includes(IN_64)) return fields;
  for (let at = extra; at + 4 <= extra + bytes; at += 4 + uint16(view, at + 2)) {
    if (uint16(view, at) !== 1) continue;
    let next = at + 4;
    const [unpacked, packed, place] = fields.map((field) => {
      if (field !== IN_64) return field;
      next += 8;
      return uint64(view, next - 8);
    });
    return [unpacked ?? 0, packed ?? 0, place ?? 0];
  }
  return fields;
}

function uint16(view: DataView, at: number): number {
  if (at < 0 || at + 2 > view.byteLength) throw BROKEN;
  return view.getUint16(at, true);
}

function uint32(view: DataView, at: number): number {
  if (at < 0 || at + 4 > view.byteLength) throw BROKEN;
  return view.getUint32(at, true);
}

function uint64(view: DataView, at: number): number {
  return uint32(view, at) + uint32(view, at + 4) * 2 ** 32;
}
