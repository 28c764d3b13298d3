import type { Affinity, ListenerId, TrackId } from '../domain.ts';
import { Breather } from './breather.ts';
import { type Catalogue, indexed } from './catalogue.ts';
import { type ElsewhereColumns, packElsewhere, unpackElsewhere } from './elsewhere-columns.ts';
import { Knowledge } from './knowledge.ts';
import { fromBytes, type StoredValue, toBytes } from './snapshot-bytes.ts';
import type { TrainedTaste } from './trained-taste.ts';

/** Everything that scoring needs, as one value. */
export interface Snapshot {
  readonly knowledge: Knowledge;
  readonly catalogue: Catalogue;
}

const REACTIONS = [null, 'like', 'love', 'dislike'] as const;

/** A snapshot as it is written down. Tracks are numbered, listeners are named once. */
interface Written {
  /** The catalogue's tracks first, then others that the model or affinities name. */
  readonly tracks: readonly TrackId[];
  /** Of the catalogue's tracks. */
  readonly artists: readonly string[];
  readonly tags: Omit<Catalogue['tags'], 'tracks'>;
  readonly labels: readonly string[];
  readonly labelsOf: Catalogue['labelsOf'];
  readonly years: Int32Array;
  readonly halfLifeMs: number;
  readonly listeners: readonly ListenerId[];
  /** Where the pairs of each listener begin; listeners + 1. */
  readonly pairPointers: Int32Array;
  readonly pairs: PairColumns;
  readonly elsewhere: ElsewhereColumns;
  readonly trained: (Omit<TrainedTaste, 'ids'> & { readonly columnTracks: Int32Array }) | null;
}

/** Encodes in slices, so that the process goes on answering; the parts belong one after another. */
export async function encodeSnapshot({ knowledge, catalogue }: Snapshot): Promise<readonly Buffer[]> {
  const breather = new Breather();
  const { trained, halfLifeMs } = knowledge;
  const histories = knowledge.histories;
  const numbers = new Map(catalogue.indexOf);
  const numberOf = (id: TrackId): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const columnTracks = Int32Array.from(trained?.ids ?? [], numberOf);
  const pairs = pairColumns(histories.reduce((sum, { length }) => sum + length, 0));
  const pairPointers = new Int32Array(histories.length + 1);
  let at = 0;
  for (const [listener, history] of histories.entries()) {
    for (const affinity of history.unpack()) writePair(pairs, at++, affinity, numberOf(affinity.trackId));
    pairPointers[listener + 1] = at;
    await breather.breathe();
  }
  const { terms, pointers, indices, values } = catalogue.tags;
  const written: Written = {
    tracks: [...numbers.keys()],
    artists: catalogue.artists,
    tags: { terms, pointers, indices, values },
    labels: catalogue.labels,
    labelsOf: catalogue.labelsOf,
    years: catalogue.years,
    halfLifeMs,
    listeners: histories.map(({ listenerId }) => listenerId),
    pairPointers,
    pairs,
    elsewhere: await packElsewhere(knowledge.elsewhere, breather),
    trained: trained && withoutIds(trained, columnTracks),
  };
  return toBytes(written);
}

/** @throws SnapshotError when the bytes are not a whole snapshot of this version */
export function decodeSnapshot(bytes: Buffer): Snapshot {
  const stored = fromBytes(bytes);
  const snapshot = withoutModel(stored);
  snapshot.knowledge.useTrained(trainedIn(stored));
  return snapshot;
}

/** Only what was trained. @throws SnapshotError */
export function decodeTrained(bytes: Buffer): TrainedTaste | null {
  return trainedIn(fromBytes(bytes));
}

/** Everything but what was trained. @throws SnapshotError */
export function decodeWithoutModel(bytes: Buffer): Snapshot {
  return withoutModel(fromBytes(bytes));
}

function withoutModel(stored: StoredValue): Snapshot {
  const tracks = read(stored, 'tracks');
  const artists = read(stored, 'artists');
  const pairPointers = read(stored, 'pairPointers');
  const pairs = read(stored, 'pairs');
  const elsewhere = unpackElsewhere(read(stored, 'elsewhere'));
  const knowledge = new Knowledge(read(stored, 'halfLifeMs'));
  for (const [id, artists] of elsewhere) knowledge.learn(id, [], artists);
  read(stored, 'listeners').forEach((id, listener) => {
    const affinities: Affinity[] = [];
    for (let at = pairPointers[listener]; at < pairPointers[listener + 1]; at++) affinities.push(readPair(pairs, at, id, tracks));
    knowledge.learn(id, affinities, elsewhere.get(id));
  });
  const catalogue = indexed({
    ids: tracks.slice(0, artists.length),
    artists,
    tags: { tracks: artists.length, ...read(stored, 'tags') },
    labels: read(stored, 'labels'),
    labelsOf: read(stored, 'labelsOf'),
    years: read(stored, 'years'),
  });
  return { knowledge, catalogue };
}

function trainedIn(stored: StoredValue): TrainedTaste | null {
  const trained = read(stored, 'trained');
  if (trained === null) return null;
  const tracks = read(stored, 'tracks');
  const { columnTracks, ...rest } = trained;
  return { ...rest, ids: Array.from(columnTracks, (track) => tracks[track]) };
}

function read<K extends keyof Written>(stored: StoredValue, name: K): Written[K] {
  return stored.part(name) as Written[K];
}

function withoutIds({ ids: _, ...trained }: TrainedTaste, columnTracks: Int32Array): Written['trained'] {
  return { ...trained, columnTracks };
}

/** Columns of what is known of pairs of listener and track. */
function pairColumns(size: number) {
  return {
    track: new Int32Array(size),
    plays: new Int32Array(size),
    completions: new Int32Array(size),
    skips: new Int32Array(size),
    earlySkips: new Int32Array(size),
    leaves: new Int32Array(size),
    requests: new Int32Array(size),
    reaction: new Uint8Array(size),
    heardMs: new Float64Array(size),
    lastAt: new Float64Array(size),
    artistLiked: new Uint8Array(size),
  };
}

type PairColumns = ReturnType<typeof pairColumns>;

function writePair(pairs: PairColumns, at: number, affinity: Affinity, track: number): void {
  pairs.track[at] = track;
  pairs.plays[at] = affinity.plays;
  pairs.completions[at] = affinity.completions;
  pairs.skips[at] = affinity.skips;
  pairs.earlySkips[at] = affinity.earlySkips;
  pairs.leaves[at] = affinity.leaves;
  pairs.requests[at] = affinity.requests;
  pairs.reaction[at] = REACTIONS.indexOf(affinity.reaction);
  pairs.heardMs[at] = affinity.heardMs;
  pairs.lastAt[at] = affinity.lastAt;
  pairs.artistLiked[at] = affinity.artistLiked ? 1 : 0;
}

function readPair(pairs: PairColumns, at: number, listenerId: ListenerId, tracks: readonly TrackId[]): Affinity {
  return {
    listenerId,
    trackId: tracks[pairs.track[at]],
    plays: pairs.plays[at],
    completions: pairs.completions[at],
    heardMs: pairs.heardMs[at],
    skips: pairs.skips[at],
    earlySkips: pairs.earlySkips[at],
    leaves: pairs.leaves[at],
    requests: pairs.requests[at],
    reaction: REACTIONS[pairs.reaction[at]],
    lastAt: pairs.lastAt[at],
    ...(pairs.artistLiked[at] === 1 && { artistLiked: true }),
  };
}
