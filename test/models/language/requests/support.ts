import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { INTENTS, type RequestFrame, requestFrame } from '../../../../models/language/requests/frame.ts';
import { RequestParser } from '../../../../models/language/requests/request-parser.ts';
import { seeded } from '../../../../models/random.ts';
import { requestLanguage } from '../../../../src/understanding/request-language.ts';

export const YEAR = 2026;

const wishes = z.strictObject({ wanted: z.array(z.string()).default([]), unwanted: z.array(z.string()).default([]) }).default({ wanted: [], unwanted: [] });

/** A request and how it is to be understood; what is left out is nothing. */
const expected = z.strictObject({
  text: z.string(),
  intent: z.enum(INTENTS),
  ...{ artists: wishes, titles: wishes, tags: wishes },
  era: requestFrame.shape.era.default(null),
  ...{ energy: z.number().default(0), tempo: z.number().default(0), mood: z.number().default(0) },
  relativeTo: requestFrame.shape.relativeTo.default(null),
  count: requestFrame.shape.count.default(null),
  volume: requestFrame.shape.volume.default(null),
  unknown: z.array(z.string()).default([]),
  skips: z.boolean().default(false),
});

export type ExpectedRequest = z.output<typeof expected>;

const folder = new URL('.', import.meta.url);

export function requestsIn(file: 'requests' | 'development' | 'fresh-requests' | 'later-requests'): readonly ExpectedRequest[] {
  const lines = readFileSync(new URL(`${file}.jsonl`, folder), 'utf8').trimEnd().split('\n');
  return lines.map((line) => expected.parse(JSON.parse(line)));
}

const names = z.strictObject({
  artists: z.array(z.object({ id: z.string(), name: z.string(), aliases: z.array(z.string()).default([]) })),
  titles: z.array(z.string()),
});

export const trained = RequestParser.train(requestLanguage(), seeded(1));

const namesIn = (file: 'known' | 'fresh-known' | 'later-known') => names.parse(JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')));
const [known, fresh, later] = [namesIn('known'), namesIn('fresh-known'), namesIn('later-known')];

/** Knows the artists and titles that the requests are about, and some that are named like ordinary words. */
export const parser = trained.knowing(known);

/** Knows those that the fresh requests are about as well. */
export const parserOfFresh = trained.knowing({ artists: [...known.artists, ...fresh.artists], titles: [...known.titles, ...fresh.titles] });

/** Knows those that the later requests are about as well. */
export const parserOfLater = trained.knowing({ artists: [...known.artists, ...fresh.artists, ...later.artists], titles: [...known.titles, ...fresh.titles, ...later.titles] });

const { vocabulary } = requestLanguage();

/** A frame as it is compared: lists in no order, tags by any of their words, without how sure it is. */
export function comparable(frame: Omit<RequestFrame, 'sure' | 'question'>): unknown {
  const sorted = (list: readonly string[]) => [...list].sort();
  const tags = (list: readonly string[]) => sorted(list.map((tag) => vocabulary.get(tag)?.tag ?? tag));
  const { intent, artists, titles, era, energy, tempo, mood, relativeTo, count, skips, volume, unknown } = frame;
  return {
    ...{ intent, era, energy, tempo, mood, relativeTo, count, skips, volume },
    artists: [sorted(artists.wanted), sorted(artists.unwanted)],
    titles: [sorted(titles.wanted), sorted(titles.unwanted)],
    tags: [tags(frame.tags.wanted), tags(frame.tags.unwanted)],
    unknown: sorted(unknown.map((name) => name.toLowerCase())),
  };
}
