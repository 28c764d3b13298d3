import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../../../models/language/requests/example-grammar.ts';
import { INTENTS, requestFrame } from '../../../../models/language/requests/frame.ts';
import { requestLanguage } from '../../../../src/understanding/request-language.ts';
import { comparable, parser, requestsIn, YEAR } from './support.ts';

const requests = requestsIn('requests');
const frames = requests.map(({ text }) => parser.parse(text, YEAR));

function share(holds: (i: number) => boolean): number {
  return requests.filter((_, i) => holds(i)).length / requests.length;
}

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
