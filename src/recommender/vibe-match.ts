import type { TagFamily } from '../../models/language/vocabulary.ts';
import { tagProduct, tagSum } from '../../models/language/profile.ts';
import { combinedFits, leaningFit } from '../../models/ranking/vibe.ts';
import type { TrackId } from '../domain.ts';
import { LEANINGS, type LeaningName, type Vibe } from '../vibe.ts';
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

/** Vibes whose fits are kept: those of a few sessions. */
const KEPT = 8;
const matches = new WeakMap<LibraryLanguage, { readonly version: number; readonly byVibe: Map<string, VibeMatch> }>();

/** Worked out once for a vibe and what is known of the tracks: a session asks for it pick by pick. */
export function vibeMatch(words: LibraryLanguage, vibe: Vibe): VibeMatch {
  const before = matches.get(words);
  const kept = before?.version === words.version ? before : { version: words.version, byVibe: new Map<string, VibeMatch>() };
  matches.set(words, kept);
  const key = JSON.stringify(vibe);
  const match = kept.byVibe.get(key) ?? new VibeMatch(words, vibe);
  kept.byVibe.delete(key);
  kept.byVibe.set(key, match);
  const [oldest] = kept.byVibe.keys();
  if (kept.byVibe.size > KEPT && oldest !== undefined) kept.byVibe.delete(oldest);
  return match;
}

/** How well every track of the library fits a vibe. */
export class VibeMatch {
  /** By track, 0 to 1. */
  readonly fits: Float32Array;
  /** Whether it says what to play, not only what not. */
  readonly aims: boolean;
  readonly #words: LibraryLanguage;
  readonly #vibe: Vibe;
  readonly #forbidden: readonly Uint8Array[];
  readonly #forbiddenArtists: readonly ((track: number) => boolean)[];

  constructor(words: LibraryLanguage, vibe: Vibe) {
    this.#words = words;
    this.#vibe = vibe;
    const { artists, like, tags } = vibe;
    const wishes = [
      ...tagWishes(words, tags.wanted),
      ...anyOf(artists.wanted.map((name) => {
        const isTheirs = words.by(name);
        return words.likenessTo(name).map((likeness, track) => (isTheirs(track) ? 1 : NOT_BY * likeness));
      })),
      ...anyOf([...like.artists.map((name) => words.likenessTo(name)), ...like.tracks.flatMap((id) => likenessToTrack(words, id))]),
      ...leaningWishes(words, vibe),
    ];
    this.aims = wishes.length > 0;
    this.fits = combinedFits(wishes, words.catalogue.ids.length);
    for (const against of anyOf(vibe.unlike.flatMap((id) => likenessToTrack(words, id)))) {
      for (let track = 0; track < this.fits.length; track++) this.fits[track] *= 1 - UNLIKE * Math.max(0, against[track]);
    }
    this.#forbidden = tags.unwanted.map((tag) => words.said(tag));
    this.#forbiddenArtists = artists.unwanted.map((name) => words.by(name));
  }

  get namesArtists(): boolean {
    return this.#vibe.artists.wanted.length > 0;
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
function tagWishes(words: LibraryLanguage, tags: readonly string[]): readonly Float32Array[] {
  const strengths = tags.map((tag) => ({ family: tagVocabulary().get(tag)?.family ?? ('genre' as const), strength: words.fit(tag).strength }));
  return [...Map.groupBy(strengths, ({ family }) => family)].flatMap(([family, group]) => {
    const all = group.map(({ strength }) => strength);
    return ALTERNATIVES.has(family) ? anyOf(all).map((most) => withMean(most, all)) : all;
  });
}

/** One wish that any of these meets; none for none. */
function anyOf(likenesses: readonly Float32Array[]): readonly Float32Array[] {
  if (likenesses.length < 2) return likenesses;
  const most = likenesses[0].slice();
  for (const likeness of likenesses.slice(1)) for (let track = 0; track < most.length; track++) most[track] = Math.max(most[track], likeness[track]);
  return [most];
}

/** Mostly the best of several, a little their mean. */
function withMean(most: Float32Array, all: readonly Float32Array[]): Float32Array {
  const mixed = most.map((best) => (1 - SEVERAL) * best);
  for (const one of all) for (let track = 0; track < mixed.length; track++) mixed[track] += (SEVERAL / all.length) * one[track];
  return mixed;
}

function leaningWishes(words: LibraryLanguage, { leanings, like, artists }: Vibe): readonly Float32Array[] {
  return LEANINGS.flatMap((name) => {
    const leaning = leanings[name];
    if (leaning === null) return [];
    const than = leaning.than === null ? levelOfArtists(words, name, [...like.artists, ...artists.wanted]) : levelOfTrack(words, name, leaning.than);
    // Two tempos that were measured are compared with each other, whatever words say of either.
    const measured = name === 'tempo' && leaning.than !== null ? measuredLevel(words, name, leaning.than) : NaN;
    const wish = new Float32Array(words.catalogue.ids.length);
    for (let track = 0; track < wish.length; track++) {
      const own = Number.isNaN(measured) ? NaN : words.moods.measured(track, name);
      wish[track] = Number.isNaN(own) ? leaningFit(words.moods.level(track, name), than, leaning.by) : leaningFit(own, measured, leaning.by);
    }
    return [wish];
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
