import type { TrackId } from '../domain.ts';
import type { TrackSound } from '../storage/track-analyses.ts';

/** What is known of a track's sound beside its embedding. */
export const SOUND_NUMBERS = [
  'seconds',
  'integratedLufs',
  'rangeLu',
  /** Beats a minute; NaN without a pulse, as the two after it … */
  'bpm',
  'tempoConfidence',
  'steadiness',
  /** Pitch class, 0 is C; NaN where nothing tonal is heard, as the two after it. */
  'tonic',
  /** 1 major, 0 minor */
  'major',
  'keyConfidence',
  'onsetsPerSecond',
  'energy',
  'brightness',
  'danceability',
  'acousticness',
  'vocalness',
  'valence',
  'arousal',
] as const;
export type SoundNumber = (typeof SOUND_NUMBERS)[number];

const WIDTH = SOUND_NUMBERS.length;
const COLUMNS = Object.fromEntries(SOUND_NUMBERS.map((name, column) => [name, column])) as Readonly<Record<SoundNumber, number>>;
const LEAST_ROWS = 256;

/** Embeddings side by side, a row a track; a row of NaN has none. Valid until the next track comes or goes. */
export interface SoundMatrix {
  readonly rows: number;
  readonly dimensions: number;
  /** rows × dimensions */
  readonly values: Float32Array;
}

/**
 * How every track of the library sounds that was analysed, in memory: a row of numbers and one of the embedding each. Rows are
 * without gaps, and their order changes when tracks go.
 */
export class LibrarySound {
  readonly #rows = new Map<TrackId, number>();
  readonly #ids: TrackId[] = [];
  readonly #networkVersion: string | null;
  #dimensions = 0;
  #revision = 0;
  #numbers = new Float32Array(LEAST_ROWS * WIDTH);
  #embeddings = new Float32Array(0);

  /** @param networkVersion whose embeddings count: those of two networks cannot be compared */
  constructor(networkVersion: string | null) {
    this.#networkVersion = networkVersion;
  }

  /** Whose embeddings these are. */
  get networkVersion(): string | null {
    return this.#networkVersion;
  }

  /** How many tracks there are, each in a row. */
  get size(): number {
    return this.#ids.length;
  }

  /** Another number whenever anything has changed. */
  get revision(): number {
    return this.#revision;
  }

  /** Length of an embedding; 0 as long as there is none. */
  get dimensions(): number {
    return this.#dimensions;
  }

  /** The tracks, by row. */
  get ids(): readonly TrackId[] {
    return this.#ids;
  }

  /** The row of a track, or −1. */
  row(id: TrackId): number {
    return this.#rows.get(id) ?? -1;
  }

  /** NaN where it is not known. */
  number(row: number, name: SoundNumber): number {
    return row >= 0 && row < this.size ? (this.#numbers[row * WIDTH + COLUMNS[name]] ?? NaN) : NaN;
  }

  /** Of length 1; null when no network has heard the track. Valid until the next track comes or goes. */
  embedding(row: number): Float32Array | null {
    if (row < 0 || row >= this.size || this.#dimensions === 0) return null;
    const values = this.#embeddings.subarray(row * this.#dimensions, (row + 1) * this.#dimensions);
    return Number.isNaN(values[0]) ? null : values;
  }

  get matrix(): SoundMatrix {
    return { rows: this.size, dimensions: this.#dimensions, values: this.#embeddings.subarray(0, this.size * this.#dimensions) };
  }

  /** Puts what is known now in the place of what was known of a track. */
  set(id: TrackId, sound: TrackSound): void {
    const row = this.#rows.get(id) ?? this.#add(id);
    this.#revision++;
    this.#numbers.set(numbersOf(sound), row * WIDTH);
    const embedding = sound.networkVersion === this.#networkVersion ? sound.embedding : null;
    if (embedding && this.#dimensions === 0) this.#begin(embedding.length);
    const at = row * this.#dimensions;
    if (embedding) this.#embeddings.set(embedding, at);
    else this.#embeddings.fill(NaN, at, at + this.#dimensions);
  }

  /** The last row takes the place of the one that goes. */
  remove(id: TrackId): void {
    const row = this.#rows.get(id);
    const last = this.size - 1;
    const moved = this.#ids[last];
    if (row === undefined || moved === undefined) return;
    this.#revision++;
    this.#numbers.copyWithin(row * WIDTH, last * WIDTH, (last + 1) * WIDTH);
    this.#embeddings.copyWithin(row * this.#dimensions, last * this.#dimensions, (last + 1) * this.#dimensions);
    this.#ids[row] = moved;
    this.#rows.set(moved, row);
    this.#ids.pop();
    this.#rows.delete(id);
  }

  #add(id: TrackId): number {
    const row = this.size;
    if ((row + 1) * WIDTH > this.#numbers.length) {
      this.#numbers = larger(this.#numbers);
      this.#embeddings = larger(this.#embeddings);
    }
    this.#ids.push(id);
    this.#rows.set(id, row);
    return row;
  }

  #begin(dimensions: number): void {
    this.#dimensions = dimensions;
    this.#embeddings = new Float32Array((this.#numbers.length / WIDTH) * dimensions).fill(NaN);
  }
}

function larger(values: Float32Array): Float32Array<ArrayBuffer> {
  const grown = new Float32Array(values.length * 2);
  grown.set(values);
  return grown;
}

function numbersOf({ seconds, loudness, tempo, key, character }: TrackSound): number[] {
  const values: Readonly<Record<SoundNumber, number | null>> = {
    seconds,
    integratedLufs: loudness.integratedLufs,
    rangeLu: loudness.rangeLu,
    bpm: tempo?.bpm ?? null,
    tempoConfidence: tempo?.confidence ?? null,
    steadiness: tempo?.steadiness ?? null,
    tonic: key?.tonic ?? null,
    major: key && (key.mode === 'major' ? 1 : 0),
    keyConfidence: key?.confidence ?? null,
    onsetsPerSecond: character.onsetsPerSecond,
    energy: character.energy,
    brightness: character.brightness,
    danceability: character.danceability,
    acousticness: character.acousticness,
    vocalness: character.vocalness,
    valence: character.valence,
    arousal: character.arousal,
  };
  return SOUND_NUMBERS.map((name) => values[name] ?? NaN);
}
