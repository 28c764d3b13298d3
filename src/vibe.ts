import type { TrackId } from './domain.ts';

/** What is wished for, and what is not. */
export interface Wishes {
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

/** First and last year, inclusive; null is open. */
export interface Era {
  readonly from: number | null;
  readonly to: number | null;
}

/** What a vibe can be compared by. */
export const LEANINGS = ['energy', 'mood', 'tempo'] as const;

export type LeaningName = (typeof LEANINGS)[number];

/** More (up to 1) or less (down to −1) of something than `than` has; with null, than what the music is to be like, or than the middle. */
export interface Leaning {
  readonly by: number;
  readonly than: TrackId | null;
}

/** What the people of a session asked to hear, in words: it holds until they ask for something else. */
export interface Vibe {
  /** Tags of the vocabulary. */
  readonly tags: Wishes;
  /** Who is to be heard and who is not, by name. */
  readonly artists: Wishes;
  /** What the music is to be like, whoever plays it. */
  readonly like: { readonly artists: readonly string[]; readonly tracks: readonly TrackId[] };
  readonly unlike: readonly TrackId[];
  /** What is not to be picked. */
  readonly without: readonly TrackId[];
  readonly era: Era | null;
  readonly leanings: Readonly<Record<LeaningName, Leaning | null>>;
  /** How many tracks it is for, from now on; null until something else is asked for. */
  readonly tracksLeft: number | null;
  /** When it was asked for, or last changed. */
  readonly since: number;
}

/** Asks for nothing. */
export const NO_VIBE: Omit<Vibe, 'since'> = {
  tags: { wanted: [], unwanted: [] },
  artists: { wanted: [], unwanted: [] },
  like: { artists: [], tracks: [] },
  unlike: [],
  without: [],
  era: null,
  leanings: { energy: null, mood: null, tempo: null },
  tracksLeft: null,
};
