import { createHash } from 'node:crypto';
import type { Affinity, ListenerId, TrackId } from '../domain.ts';
import { Breather } from './breather.ts';
import { type Catalogue, indexed } from './catalogue.ts';
import { Knowledge, type TrackFactors } from './knowledge.ts';

/** Everything that scoring needs, as one value. */
export interface Snapshot {
  readonly knowledge: Knowledge;
  readonly catalogue: Catalogue;
}

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
const VERSION = 1;
const HASHED_FROM = MAGIC.length + 32;
const PREAMBLE = HASHED_FROM + 8;
const REACTIONS = [null, 'like', 'love', 'dislike'] as const;

const COLUMN_TYPES = { i32: Int32Array, f32: Float32Array, f64: Float64Array, u8: Uint8Array } as const;
type ColumnType = keyof typeof COLUMN_TYPES;
type Column = Int32Array | Float32Array | Float64Array | Uint8Array;

interface Header {
  /** The catalogue's tracks first, then others that factors or affinities name. */
  readonly tracks: readonly TrackId[];
  /** Of the catalogue's tracks. */
  readonly artists: readonly string[];
  readonly terms: number;
  readonly listeners: readonly ListenerId[];
  readonly factors: Omit<TrackFactors, 'ids' | 'vectors'> | null;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly length: number }[];
}

/** Encodes in slices, so that the process goes on answering. */
export async function encodeSnapshot({ knowledge, catalogue }: Snapshot): Promise<Buffer> {
  const breather = new Breather();
  const factors = knowledge.factors;
  const histories = knowledge.histories;
  const numbers = new Map(catalogue.indexOf);
  const numberOf = (id: TrackId): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const factorTracks = Int32Array.from(factors?.ids ?? [], numberOf);
  const size = histories.reduce((sum, [, affinities]) => sum + affinities.length, 0);
  const pairs = pairColumns(size);
  const pairPointers = new Int32Array(histories.length + 1);
  let at = 0;
  for (const [listener, [, affinities]] of histories.entries()) {
    for (const affinity of affinities) writePair(pairs, at++, affinity, numberOf(affinity.trackId));
    pairPointers[listener + 1] = at;
    await breather.breathe();
  }
  const columns: Readonly<Record<string, Column>> = {
    tagPointers: catalogue.tags.pointers,
    tagTerms: catalogue.tags.indices,
    tagValues: catalogue.tags.values,
    factorTracks,
    factorVectors: factors?.vectors ?? new Float32Array(0),
    pairPointers,
    ...pairs,
  };
  const header: Header = {
    tracks: [...numbers.keys()],
    artists: catalogue.artists,
    terms: catalogue.tags.terms,
    listeners: histories.map(([id]) => id),
    factors: factors && {
      settings: factors.settings,
      generation: factors.generation,
      trainedAt: factors.trainedAt,
      trainedOn: factors.trainedOn,
    },
    columns: Object.entries(columns).map(([name, column]) => ({ name, type: typeOf(column), length: column.length })),
  };
  return assemble(Buffer.from(JSON.stringify(header)), Object.values(columns), breather);
}

async function assemble(header: Buffer, columns: readonly Column[], breather: Breather): Promise<Buffer> {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(VERSION, 0);
  numbers.writeUInt32LE(header.length, 4);
  const hash = createHash('sha256');
  const parts: Buffer[] = [];
  for (const part of [numbers, header, ...columns]) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const padding = Buffer.alloc(padded(bytes.length) - bytes.length);
    parts.push(bytes, padding);
    hash.update(bytes).update(padding);
    await breather.breathe();
  }
  return Buffer.concat([MAGIC, hash.digest(), ...parts]);
}

/** @throws SnapshotError when the bytes are not a whole snapshot of this version. */
export function decodeSnapshot(bytes: Buffer): Snapshot {
  if (bytes.length < PREAMBLE || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new SnapshotError('it is no snapshot');
  const checksum = createHash('sha256').update(bytes.subarray(HASHED_FROM)).digest();
  if (!checksum.equals(bytes.subarray(MAGIC.length, HASHED_FROM))) throw new SnapshotError('its checksum is wrong');
  const version = bytes.readUInt32LE(HASHED_FROM);
  if (version !== VERSION) throw new SnapshotError(`it has version ${version}, expected ${VERSION}`);
  const headerLength = bytes.readUInt32LE(HASHED_FROM + 4);
  const body = bytes.subarray(PREAMBLE);
  const header = JSON.parse(body.toString('utf8', 0, headerLength)) as Header;
  const columns = readColumns(header, body, padded(headerLength));
  const knowledge = new Knowledge();
  readPairs(header, columns, knowledge);
  knowledge.useFactors(
    header.factors && {
      ...header.factors,
      ids: Array.from(columns.factorTracks, (track) => header.tracks[track]),
      vectors: columns.factorVectors as Float32Array,
    },
  );
  const catalogue = indexed(header.tracks.slice(0, header.artists.length), header.artists, {
    tracks: header.artists.length,
    terms: header.terms,
    pointers: columns.tagPointers as Int32Array,
    indices: columns.tagTerms as Int32Array,
    values: columns.tagValues as Float32Array,
  });
  return { knowledge, catalogue };
}

function readColumns(header: Header, body: Buffer, from: number): Readonly<Record<string, Column>> {
  let at = from;
  return Object.fromEntries(
    header.columns.map(({ name, type, length }) => {
      const byteLength = length * COLUMN_TYPES[type].BYTES_PER_ELEMENT;
      // Copied, so that views are aligned and the file's buffer can go.
      const copy = new Uint8Array(body.subarray(at, at + byteLength)).buffer;
      at += padded(byteLength);
      return [name, new COLUMN_TYPES[type](copy, 0, length)];
    }),
  );
}

/** Columns of what is known of pairs of listener and track. */
function pairColumns(size: number) {
  return {
    pairTrack: new Int32Array(size),
    pairPlays: new Int32Array(size),
    pairCompletions: new Int32Array(size),
    pairSkips: new Int32Array(size),
    pairEarlySkips: new Int32Array(size),
    pairRequests: new Int32Array(size),
    pairReaction: new Uint8Array(size),
    pairHeardMs: new Float64Array(size),
    pairLastAt: new Float64Array(size),
  };
}

function writePair(pairs: ReturnType<typeof pairColumns>, at: number, affinity: Affinity, track: number): void {
  pairs.pairTrack[at] = track;
  pairs.pairPlays[at] = affinity.plays;
  pairs.pairCompletions[at] = affinity.completions;
  pairs.pairSkips[at] = affinity.skips;
  pairs.pairEarlySkips[at] = affinity.earlySkips;
  pairs.pairRequests[at] = affinity.requests;
  pairs.pairReaction[at] = REACTIONS.indexOf(affinity.reaction);
  pairs.pairHeardMs[at] = affinity.heardMs;
  pairs.pairLastAt[at] = affinity.lastAt;
}

function readPairs(header: Header, columns: Readonly<Record<string, Column>>, knowledge: Knowledge): void {
  header.listeners.forEach((listenerId, listener) => {
    const affinities: Affinity[] = [];
    for (let at = columns.pairPointers[listener]; at < columns.pairPointers[listener + 1]; at++) {
      affinities.push({
        listenerId,
        trackId: header.tracks[columns.pairTrack[at]],
        plays: columns.pairPlays[at],
        completions: columns.pairCompletions[at],
        heardMs: columns.pairHeardMs[at],
        skips: columns.pairSkips[at],
        earlySkips: columns.pairEarlySkips[at],
        requests: columns.pairRequests[at],
        reaction: REACTIONS[columns.pairReaction[at]],
        lastAt: columns.pairLastAt[at],
      });
    }
    knowledge.learn(listenerId, affinities);
  });
}

function typeOf(column: Column): ColumnType {
  if (column instanceof Int32Array) return 'i32';
  if (column instanceof Float32Array) return 'f32';
  return column instanceof Float64Array ? 'f64' : 'u8';
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
