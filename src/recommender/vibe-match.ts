import type { TagFamily } from '../../models/language/vocabulary.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { combinedFit, leaningFit } from '../../models/ranking/vibe.ts';
import { type LeaningName, LEANINGS, type TrackId, type Vibe } from '../domain.ts';
import { tagVocabulary } from '../vocabulary.ts';
import type { LibraryLanguage } from './library-language.ts';

/** Who is asked for by name is wanted, not others like them. */
const NOT_BY = 0.4;
/** What artists who are alike lend tracks that are to be like one. */
const LIKE_ITS_ARTIST = 0.8;
/** What sounds alike need not be alike. */
const LIKE_IN_SOUND = 0.5;
/** How much of a track's fit its likeness to what is not wanted can take away. */
const UNLIKE = 0.8;
/** Of these somebody who names several means any of them; of the others all. */
const ALTERNATIVES: ReadonlySet<TagFamily> = new Set(['genre', 'place', 'era']);
/** How much it helps to be of several of them. */
const SEVERAL = 0.3;

/** How well every track of the library fits a vibe. */
export class VibeMatch {
  readonly #words: LibraryLanguage;
  readonly #vibe: Vibe;
  /** Each a wish: by track, 0 to 1. */
  readonly #wishes: readonly ((track: number) => number)[];
  readonly #against: readonly Float32Array[];
  readonly #forbidden: readonly Uint8Array[];
  readonly #forbiddenArtists: readonly ((track: number) => boolean)[];

  constructor(words: LibraryLanguage, vibe: Vibe) {
    this.#words = words;
    this.#vibe = vibe;
    const { artists, like, tags } = vibe;
    this.#wishes = [
      ...tagWishes(words, tags.wanted),
      ...anyOf(artists.wanted.map((name) => {
        const isTheirs = words.by(name);
        return words.likenessTo(name).map((likeness, track) => (isTheirs(track) ? 1 : NOT_BY * likeness));
      })),
      ...anyOf([...like.artists.map((name) => words.likenessTo(name)), ...like.tracks.flatMap((id) => likenessToTrack(words, id))]),
      ...leaningWishes(words, vibe),
    ];
    this.#against = vibe.unlike.flatMap((id) => likenessToTrack(words, id));
    this.#forbidden = tags.unwanted.map((tag) => words.said(tag));
    this.#forbiddenArtists = artists.unwanted.map((name) => words.by(name));
  }

  /** Whether it says what to play, not only what not. */
  get aims(): boolean {
    return this.#wishes.length > 0;
  }

  get namesArtists(): boolean {
    return this.#vibe.artists.wanted.length > 0;
  }

  /** 0 to 1. */
  fit(track: number): number {
    const against = this.#against.reduce((most, likeness) => Math.max(most, likeness[track]), 0);
    return combinedFit(this.#wishes.map((wish) => wish(track))) * (1 - UNLIKE * against);
  }

  /** Whether the vibe says that it is not to be played. */
  forbids(track: number): boolean {
    return this.#forbidden.some((said) => said[track] === 1) || this.#forbiddenArtists.some((isTheirs) => isTheirs(track));
  }

  /** Whether it is of the wanted years; null when nobody knows. */
  isOfEra(track: number): boolean | null {
    const { era } = this.#vibe;
    const year = this.#words.catalogue.years[track];
    if (era === null) return true;
    return year === 0 ? null : year >= (era.from ?? -Infinity) && year <= (era.to ?? Infinity);
  }
}

/** Several genres are alternatives, a genre and a mood are not. */
function tagWishes(words: LibraryLanguage, tags: readonly string[]): readonly ((track: number) => number)[] {
  const strengths = tags.map((tag) => ({ family: tagVocabulary().get(tag)?.family ?? ('genre' as const), strength: words.fit(tag).strength }));
  return [...Map.groupBy(strengths, ({ family }) => family)].flatMap(([family, group]) =>
    ALTERNATIVES.has(family)
      ? [(track: number) => {
          const all = group.map(({ strength }) => strength[track]);
          const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
          return (1 - SEVERAL) * Math.max(...all) + SEVERAL * mean;
        }]
      : group.map(({ strength }) => (track: number) => strength[track]),
  );
}

/** One wish that any of these meets; none for none. */
function anyOf(likenesses: readonly Float32Array[]): readonly ((track: number) => number)[] {
  return likenesses.length === 0 ? [] : [(track) => likenesses.reduce((most, likeness) => Math.max(most, likeness[track]), 0)];
}

function leaningWishes(words: LibraryLanguage, { leanings, like, artists }: Vibe): readonly ((track: number) => number)[] {
  return LEANINGS.flatMap((name) => {
    const leaning = leanings[name];
    if (leaning === null) return [];
    const than = leaning.than === null ? levelOfArtists(words, name, [...like.artists, ...artists.wanted]) : levelOfTrack(words, name, leaning.than);
    // Two tempos that were measured are compared with each other, whatever words say of either.
    const measured = name === 'tempo' && leaning.than !== null ? measuredLevel(words, name, leaning.than) : NaN;
    return [(track: number) => {
      const own = Number.isNaN(measured) ? NaN : words.moods.measured(track, name);
      return Number.isNaN(own) ? leaningFit(words.moods.level(track, name), than, leaning.by) : leaningFit(own, measured, leaning.by);
    }];
  });
}

function levelOfTrack(words: LibraryLanguage, name: LeaningName, id: TrackId): number {
  const track = words.catalogue.indexOf.get(id);
  return track === undefined ? NaN : words.moods.level(track, name);
}

function measuredLevel(words: LibraryLanguage, name: LeaningName, id: TrackId): number {
  const track = words.catalogue.indexOf.get(id);
  return track === undefined ? NaN : words.moods.measured(track, name);
}

/** The mean level of the tracks by some artists or, where the library has none, of what they are described as; NaN when nothing says. */
function levelOfArtists(words: LibraryLanguage, name: LeaningName, artists: readonly string[]): number {
  const theirs = artists.map((artist) => words.by(artist));
  const own = [...words.catalogue.ids.keys()].filter((track) => theirs.some((isTheirs) => isTheirs(track))).map((track) => words.moods.level(track, name));
  const described = artists.map((artist) => words.artistLevels(artist)[LEANINGS.indexOf(name)]);
  const known = (levels: readonly number[]) => levels.filter((level) => !Number.isNaN(level));
  const levels = known(own).length > 0 ? known(own) : known(described);
  return levels.length === 0 ? NaN : levels.reduce((sum, level) => sum + level, 0) / levels.length;
}

/** By track: how alike it is to this one, by its file's tags, by its artist and by its sound; nothing for a track that is not there. */
function likenessToTrack(words: LibraryLanguage, id: TrackId): readonly Float32Array[] {
  const { tags, indexOf } = words.catalogue;
  const track = indexOf.get(id);
  if (track === undefined) return [];
  const own = tagSum(tags, [{ track, weight: 1 }]);
  const key = words.keyOf(track);
  const artists = key === null ? null : words.likenessTo(key);
  const sound = words.soundLikeness(track);
  const likeness = new Float32Array(words.catalogue.ids.length);
  for (let other = 0; other < likeness.length; other++) {
    likeness[other] = Math.max(tagProduct(tags, other, own), LIKE_ITS_ARTIST * (artists?.[other] ?? 0), LIKE_IN_SOUND * (sound?.[other] ?? 0));
  }
  return [likeness];
}
