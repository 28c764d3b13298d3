import { describe, expect, it } from 'vitest';
import type { Track } from '../../src/domain.ts';
import { digestNow, digestOf } from '../../src/library/digest.ts';
import { aTrack } from '../support/tracks.ts';

const library = (list: readonly Track[]) => ({ list, tracks() { return this.list; } });
const many = (count: number, artist: string, genre: string) => Array.from({ length: count }, (_, n) => aTrack(n + 1, { artist: `${artist} ${n % 1_000}`, genres: [genre] }));

describe('what a library holds', () => {
  it('is told by artists, however they are spelt and whoever joins in, and by tags, those of most tracks first', () => {
    const tracks = [
      aTrack(1, { artist: 'The Bells', genres: ['dreampop', 'dream pop'] }),
      aTrack(2, { artist: 'the bells feat. Ada', genres: ['jazz'] }),
      aTrack(3, { artist: 'Unknown artist', genres: ['dream pop'] }),
    ];
    const { artists, tags } = digestNow(library(tracks));
    expect([...artists.values()]).toEqual([{ name: 'The Bells', tracks: tracks.slice(0, 2) }]);
    expect(tags).toEqual([{ tag: 'dream pop', tracks: 2 }, { tag: 'jazz', tracks: 1 }]);
  });

  it('is looked through anew when the library is another, and else not', () => {
    const own = library([aTrack(1, { genres: ['jazz'] })]);
    const first = digestNow(own);
    expect(digestNow(own)).toBe(first);
    own.list = [...own.list, aTrack(2, { genres: ['jazz'] })];
    expect(digestNow(own).tags).toEqual([{ tag: 'jazz', tracks: 2 }]);
  });

  it('is looked through in slices where there is much: meanwhile other work has its turn, and what was there before is told', async () => {
    const own = library([aTrack(1, { artist: 'The Bells', genres: ['jazz'] })]);
    digestNow(own);
    own.list = many(20_000, 'The Couriers', 'house');
    let turns = 0;
    const turning = setInterval(() => turns++, 0);
    const whole = digestOf(own);
    expect(digestNow(own).tags).toEqual([{ tag: 'jazz', tracks: 1 }]);
    expect(digestOf(own)).toBe(whole);
    const { artists, tags } = await whole;
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
    expect(tags).toEqual([{ tag: 'house', tracks: 20_000 }]);
    expect(artists.size).toBe(1_000);
    expect(artists.get('the couriers 7')?.tracks).toHaveLength(20);
    expect(digestNow(own)).toBe(await whole);
  });
});
