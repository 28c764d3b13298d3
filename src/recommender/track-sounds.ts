import { type Audible, soundsAlike } from '../../models/acoustic/sounds-alike.ts';
import { unitDifferences } from '../../models/acoustic/unit-differences.ts';
import { placeSound } from '../../models/acoustic/learning/taste-head.ts';
import { type TagEvidence, tagWeight } from '../../models/language/profile.ts';
import type { Catalogue } from './catalogue.ts';
import type { LibrarySound, SoundNumber } from './library-sound.ts';
import type { SoundHead } from './trained-taste.ts';

/** What sets every track that was heard apart from the others. */
interface Differences {
  /** By track: which of them it is; −1 where it was not heard. */
  readonly places: Int32Array;
  /** One after the other, of length 1. */
  readonly units: Float32Array;
}

/**
 * How the tracks of a catalogue sound, as of one revision of what was heard. Likeness is the cosine of embeddings less what
 * all of the library have in common: only differences tell tracks apart.
 */
export class TrackSounds {
  readonly catalogue: Catalogue;
  /** By track: 1 where a network has heard it. */
  readonly heard: Uint8Array;
  readonly #sound: LibrarySound;
  readonly #revision: number;
  readonly #madeAt: number;
  /** By track; −1 where nothing was heard. */
  readonly #rows: Int32Array;
  /** Embeddings by row. */
  readonly #values: Float32Array;
  /** Made when first asked for. */
  #units: Differences | null = null;
  #places: { readonly head: SoundHead; readonly values: Float32Array } | null = null;

  /** @param now epoch ms */
  constructor(catalogue: Catalogue, sound: LibrarySound, now: number) {
    this.catalogue = catalogue;
    this.#sound = sound;
    this.#revision = sound.revision;
    this.#madeAt = now;
    this.#rows = new Int32Array(catalogue.ids.length);
    catalogue.ids.forEach((id, track) => (this.#rows[track] = sound.row(id)));
    this.#values = sound.matrix.values;
    this.heard = Uint8Array.from(this.#rows, (row) => (row >= 0 && sound.embedding(row) ? 1 : 0));
  }

  /** Whether this is still how things are, but for as many changes as may be `missing`, and those only when it was made `since` a time. */
  isOf(sound: LibrarySound, { missing, since }: { readonly missing: number; readonly since: number }): boolean {
    if (sound !== this.#sound) return false;
    const changes = sound.revision - this.#revision;
    return changes === 0 || (changes <= missing && this.#madeAt > since);
  }

  /** Numbers of a direction; 0 when no network has heard anything. */
  get dimensions(): number {
    return this.#sound.dimensions;
  }

  /** Whether a network has heard the track. */
  has(track: number): boolean {
    return this.heard[track] === 1;
  }

  /** The embedding of a track as the network gives it; null when it has not heard it. */
  embedding(track: number): Float32Array | null {
    return this.#sound.embedding(this.#rows[track]);
  }

  /** What was measured of a track; NaN where it is not known. */
  number(track: number, name: SoundNumber): number {
    return this.#sound.number(this.#rows[track], name);
  }

  /** What two tracks have in common that was measured, as phrases, see {@link soundsAlike}. */
  reasons(a: number, b: number): readonly string[] {
    return soundsAlike(this.#audible(a), this.#audible(b));
  }

  /** How alike two tracks sound, −1 to 1; NaN where one was not heard. */
  product(a: number, b: number): number {
    const { places, units } = this.#differences();
    const d = this.dimensions;
    if (places[a] < 0 || places[b] < 0) return NaN;
    let sum = 0;
    for (let i = 0, p = places[a] * d, q = places[b] * d; i < d; i++) sum += units[p + i] * units[q + i];
    return sum;
  }

  /** By track: how much it sounds like the tracks of a history that are liked and unlike the others, −1 to 1; NaN where it was not heard, or nothing of the history. */
  products(history: readonly TagEvidence[]): Float32Array {
    const d = this.dimensions;
    const { places, units } = this.#differences();
    const query = new Float64Array(d);
    for (const heard of history) {
      const place = places[heard.track];
      if (place < 0) continue;
      const weight = tagWeight(heard);
      for (let i = 0; i < d; i++) query[i] += weight * units[place * d + i];
    }
    const length = Math.sqrt(query.reduce((sum, x) => sum + x * x, 0));
    const products = new Float32Array(this.#rows.length).fill(NaN);
    if (!(length > 0)) return products;
    for (let track = 0; track < products.length; track++) {
      if (places[track] < 0) continue;
      let sum = 0;
      for (let i = 0, at = places[track] * d; i < d; i++, at++) sum += query[i] * units[at];
      products[track] = sum / length;
    }
    return products;
  }

  /**
   * By track: how well its place among the factors, as its sound foretells it, suits a listener's; NaN where it was not heard.
   * null when the head is for sounds of another network.
   */
  placed(head: SoundHead, listener: Float32Array): Float32Array | null {
    if (head.networkVersion !== this.#sound.networkVersion || head.dimensions !== this.dimensions) return null;
    if (this.#places?.head !== head) this.#places = { head, values: this.#placesBy(head) };
    const { values } = this.#places;
    const fits = new Float32Array(this.#rows.length);
    for (let track = 0, at = 0; track < fits.length; track++) {
      let sum = 0;
      for (let i = 0; i < head.factors; i++, at++) sum += listener[i] * values[at];
      fits[track] = sum;
    }
    return fits;
  }

  /** How much of a history was heard, 0 to 1. */
  coverage(history: readonly TagEvidence[]): number {
    const weight = ({ positive, negative }: TagEvidence) => Math.min(1, positive + negative);
    const all = history.reduce((sum, one) => sum + weight(one), 0);
    const heard = history.reduce((sum, one) => sum + (this.has(one.track) ? weight(one) : 0), 0);
    return all > 0 ? heard / all : 0;
  }

  #placesBy(head: SoundHead): Float32Array {
    const places = new Float32Array(this.#rows.length * head.factors).fill(NaN);
    const values = this.#values;
    this.#rows.forEach((row, track) => {
      if (this.has(track)) placeSound(head, values, row * head.dimensions, places.subarray(track * head.factors, (track + 1) * head.factors));
    });
    return places;
  }

  #audible(track: number): Audible {
    const number = (name: SoundNumber) => this.number(track, name);
    return { bpm: number('bpm'), tonic: number('tonic'), major: number('major'), onsetsPerSecond: number('onsetsPerSecond'), energy: number('energy'), brightness: number('brightness'), acousticness: number('acousticness') };
  }

  /** Of those that were heard alone, in the order of tracks. */
  #differences(): Differences {
    return (this.#units ??= this.#centred());
  }

  #centred(): Differences {
    const d = this.dimensions;
    const { values } = this.#sound.matrix;
    const places = new Int32Array(this.heard.length).fill(-1);
    let heard = 0;
    for (let track = 0; track < places.length; track++) if (this.heard[track] === 1) places[track] = heard++;
    const embeddings = new Float32Array(heard * d);
    for (let track = 0; track < places.length; track++) {
      if (places[track] >= 0) embeddings.set(values.subarray(this.#rows[track] * d, (this.#rows[track] + 1) * d), places[track] * d);
    }
    return { places, units: unitDifferences(embeddings, d) };
  }
}
