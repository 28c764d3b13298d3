import { LEANINGS, type LeaningName } from '../vibe.ts';
import type { Catalogue } from './catalogue.ts';
import type { Hearing } from './hearing.ts';
import type { TagKinship } from './tag-kinship.ts';

/** How lively, happy and fast the tracks of a library are, as far as their tags tell and as they sound. What words say is worked out once, when it is first asked. */
export class TrackMoods {
  readonly #catalogue: Catalogue;
  readonly #kinship: TagKinship;
  /** By track: what its artist is described as. */
  readonly #ofArtist: (track: number) => readonly number[] | null;
  #written: readonly (readonly number[])[] | null = null;
  #hearing: Hearing | null = null;
  /** By track: both together, in the order of `LEANINGS`. */
  #levels: readonly Float32Array[] | null = null;

  /** @param ofArtist levels of a track's artist, for what its own tags do not tell */
  constructor(catalogue: Catalogue, kinship: TagKinship, ofArtist: (track: number) => readonly number[] | null) {
    this.#catalogue = catalogue;
    this.#kinship = kinship;
    this.#ofArtist = ofArtist;
  }

  /** From now on this is what is heard. */
  hear(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#levels = null;
  }

  /** In the order of `LEANINGS`, each −1 to 1; NaN where nothing says. */
  levels(track: number): readonly number[] {
    return LEANINGS.map((name) => this.level(track, name));
  }

  /** What words say and what was measured together. */
  level(track: number, name: LeaningName): number {
    return (this.#levels ??= LEANINGS.map((one) => this.#together(one)))[LEANINGS.indexOf(name)][track];
  }

  #together(name: LeaningName): Float32Array {
    const i = LEANINGS.indexOf(name);
    const levels = new Float32Array(this.#catalogue.ids.length);
    for (let track = 0; track < levels.length; track++) {
      const written = this.#writtenOf(track)[i];
      const sure = this.#hearing?.sureness(track, name) ?? 0;
      const measured = this.measured(track, name);
      levels[track] = sure === 0 ? written : Number.isNaN(written) ? measured : (written + sure * measured) / (1 + sure);
    }
    return levels;
  }

  /** What was measured alone, so that two tracks can be compared by it; NaN where it was not. */
  measured(track: number, name: LeaningName): number {
    return this.#hearing?.level(track, name) ?? NaN;
  }

  /** Whether words say anything of it. */
  isWritten(track: number): boolean {
    return this.#writtenOf(track).some((level) => !Number.isNaN(level));
  }

  #writtenOf(track: number): readonly number[] {
    return (this.#written ??= this.#ofTracks())[track];
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
