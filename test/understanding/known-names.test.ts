import { describe, expect, it } from 'vitest';
import { fingerprint, knownNames } from '../../src/understanding/known-names.ts';

const ordered = async (...given: Parameters<typeof knownNames>) => {
  const { artists, titles } = await knownNames(...given);
  return { artists: artists.map(({ name }) => name), titles };
};

describe('what people may ask for by name', () => {
  it('is every artist once, without guests, every title once, and the artists that are read about', async () => {
    const tracks = [{ artist: 'Low', title: 'Two' }, { artist: 'Low', title: 'One' }, { artist: 'Low feat. Air', title: 'Two' }, { artist: 'Björk', title: 'One' }];
    expect(await ordered(tracks, ['Can'])).toEqual({ artists: ['Low', 'Björk', 'Can'], titles: ['Two', 'One'] });
  });

  it('is gathered without holding the thread up', async () => {
    const tracks = Array.from({ length: 50_000 }, (_, n) => ({ artist: `Artist ${n}`, title: `Title ${n}` }));
    let turns = 0;
    let done = false;
    const others = () => {
      turns++;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const names = await knownNames(tracks, []);
    const gathered = turns;
    await fingerprint(names);
    done = true;
    expect(gathered).toBeGreaterThan(10);
    expect(turns - gathered).toBeGreaterThan(10);
  });

  it('is told from what was known before', async () => {
    const print = async (artist: string, title: string, ...elsewhere: readonly string[]) => fingerprint(await knownNames([{ artist, title }], elsewhere));
    expect(await print('a', 'b')).toBe(await print('a', 'b'));
    expect(await print('a', 'c')).not.toBe(await print('a', 'b'));
    expect(await print('a', 'b', 'c')).not.toBe(await print('a', 'b'));
  });
});
