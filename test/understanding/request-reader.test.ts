import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RequestFrame, requestFrame } from '../../models/language/requests/frame.ts';
import { RequestParser } from '../../models/language/requests/request-parser.ts';
import { seeded } from '../../models/random.ts';
import { silentLogger } from '../../src/log.ts';
import { requestLanguage } from '../../src/understanding/request-language.ts';
import { createRequestReader } from '../../src/understanding/request-reader.ts';
import { TestClock } from '../support/test-clock.ts';
import { type ModelServer, openModelServer, saying } from './model-server.ts';

const WORDS = 'like portishead but happier';
const parser = RequestParser.train(requestLanguage(), seeded(1)).knowing({ artists: [{ id: 'p', name: 'Portishead' }, { id: 'm', name: 'Massive Attack' }], titles: ['Glory Box'] });
const clock = new TestClock();
const own = parser.parse(WORDS, new Date(clock.now()).getFullYear());

let server: ModelServer;
beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  (server.received as unknown[]).length = 0;
});

const reader = (options: { readonly limitMs?: number; readonly key?: string; readonly model?: string } = {}) =>
  createRequestReader({ parser: () => parser, clock, log: silentLogger, limitMs: options.limitMs ?? 20_000, endpoint: { url: server.url, model: options.model ?? null, key: options.key ?? null } });

const nothing = { wanted: [], unwanted: [] };
const answer: Omit<RequestFrame, 'question'> = {
  ...{ intent: 'play', artists: { wanted: ['massive atack'], unwanted: [] }, titles: nothing, tags: { wanted: ['Trip-Hop'], unwanted: ['gloomy'] } },
  ...{ era: { from: 1990, to: 1999 }, energy: 0, tempo: 0.25, mood: 0, relativeTo: 'artist', count: 3, skips: true, volume: null, unknown: [], sure: 0.9 },
};

describe('a language model that answers well', () => {
  it('is believed, in terms of the names and tags that are known', async () => {
    server.answer = saying(JSON.stringify(answer));
    const frame = await reader().read(WORDS);
    expect(requestFrame.parse(frame)).toEqual({ ...answer, artists: { wanted: ['m'], unwanted: [] }, tags: { wanted: ['trip hop'], unwanted: ['sad'] }, question: null });
  });

  it('may put a fence around its answer', async () => {
    server.answer = saying(`Here it is:\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\n`);
    expect(await reader().read(WORDS)).toMatchObject({ count: 3 });
  });

  it('names whom nobody knows: these are told as unknown', async () => {
    server.answer = saying(JSON.stringify({ ...answer, artists: { wanted: ['The Velvet Teacups'], unwanted: [] } }));
    expect(await reader().read(WORDS)).toMatchObject({ artists: nothing, unknown: ['The Velvet Teacups'] });
  });
});

describe('what is sent', () => {
  it('is the words of the request and the task, nothing else', async () => {
    server.answer = saying(JSON.stringify(answer));
    await reader({ key: 'k-1', model: 'small' }).read(WORDS);
    expect(server.received).toHaveLength(1);
    const [{ path, authorization, body }] = server.received;
    expect(path).toBe('/v1/chat/completions');
    expect(authorization).toBe('Bearer k-1');
    const sent = JSON.parse(body) as { model: string; messages: { role: string; content: string }[] };
    expect(sent.model).toBe('small');
    expect(sent.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(sent.messages[1].content).toBe(WORDS);
    expect(body).not.toContain('Massive Attack');
    expect(body).not.toContain('Glory Box');
  });

  it('has no key and no model where none is set', async () => {
    server.answer = saying(JSON.stringify(answer));
    await reader().read(WORDS);
    expect(server.received[0].authorization).toBeUndefined();
    expect(server.received[0].body).not.toContain('"model"');
  });

  it('is nothing where there is no endpoint', async () => {
    expect(await createRequestReader({ parser: () => parser, clock, log: silentLogger, endpoint: null }).read(WORDS)).toEqual(own);
    expect(server.received).toEqual([]);
  });
});

describe('a language model that fails leaves the reading to the parser', () => {
  it.each<[string, ModelServer['answer']]>([
    ['nonsense', saying('I would love to help you with that!')],
    ['broken JSON', saying('{"intent":"play",')],
    ['an intent that there is not', saying(JSON.stringify({ ...answer, intent: 'dance' }))],
    ['a field too many', saying(JSON.stringify({ ...answer, run: 'rm' }))],
    ['a field too few', saying(JSON.stringify({ intent: 'play' }))],
    ['numbers out of bounds', saying(JSON.stringify({ ...answer, energy: 7 }))],
    ['an era that ends before it begins', saying(JSON.stringify({ ...answer, era: { from: 1990, to: 1980 } }))],
    ['a list instead of an object', saying('[1, 2]')],
    ['no choices', (response) => response.end('{"choices":[]}')],
    ['no JSON at all', (response) => response.end('<html>')],
    ['an error of the server', (response) => response.writeHead(500).end('{"error":{"message":"out of memory"}}')],
    ['a refusal of the key', (response) => response.writeHead(401).end('{}')],
    ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['an answer without end', (response) => void response.writeHead(200).write('x'.repeat(1 << 20))],
    ['a connection that breaks', (response) => response.destroy()],
  ])('with %s', async (_, answerOnce) => {
    server.answer = answerOnce;
    expect(await reader().read(WORDS)).toEqual(own);
    expect(server.received).toHaveLength(1);
  });

  it('with silence, after the limit', async () => {
    server.answer = () => undefined;
    expect(await reader({ limitMs: 50 }).read(WORDS)).toEqual(own);
  });

  it('and is left alone for a minute', async () => {
    const one = reader();
    server.answer = saying('no');
    await one.read(WORDS);
    await one.read(WORDS);
    expect(server.received).toHaveLength(1);
    server.answer = saying(JSON.stringify(answer));
    await clock.advance(60_000);
    expect(await one.read(WORDS)).toMatchObject({ count: 3 });
    expect(server.received).toHaveLength(2);
  });
});
