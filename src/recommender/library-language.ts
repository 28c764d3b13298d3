import { ArtistLanguage, type SimilarArtist } from '../../models/language/artist-language.ts';
import { type TagEvidence, tagWeight } from '../../models/language/profile.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import { documentProducts, rowProduct } from '../../models/ranking/document-scorer.ts';
import { levelLikeness } from '../../models/ranking/vibe.ts';
import { tagVocabulary } from '../vocabulary.ts';
import type { Catalogue } from './catalogue.ts';
import type { ArtistEvidence } from './elsewhere-artists.ts';
import { ElsewhereWords } from './elsewhere-words.ts';
import { Hearing } from './hearing.ts';
import { labelCosine, type LabelDirection, labelsDescribed, labelsOfTracks } from './label-likeness.ts';
import type { ReadArtists } from './read-artists.ts';
import type { SoundLabels } from './sound-labels.ts';
import { TagKinship } from './tag-kinship.ts';
import { TrackMoods } from './track-moods.ts';
import type { TrackSounds } from './track-sounds.ts';

/** What an artist is described as goes for a track of theirs less surely than what its own file says. */
const OF_ARTIST = 0.8;
/** A mood that nobody names can be heard in how lively, happy and fast the named ones are. */
const BY_LEVELS = 0.6;
/** An artist is said to be what carries at least this share of the weight of what is said most. */
const SAID = 0.4;
const DESCRIBED_BY = 12;
/** Like an artist, and by other artists: those who are most similar to them. */
const NEIGHBOURS = 200;
const OTHER_ARTIST = 0.95;
const ALIKE_IN_LABELS = 0.85;

export interface TagFit {
  /** By track. */
  readonly strength: Float32Array;
  readonly says: (track: number) => 'file' | 'artist' | 'kin' | 'heard';
  /** The broader tag that its file has, where that is all that speaks for it. */
  readonly broader: (track: number) => string | null;
}

const opened = new WeakMap<ReadArtists, ArtistLanguage>();

/** Opened once, however often the library changes. */
function languageOf(read: ReadArtists): ArtistLanguage {
  const known = opened.get(read) ?? new ArtistLanguage(read.model, tagVocabulary());
  opened.set(read, known);
  return known;
}

/**
 * What can be said of the library's tracks in words: by the labels of their files, by what is written about their artists, and
 * by how they sound.
 */
export class LibraryLanguage {
  readonly catalogue: Catalogue;
  readonly language: ArtistLanguage | null;
  readonly read: ReadArtists | null;
  readonly moods: TrackMoods;
  readonly #kinship = new TagKinship(tagVocabulary());
  /** Keys of the library's artists, and by track which of them; −1 where nobody knows. */
  readonly #keys: readonly string[];
  readonly #keyOf: Int32Array;
  readonly #numberOfKey: ReadonlyMap<string, number>;
  /** By track: 1 where anything was read about its artist. */
  readonly writtenAbout: Uint8Array;
  /** By track: the number of its artist among those who were read about; −1 for none. */
  readonly #documentOf: Int32Array;
  /** By key: the same. */
  readonly #numberOf: Int32Array;
  /** Artists who are not in the library. */
  readonly elsewhere: ElsewhereWords;
  #hearing: Hearing | null = null;
  #version = 0;
  readonly #described = new Map<number, readonly { readonly tag: string; readonly weight: number }[]>();

  constructor(catalogue: Catalogue, read: ReadArtists | null) {
    this.catalogue = catalogue;
    this.read = read;
    this.language = read && languageOf(read);
    const numbers = new Map<string, number>();
    const keyOf = new Map<string, number>();
    this.#keyOf = Int32Array.from(catalogue.artists, (artist) => {
      if (artist === '') return -1;
      const known = keyOf.get(artist);
      if (known !== undefined) return known;
      const key = artistKey(artist);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      keyOf.set(artist, number);
      return number;
    });
    this.#keys = [...numbers.keys()];
    this.#numberOfKey = numbers;
    const inModel = new Map(read?.model.artists.map((artist, number) => [artist, number]));
    this.elsewhere = new ElsewhereWords(this.language, inModel, (artist) => this.#isRead(artist));
    const ofArtists = new Map<number, readonly number[]>();
    this.moods = new TrackMoods(catalogue, this.#kinship, (track) => {
      const key = this.#keyOf[track];
      if (key >= 0 && !ofArtists.has(key)) ofArtists.set(key, this.#kinship.meanLevels(this.#descriptionOf(key)));
      return ofArtists.get(key) ?? null;
    });
    this.#numberOf = Int32Array.from(this.#keys, (key) => inModel.get(key) ?? -1);
    this.#documentOf = this.#keyOf.map((key) => (key < 0 ? -1 : this.#numberOf[key]));
    this.writtenAbout = Uint8Array.from(this.#documentOf, (document) => (this.#isRead(document) ? 1 : 0));
  }

  /** From now on this is how they sound. What words say stays as it is: tracks are heard one by one, for hours. */
  hear(sounds: TrackSounds, labels: SoundLabels | null): this {
    if (this.#hearing?.isOf(sounds, labels)) return this;
    this.#hearing = new Hearing(sounds, labels, this.#kinship);
    this.#version++;
    this.moods.hear(this.#hearing);
    return this;
  }

  /** Another number whenever something else is heard. */
  get version(): number {
    return this.#version;
  }

  /** By track: how much it sounds like this one, 0 to 1. */
  soundLikeness(track: number): Float32Array | null {
    return this.#hearing?.likenessTo(track) ?? null;
  }

  /** Whether anything was read about the track's artist. */
  isWrittenAbout(track: number): boolean {
    return this.writtenAbout[track] === 1;
  }

  #isRead(artist: number): boolean {
    return artist >= 0 && this.read?.read[artist] === 1;
  }

  /** By track: the number of its artist among those of the library; −1 where nobody knows. */
  get artistNumbers(): Int32Array {
    return this.#keyOf;
  }

  /** By the key of their name (`artistKey`); undefined for who is not in the library. */
  numberOfArtist(key: string): number | undefined {
    return this.#numberOfKey.get(key);
  }

  /** Whether a track is by the artist. */
  by(artist: string): (track: number) => boolean {
    const own = this.numberOfArtist(artistKey(artist));
    return (track) => own !== undefined && this.#keyOf[track] === own;
  }

  /**
   * By track: the cosine of what is written about its artist with that about the artists of a history, −1 to 1; NaN where
   * nothing is.
   *
   * @param elsewhere artists who were heard elsewhere
   */
  products(history: readonly TagEvidence[], elsewhere: readonly ArtistEvidence[] = []): Float32Array {
    const read = this.read;
    if (!read) return new Float32Array(this.catalogue.ids.length).fill(NaN);
    const heard = history.filter(({ track }) => this.isWrittenAbout(track)).map((entry) => ({ document: this.#documentOf[entry.track], weight: tagWeight(entry) }));
    const products = documentProducts(read.model.vectors, [...heard, ...this.elsewhere.documents(elsewhere)]);
    const byTrack = new Float32Array(this.#keyOf.length);
    for (let track = 0; track < byTrack.length; track++) byTrack[track] = this.writtenAbout[track] === 1 ? products[this.#documentOf[track]] : NaN;
    return byTrack;
  }

  /** How much of a history is by artists about whom something is written, 0 to 1. */
  coverage(history: readonly TagEvidence[]): number {
    const weight = ({ positive, negative }: TagEvidence) => Math.min(1, positive + negative);
    const all = history.reduce((sum, heard) => sum + weight(heard), 0);
    const written = history.reduce((sum, heard) => sum + (this.isWrittenAbout(heard.track) ? weight(heard) : 0), 0);
    return all > 0 ? written / all : 0;
  }

  /** The cosine of what is written about the artists of two tracks, 0 to 1; 0 where nothing is. */
  product(a: number, b: number): number {
    if (!this.read || !this.isWrittenAbout(a) || !this.isWrittenAbout(b)) return 0;
    return rowProduct(this.read.model.vectors, this.#documentOf[a], this.#documentOf[b]);
  }

  isSameArtist(a: number, b: number): boolean {
    return this.#keyOf[a] >= 0 && this.#keyOf[a] === this.#keyOf[b];
  }

  /** What a track's artist is described as that artists of other tracks are, too, the most telling first. */
  sharedTags(track: number, others: readonly { readonly track: number; readonly weight: number }[]): readonly string[] {
    if (!this.isWrittenAbout(track)) return [];
    const weights = new Map<string, number>();
    for (const { track: other, weight } of others) {
      if (!this.isWrittenAbout(other)) continue;
      for (const { tag, weight: said } of this.#descriptionOf(this.#keyOf[other])) weights.set(tag, (weights.get(tag) ?? 0) + weight * said);
    }
    return this.#descriptionOf(this.#keyOf[track])
      .map(({ tag, weight }) => ({ tag, weight: weight * (weights.get(tag) ?? 0) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .map(({ tag }) => tag);
  }

  /** How well a tag fits every track, 0 to 1, and who says so. */
  fit(tag: string): TagFit {
    const { labels, labelsOf } = this.catalogue;
    const kin = labels.map((label) => this.#kinship.fits(label, tag));
    const written = new Map(this.language?.labelled(tag, Infinity).map(({ artist, score }) => [artist, score]));
    const byArtist = this.#keys.map((key) => OF_ARTIST * (written.get(key) ?? 0));
    const wanted = this.#kinship.levels(tag);
    const file = this.#eachTrack((track) => {
      let own = 0;
      for (let k = labelsOf.pointers[track]; k < labelsOf.pointers[track + 1]; k++) own = Math.max(own, kin[labelsOf.indices[k]]);
      return own;
    });
    const artist = this.#eachTrack((track) => (this.#keyOf[track] < 0 ? 0 : byArtist[this.#keyOf[track]]));
    const mood = this.#eachTrack((track) => (wanted ? BY_LEVELS * this.#moodFit(track, wanted) : 0));
    const heard = this.#hearing?.fit(tag) ?? new Float32Array(file.length);
    const strength = file.map((own, track) => Math.max(own, artist[track], mood[track], heard[track]));
    const broader = (track: number) => {
      if (strength[track] === 0 || strength[track] !== file[track]) return null;
      const own = Array.from(labelsOf.indices.subarray(labelsOf.pointers[track], labelsOf.pointers[track + 1]));
      const best = own.find((label) => Math.fround(kin[label]) === file[track]);
      return best === undefined || labels[best] === tag || !this.#kinship.isKindOf(tag, labels[best]) ? null : labels[best];
    };
    const says = (track: number) => {
      if (strength[track] === file[track]) return 'file';
      if (strength[track] === artist[track]) return 'artist';
      return strength[track] === mood[track] && this.moods.isWritten(track) ? 'kin' : 'heard';
    };
    return { strength, broader, says };
  }

  /** Of a track that nobody describes, a part of what makes a mood is measured: the rest may be otherwise. */
  #moodFit(track: number, wanted: readonly number[]): number {
    const levels = this.moods.levels(track);
    const likeness = levelLikeness(levels, wanted);
    if (likeness === 0 || this.moods.isWritten(track)) return likeness;
    const asked = wanted.filter((level) => !Number.isNaN(level)).length;
    const known = wanted.filter((level, i) => !Number.isNaN(level) && !Number.isNaN(levels[i])).length;
    return (likeness * known) / asked;
  }

  /** By track: 1 where its file or what is written about its artist says it is so, or a kind of it. */
  said(tag: string): Uint8Array {
    const { labels, labelsOf } = this.catalogue;
    const kind = labels.map((label) => this.#kinship.isKindOf(label, tag));
    const artists = this.#keys.map((_, key) => this.#isRead(this.#numberOf[key]) && this.#descriptionOf(key).some(({ tag: other, weight }) => weight >= SAID && this.#kinship.isKindOf(other, tag)));
    return Uint8Array.from(this.#keyOf, (key, track) => {
      if (key >= 0 && artists[key]) return 1;
      for (let k = labelsOf.pointers[track]; k < labelsOf.pointers[track + 1]; k++) if (kind[labelsOf.indices[k]]) return 1;
      return 0;
    });
  }

  /** By track: how alike it is to what an artist makes, 0 to 1; 1 for their own. */
  likenessTo(artist: string): Float32Array {
    const key = artistKey(artist);
    const similar = this.language?.similar(key, NEIGHBOURS) ?? [];
    const scores = new Map(similar.map(({ artist: other, score }) => [other, OTHER_ARTIST * Math.sqrt(score / similar[0].score)]));
    scores.set(key, 1);
    const byArtist = this.#keys.map((other) => scores.get(other) ?? 0);
    const labels = this.#labelsOfArtist(key);
    return this.#eachTrack((track) => Math.max(this.#keyOf[track] < 0 ? 0 : byArtist[this.#keyOf[track]], ALIKE_IN_LABELS * labelCosine(this.catalogue, track, labels)));
  }

  /** What is written about the artist of a track and that of another: how alike they are, and why; null where nothing is, or they are one. */
  similarArtists(track: number): (other: number) => SimilarArtist | null {
    const key = this.keyOf(track);
    const found = key === null || !this.isWrittenAbout(track) ? [] : (this.language?.similar(key, NEIGHBOURS) ?? []);
    const byKey = new Map(found.map((one) => [one.artist, one]));
    return (other) => (this.#keyOf[other] < 0 ? null : (byKey.get(this.#keys[this.#keyOf[other]]) ?? null));
  }

  /** What a track is called: the tags of its file, and what its artist is said to be. */
  tagsOf(track: number): readonly string[] {
    const { labels, labelsOf } = this.catalogue;
    const own = Array.from(labelsOf.indices.subarray(labelsOf.pointers[track], labelsOf.pointers[track + 1]), (label) => labels[label]);
    const key = this.#keyOf[track];
    const artist = key < 0 || !this.isWrittenAbout(track) ? [] : this.#descriptionOf(key).filter(({ weight }) => weight >= SAID);
    return [...new Set([...own, ...artist.map(({ tag }) => tag)])];
  }

  /** Tracks of each artist, by key. */
  tracksByArtist(): ReadonlyMap<string, readonly number[]> {
    const known = [...this.catalogue.ids.keys()].filter((track) => this.#keyOf[track] >= 0);
    return Map.groupBy(known, (track) => this.#keys[this.#keyOf[track]]);
  }

  /** The artist of a track, by key; null when nobody knows. */
  keyOf(track: number): string | null {
    return this.#keyOf[track] < 0 ? null : this.#keys[this.#keyOf[track]];
  }

  /** Energy, mood and tempo of what an artist is described as, in the order of `LEANINGS`; NaN where nothing says. */
  artistLevels(artist: string): readonly number[] {
    return this.#kinship.meanLevels(this.language?.tagsOf(artistKey(artist), DESCRIBED_BY) ?? []);
  }

  #descriptionOf(key: number): readonly { readonly tag: string; readonly weight: number }[] {
    const known = this.#described.get(key) ?? this.language?.tagsOf(this.#keys[key], DESCRIBED_BY) ?? [];
    this.#described.set(key, known);
    return known;
  }

  /** Of an artist's tracks or, when the library has none, of what they are described as. */
  #labelsOfArtist(key: string): LabelDirection {
    const own = this.#keys.indexOf(key);
    if (own < 0) return labelsDescribed(this.catalogue, this.language?.tagsOf(key, DESCRIBED_BY) ?? []);
    return labelsOfTracks(this.catalogue, this.catalogue.ids.keys().filter((track) => this.#keyOf[track] === own));
  }

  #eachTrack(score: (track: number) => number): Float32Array {
    const scores = new Float32Array(this.catalogue.ids.length);
    for (let track = 0; track < scores.length; track++) scores[track] = score(track);
    return scores;
  }
}
