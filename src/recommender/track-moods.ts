import { type LeaningName, LEANINGS } from '../domain.ts';
import type { Catalogue } from './catalogue.ts';
import type { TagKinship } from './tag-kinship.ts';

/** How lively, happy and fast the tracks of a library are, as far as their tags tell; worked out once, when it is first asked. */
export class TrackMoods {
  readonly #catalogue: Catalogue;
  readonly #kinship: TagKinship;
  /** By track: what its artist is described as. */
  readonly #ofArtist: (track: number) => readonly number[] | null;
  #levels: readonly (readonly number[])[] | null = null;

  /** @param ofArtist levels of a track's artist, for what its own tags do not tell */
  constructor(catalogue: Catalogue, kinship: TagKinship, ofArtist: (track: number) => readonly number[] | null) {
    this.#catalogue = catalogue;
    this.#kinship = kinship;
    this.#ofArtist = ofArtist;
  }

  /** In the order of `LEANINGS`, each −1 to 1; NaN where nothing says. */
  levels(track: number): readonly number[] {
    return (this.#levels ??= this.#ofTracks())[track];
  }

  level(track: number, name: LeaningName): number {
    return this.levels(track)[LEANINGS.indexOf(name)];
  }

  #ofTracks(): readonly (readonly number[])[] {
    const { ids, labels, labelsOf: { pointers, indices } } = this.#catalogue;
    const ofLabels = labels.map((label) => this.#kinship.meanLevels([{ tag: label, weight: 1 }]));
    return ids.map((_, track) => {
      const own = [...indices.subarray(pointers[track], pointers[track + 1])].map((label) => ofLabels[label]);
      const artist = this.#ofArtist(track);
      return LEANINGS.map((_name, i) => {
        const known = own.map((levels) => levels[i]).filter((level) => !Number.isNaN(level));
        return known.length > 0 ? known.reduce((sum, level) => sum + level, 0) / known.length : (artist?.[i] ?? NaN);
      });
    });
  }
}
