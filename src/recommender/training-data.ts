import type { ColumnSounds } from '../../models/acoustic/learning/taste-head.ts';
import type { Interactions } from '../../models/collaborative/interactions.ts';
import type { View } from '../../models/collaborative/views.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import { Breather } from './breather.ts';
import type { TrackRecord, TrackRecords } from './catalogue.ts';
import { contentsOf } from './contents.ts';
import type { Knowledge } from './knowledge.ts';
import type { LibrarySound } from './library-sound.ts';
import type { PlainTasteData } from './training-thread.ts';

export interface TrainingData {
  /** What the columns stand for: the library's tracks, then others that somebody has heard. */
  readonly ids: readonly TrackId[];
  readonly data: PlainTasteData;
  /** Who the rows of the listens are. */
  readonly listeners: readonly ListenerId[];
  /** Affinities that were read, some of which may say nothing. */
  readonly pairs: number;
}

/**
 * Everybody's evidence as of `now`, what the library says of its tracks, and how they sound; in slices between which the process answers.
 * @throws Error soon after it is aborted
 */
export async function trainingDataOf(knowledge: Knowledge, library: TrackRecords, sound: LibrarySound, now: number, signal: AbortSignal): Promise<TrainingData> {
  const breather = new Breather(signal);
  const records = library.list;
  const histories = knowledge.histories;
  const pairs = histories.reduce((sum, { length }) => sum + length, 0);
  const columns = new Map<TrackId, number>();
  for (const [column, { id }] of records.entries()) {
    columns.set(id, column);
    await breather.breathe();
  }
  const pointers = new Int32Array(histories.length + 1);
  const indices = new Int32Array(pairs);
  const positive = new Float32Array(pairs);
  const negative = new Float32Array(pairs);
  const times = new Float64Array(pairs);
  let at = 0;
  for (const [row, history] of histories.entries()) {
    for (const affinity of history.unpack()) {
      const column = columns.get(affinity.trackId) ?? columns.size;
      columns.set(affinity.trackId, column);
      const evidence = knowledge.evidenceOf(affinity, now);
      if (evidence.positive === 0 && evidence.negative === 0) continue;
      indices[at] = column;
      positive[at] = evidence.positive;
      negative[at] = evidence.negative;
      times[at++] = affinity.lastAt;
    }
    pointers[row + 1] = at;
    await breather.breathe();
  }
  const listens: Interactions = {
    rows: histories.length,
    columns: columns.size,
    pointers,
    indices: indices.subarray(0, at),
    positive: positive.subarray(0, at),
    negative: negative.subarray(0, at),
  };
  const views = await viewsOf(records, columns.size, breather);
  const contents = await contentsOf(library, knowledge.read, columns.size, breather);
  const ids = [...columns.keys()];
  const sounds = await soundsOf(records, sound, ids, breather);
  return { ids, listeners: histories.map(({ listenerId }) => listenerId), pairs, data: { listens, times: times.subarray(0, at), views, contents, sounds } };
}

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** The sounds of the columns, of which those of the records come first; null where none was heard. */
async function soundsOf(records: readonly TrackRecord[], sound: LibrarySound, ids: readonly TrackId[], breather: Breather): Promise<ColumnSounds | null> {
  const { dimensions } = sound;
  const values = new Float32Array(ids.length * dimensions).fill(NaN);
  const artists = new Map<string, number>();
  const groups = new Int32Array(ids.length).fill(-1);
  let heard = 0;
  for (const [column, id] of ids.entries()) {
    const artist = folded(records[column]?.artist ?? '');
    if (artist !== '') {
      if (!artists.has(artist)) artists.set(artist, artists.size);
      groups[column] = artists.get(artist) ?? -1;
    }
    const embedding = sound.embedding(sound.row(id));
    if (embedding) {
      values.set(embedding, column * dimensions);
      heard++;
    }
    await breather.breathe();
  }
  return heard > 0 ? { values, dimensions, groups } : null;
}

/** Through what tracks are alike whoever hears them; the track of column i is the i-th. */
async function viewsOf(records: readonly TrackRecord[], columns: number, breather: Breather): Promise<readonly View[]> {
  return [
    await viewOf('artist', records, columns, breather, ({ artist }) => [artist]),
    await viewOf('album', records, columns, breather, ({ artist, album }) => (album === null ? [] : [`${artist}\n${album}`])),
    await viewOf('tags', records, columns, breather, ({ genres, tags }) => [...genres, ...tags]),
  ];
}

async function viewOf(
  name: string,
  records: readonly TrackRecord[],
  columns: number,
  breather: Breather,
  attributesOf: (record: TrackRecord) => readonly string[],
): Promise<View> {
  const tracksWith = new Map<string, number[]>();
  let entries = 0;
  for (const [column, record] of records.entries()) {
    for (const attribute of new Set(attributesOf(record).map(folded))) {
      if (attribute === '') continue;
      const known = tracksWith.get(attribute);
      if (known) known.push(column);
      else tracksWith.set(attribute, [column]);
      entries++;
    }
    await breather.breathe();
  }
  const pointers = new Int32Array(tracksWith.size + 1);
  const indices = new Int32Array(entries);
  let row = 0;
  for (const tracks of tracksWith.values()) {
    indices.set(tracks, pointers[row]);
    pointers[row + 1] = pointers[row] + tracks.length;
    row++;
    await breather.breathe();
  }
  const positive = new Float32Array(entries).fill(1);
  return { name, matrix: { rows: row, columns, pointers, indices, positive, negative: new Float32Array(entries) } };
}
