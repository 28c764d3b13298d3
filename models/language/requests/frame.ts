import { z } from 'zod';

/**
 * What somebody can want with a request in plain words:
 * `play` music that fits, `more` or `less` of what plays, to know `what` plays, the `next` track,
 * a change of the `queue` or a playlist, another `volume`; `other` is everything that is no request for music.
 */
export const INTENTS = ['play', 'more', 'less', 'what', 'next', 'queue', 'volume', 'other'] as const;

export type Intent = (typeof INTENTS)[number];

const MOST_LISTED = 20;
/** Titles of recordings can be that long. */
const MOST_TEXT = 1000;
const MOST_TRACKS = 200;

const text = z.string().min(1).max(MOST_TEXT);
/** −1 for far less to 1 for far more; 0 says nothing. */
const change = z.number().min(-1).max(1);
const year = z.number().int().min(1000).max(9999);

const wishes = z.strictObject({
  wanted: z.array(text).max(MOST_LISTED).readonly(),
  unwanted: z.array(text).max(MOST_LISTED).readonly(),
});

const era = z
  .strictObject({ from: year.nullable(), to: year.nullable() })
  .refine(({ from, to }) => from !== null || to !== null, 'it has a first or a last year')
  .refine(({ from, to }) => from === null || to === null || from <= to, 'it does not end before it begins');

const volume = z.union([
  z.strictObject({ change: change.refine((by) => by !== 0, 'it is louder or softer') }),
  z.strictObject({ percent: z.number().int().min(0).max(100) }),
]);

const question = z.strictObject({
  /** One sentence. */
  text: text,
  /** A button each: what it says, and the words that are then read in place of the request. */
  options: z.array(z.strictObject({ label: z.string().min(1).max(80), words: z.string().min(1) })).min(1).max(5).readonly(),
});

/** A request as it was understood. It is closed: nothing else can be asked for. */
export const requestFrame = z.strictObject({
  intent: z.enum(INTENTS),
  /** Ids of names that are known. With `relativeTo` “artist” those wanted are what the music shall be like. */
  artists: wishes,
  /** Tracks by their title: as known, or as quoted. */
  titles: wishes,
  /** Tags of the vocabulary. */
  tags: wishes,
  /** First and last year; null is open. */
  era: era.nullable(),
  energy: change,
  tempo: change,
  /** From sad to happy. */
  mood: change,
  /** What `energy`, `tempo` and `mood` are compared with, and what the music is to be like. */
  relativeTo: z.enum(['current', 'artist']).nullable(),
  /** Of tracks. */
  count: z.number().int().min(1).max(MOST_TRACKS).nullable(),
  /** What plays is to end first: “skip this and play jazz”. Only with the intent `play`. */
  skips: z.boolean().default(false),
  /** Only with the intent `volume`. */
  volume: volume.nullable(),
  /** What was asked for by name and is not known. */
  unknown: z.array(text).max(MOST_LISTED).readonly(),
  /** How likely it is that this is what was meant, 0–1. */
  sure: z.number().min(0).max(1),
  /** What to ask when unsure. */
  question: question.nullable(),
});

export type RequestFrame = z.output<typeof requestFrame>;
export type Wishes = z.output<typeof wishes>;
export type Era = z.output<typeof era>;
export type Volume = z.output<typeof volume>;
export type Question = z.output<typeof question>;

/** Reads requests: the words of one request in, what they ask for out. */
export interface RequestReader {
  /** Never fails: what cannot be understood has the intent `other`. */
  read(words: string): Promise<RequestFrame>;
}
