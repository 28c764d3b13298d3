import type { ArtistLanguage } from '../../models/language/artist-language.ts';
import { tagWeight } from '../../models/language/profile.ts';
import type { ArtistEvidence } from './elsewhere-artists.ts';

/** Songs that were heard elsewhere say less of what is wanted here. */
const WEIGHT = 0.5;
/** Of those who were heard elsewhere, so many tell enough. */
const MOST_ARTISTS = 100;
const NEIGHBOURS = 5;

/** Whose words tell what an artist is like, and how much of it. */
interface Stand {
  /** The number of an artist who was read about. */
  readonly document: number;
  /** 0 … 1 */
  readonly share: number;
}

/** What words say of artists who are not in the library. */
export class ElsewhereWords {
  readonly #language: ArtistLanguage | null;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #isRead: (artist: number) => boolean;
  readonly #stands = new Map<string, readonly Stand[]>();

  /**
   * @param numbers of the artists of the model, by key
   * @param isRead whether anything was read about one
   */
  constructor(language: ArtistLanguage | null, numbers: ReadonlyMap<string, number>, isRead: (artist: number) => boolean) {
    this.#language = language;
    this.#numbers = numbers;
    this.#isRead = isRead;
  }

  /** Of artists who were heard elsewhere, those who are known by words or as neighbours of others, the most heard first. */
  known(heard: readonly ArtistEvidence[]): readonly ArtistEvidence[] {
    const named = heard.filter(({ artist }) => this.#numbers.has(artist)).sort((a, b) => b.positive + b.negative - a.positive - a.negative);
    return named.slice(0, MOST_ARTISTS).filter(({ artist }) => this.#standsFor(artist).length > 0);
  }

  /** What stands for them in a history, with its weight. */
  documents(heard: readonly ArtistEvidence[]): readonly { readonly document: number; readonly weight: number }[] {
    return heard.flatMap(({ artist, ...evidence }) => this.#standsFor(artist).map(({ document, share }) => ({ document, weight: WEIGHT * share * tagWeight(evidence) })));
  }

  /** Themselves, or their neighbours where only others name them. */
  #standsFor(artist: string): readonly Stand[] {
    const known = this.#stands.get(artist);
    if (known) return known;
    const own = this.#numbers.get(artist) ?? -1;
    const stands = this.#isRead(own) ? [{ document: own, share: 1 }] : this.#neighboursOf(artist);
    this.#stands.set(artist, stands);
    return stands;
  }

  #neighboursOf(artist: string): readonly Stand[] {
    return (this.#language?.similar(artist, NEIGHBOURS) ?? []).flatMap(({ artist: other, score }) => {
      const document = this.#numbers.get(other) ?? -1;
      return this.#isRead(document) ? [{ document, share: score / NEIGHBOURS }] : [];
    });
  }
}
