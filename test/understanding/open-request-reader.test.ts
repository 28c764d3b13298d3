import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import { openRequestReader, type OpenRequestReader } from '../../src/understanding/open-request-reader.ts';
import { UserError } from '../../src/user-error.ts';
import { TestClock } from '../support/test-clock.ts';

/** A busy machine learns what is wanted in some seconds. */
const PATIENCE_MS = 30_000;

let reader: OpenRequestReader;
let names: RequestNames;
/** How often the names were asked for. */
let told = 0;
afterEach(() => reader.close());
beforeEach(() => void (told = 0));

function open(thread?: URL): TestClock {
  const clock = new TestClock();
  reader = openRequestReader({ listNames: async () => (told++, names), endpoint: null, clock, log: silentLogger, ...(thread && { thread }) });
  return clock;
}

const HANGING = new URL('./hanging-thread.ts', import.meta.url);
const named = (...artists: readonly string[]): RequestNames => ({ artists: artists.map((name) => ({ id: name, name })), titles: [] });

/** Asks until the thread is there; it says so in a sentence until then. */
const artistsIn = (words: string) => async () => {
  try {
    return (await reader.read(words)).artists.wanted;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return null;
  }
};

describe('requests are understood on a thread of their own', () => {
  it('by the names that are known, also when there are more than a message holds', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => `Nobody ${n} Particular`);
    names = { artists: [...many, 'Zed Quartet'].map((name) => ({ id: name, name })), titles: many };
    open();
    await expect.poll(artistsIn('something like zed quartet'), { timeout: PATIENCE_MS }).toEqual(['Zed Quartet']);
    expect(await reader.read('something mellow')).toMatchObject({ intent: 'play', tags: { wanted: ['mellow'] } });
  }, PATIENCE_MS);

  it('also by names that come later', async () => {
    names = { artists: [], titles: [] };
    const clock = open();
    await expect.poll(artistsIn('music by Zed Quartet'), { timeout: PATIENCE_MS }).toEqual([]);
    names = { artists: [{ id: 'Zed Quartet', name: 'Zed Quartet' }], titles: [] };
    reader.namesChanged();
    await clock.advance(10_000);
    await expect.poll(artistsIn('music by Zed Quartet'), { timeout: PATIENCE_MS }).toEqual(['Zed Quartet']);
  }, PATIENCE_MS);

  it('and not at all after the end, which is said in a sentence', async () => {
    names = { artists: [], titles: [] };
    open();
    await reader.close();
    await expect(reader.read('anything')).rejects.toThrow(/say it again/);
  });

  it('by the names of before while others are learnt, which happens once a minute at most', async () => {
    names = named('One');
    const clock = open(HANGING);
    await expect.poll(artistsIn('anything'), { timeout: PATIENCE_MS }).toEqual(['One']);
    names = named('Slow');
    reader.namesChanged();
    await clock.advance(5_000);
    expect(told).toBe(2);
    // The thread that learns sleeps for seconds: the one before it answers.
    expect((await reader.read('anything')).artists.wanted).toEqual(['One']);
    await expect.poll(artistsIn('anything'), { timeout: PATIENCE_MS }).toEqual(['Slow']);
    for (let second = 0; second < 50; second++) {
      reader.namesChanged();
      await clock.advance(1_000);
    }
    expect(told).toBe(2);
    await clock.advance(15_000);
    expect(told).toBe(3);
  }, PATIENCE_MS);

  it('again after a request that the thread hung at, which is answered in a sentence', async () => {
    names = named('One');
    const clock = open(HANGING);
    await expect.poll(artistsIn('anything'), { timeout: PATIENCE_MS }).toEqual(['One']);
    await expect(reader.read('hang')).rejects.toThrow(/say it again/);
    await expect.poll(async () => (await clock.advance(5_000), artistsIn('anything')()), { timeout: PATIENCE_MS }).toEqual(['One']);
  }, PATIENCE_MS);
});
