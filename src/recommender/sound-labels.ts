import { type LabelSound, learnLabels } from '../../models/acoustic/learning/label-sound.ts';
import { seeded } from '../../models/random.ts';
import { tagVocabulary } from '../vocabulary.ts';
import { TagKinship } from './tag-kinship.ts';
import type { TrackSounds } from './track-sounds.ts';

/** Labels of the library that can be heard, by name, as plain data. */
export interface SoundLabels extends Omit<LabelSound, 'labels'> {
  readonly names: readonly string[];
}

/** The tracks that have labels and were heard, as they travel to a thread. */
export interface LabelledTracks {
  /** Embeddings, track after track. */
  readonly values: Float32Array;
  readonly dimensions: number;
  readonly names: readonly string[];
  /** Numbers of names, compressed by tracks; tracks + 1 pointers. */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  /** By track: its artist, as a number, or −1. */
  readonly groups: Int32Array;
}

/** Rarer ones of a library that has more are not learnt: it would take minutes, and gigabytes. */
const MOST_LABELS = 200;
const SEED = 1;

/** What there is to learn labels from, copied out of a catalogue and how it sounds. */
export function labelledTracks(sounds: TrackSounds): LabelledTracks {
  const { artists, labels, labelsOf: { pointers, indices } } = sounds.catalogue;
  const tracks = [...artists.keys()].filter((track) => pointers[track + 1] > pointers[track] && sounds.has(track));
  const d = sounds.dimensions;
  const values = new Float32Array(tracks.length * d);
  const compact = new Int32Array(tracks.length + 1);
  const numbers = new Map<string, number>();
  const groups = new Int32Array(tracks.length);
  tracks.forEach((track, row) => {
    const embedding = sounds.embedding(track);
    if (embedding) values.set(embedding, row * d);
    compact[row + 1] = compact[row] + pointers[track + 1] - pointers[track];
    const artist = artists[track];
    if (artist !== '' && !numbers.has(artist)) numbers.set(artist, numbers.size);
    groups[row] = numbers.get(artist) ?? -1;
  });
  const own = new Int32Array(compact[tracks.length]);
  tracks.forEach((track, row) => own.set(indices.subarray(pointers[track], pointers[track + 1]), compact[row]));
  return { values, dimensions: d, names: labels, pointers: compact, indices: own, groups };
}

/** Learns how labels sound. A track has every label that its own are kinds of. */
export function learnSoundLabels({ values, dimensions, names, pointers, indices, groups }: LabelledTracks): SoundLabels {
  const kinship = new TagKinship(tagVocabulary());
  const withBroader = names.map((name) => kinship.withBroader(name));
  const ofRows = Array.from(groups, (_, row) => new Set([...indices.subarray(pointers[row], pointers[row + 1])].flatMap((label) => withBroader[label])));
  const counts = new Map<string, number>();
  for (const own of ofRows) for (const name of own) counts.set(name, (counts.get(name) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_LABELS).map(([name]) => name);
  const numbers = new Map(common.map((name, number) => [name, number]));
  const kept = ofRows.map((own) => [...own].flatMap((name) => numbers.get(name) ?? []));
  const keptPointers = new Int32Array(kept.length + 1);
  kept.forEach((own, row) => (keptPointers[row + 1] = keptPointers[row] + own.length));
  const { labels, ...learnt } = learnLabels({ values, dimensions, labels: common.length, pointers: keptPointers, indices: Int32Array.from(kept.flat()), groups }, seeded(SEED));
  return { ...learnt, names: Array.from(labels, (label) => common[label]) };
}
