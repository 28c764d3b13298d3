import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { type NamedMusic, openRequestReader, type OpenRequestReader } from '../../src/understanding/open-request-reader.ts';
import { UserError } from '../../src/user-error.ts';
import { TestClock } from '../support/test-clock.ts';

/** A busy machine learns what is wanted in some seconds. */
const PATIENCE_MS = 30_000;

let reader: OpenRequestReader;
let names: NamedMusic;
afterEach(() => reader.close());

function open(clock = new TestClock()): TestClock {
  reader = openRequestReader({ listNames: async () => names, endpoint: null, clock, log: silentLogger });
  return clock;
}

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
});
