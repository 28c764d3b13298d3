import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../../../models/language/requests/example-grammar.ts';
import { INTENTS, type RequestFrame, requestFrame } from '../../../../models/language/requests/frame.ts';
import type { RequestParser } from '../../../../models/language/requests/request-parser.ts';
import { requestLanguage } from '../../../../src/understanding/request-language.ts';
import { comparable, type ExpectedRequest, parser, parserOfFresh, parserOfLater, requestsIn, YEAR } from './support.ts';

const requests = requestsIn('requests');
const frames = requests.map(({ text }) => parser.parse(text, YEAR));

function share(holds: (i: number) => boolean): number {
  return requests.filter((_, i) => holds(i)).length / requests.length;
}

function shareOf(file: 'fresh-requests' | 'later-requests', reader: RequestParser, holds: (frame: RequestFrame, request: ExpectedRequest) => boolean): number {
  const read = requestsIn(file);
  return read.filter((request) => holds(reader.parse(request.text, YEAR), request)).length / read.length;
}

const isEntire = (frame: RequestFrame, request: ExpectedRequest) => isDeepStrictEqual(comparable(frame), comparable(request));
const isWanted = (frame: RequestFrame, { intent }: ExpectedRequest) => frame.intent === intent;

describe('200 requests that nothing was tuned on', () => {
  it('are 200, and none is an example to learn from or one to develop with', () => {
    expect(requests).toHaveLength(200);
    const { examples, grammar } = requestLanguage();
    const seen = new Set([...INTENTS.flatMap((intent) => examples[intent]), ...examplesOf(grammar).map(({ text }) => text), ...requestsIn('development').map(({ text }) => text)].map((text) => text.toLowerCase()));
    expect(requests.filter(({ text }) => seen.has(text.toLowerCase()))).toEqual([]);
  });

  it('are understood entirely, seven of ten', () => {
    expect(share((i) => isDeepStrictEqual(comparable(frames[i]), comparable(requests[i])))).toBeGreaterThanOrEqual(0.7);
  });

  it('are known for what they want, 92 of 100', () => {
    expect(share((i) => frames[i].intent === requests[i].intent)).toBeGreaterThanOrEqual(0.92);
  });

  it('give frames that are valid', () => {
    for (const frame of frames) requestFrame.parse(frame);
  });
});

/**
 * Invented by one writer who knew the frame, the tags and a dozen of the 200, but neither the parser nor its examples, and
 * kept before anything was measured on them; they were not collected from members. Nothing may be tuned on them.
 */
it('a hundred requests that were written blind are understood entirely in seven of ten, and known for what they want in 87 of 100', () => {
  expect(requestsIn('fresh-requests')).toHaveLength(100);
  expect(shareOf('fresh-requests', parserOfFresh, isEntire)).toBeGreaterThanOrEqual(0.7);
  expect(shareOf('fresh-requests', parserOfFresh, isWanted)).toBeGreaterThanOrEqual(0.87);
});

/** Written for what was misread, before it was mended: likeness in other words, reasons beside orders, titles made of labels. */
it('the requests that were misread are understood but for a few', () => {
  expect(requestsIn('later-requests')).toHaveLength(48);
  expect(shareOf('later-requests', parserOfLater, isEntire)).toBeGreaterThanOrEqual(0.9);
  expect(shareOf('later-requests', parserOfLater, isWanted)).toBeGreaterThanOrEqual(0.9);
});
