import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArtistReadings, readingsAbout, replaceReadings, type ArtistReading } from '../../src/storage/artist-readings.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';

function aReading(given: Partial<ArtistReading> = {}): ArtistReading {
  return {
    artistKey: 'motorhead',
    artistName: 'Motörhead',
    source: 'wikipedia',
    url: 'https://en.wikipedia.org/wiki/Mot%C3%B6rhead',
    title: 'Motörhead',
    credit: 'Wikipedia, CC BY-SA 4.0',
    language: 'en',
    readAt: 1_795_000_000_123,
    tags: [{ tag: 'heavy metal', weight: 7 }],
    similar: [{ name: 'Hawkwind', score: 0.5 }],
    aliases: ['Motorhead'],
    terms: { loud: 3, 'very loud': 1, 'tag:heavy metal': 2, 日本: 1 },
    mentions: { hawkwind: 4 },
    ...given,
  };
}

for (const database of BOTH_DIALECTS) {
  describe(`what was read, on ${database.name}`, () => {
    let opened: TestStorage;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());

    const all = async () => {
      const found: ArtistReading[] = [];
      for await (const reading of readArtistReadings(opened.storage)) found.push(reading);
      return found;
    };

    test('comes back as it was written', async () => {
      const reading = aReading();
      await replaceReadings(opened.storage, reading, [reading]);
      expect(await all()).toEqual([reading]);
    });

    test('an artist read again at a source is told of once, at the address where it is now', async () => {
      const moved = aReading({ url: 'https://en.wikipedia.org/wiki/Mot%C3%B6rhead_(band)', terms: { moved: 1 } });
      const other = aReading({ source: 'lastfm', url: 'https://www.last.fm/music/Mot%C3%B6rhead' });
      await replaceReadings(opened.storage, { source: other.source, artistKey: other.artistKey }, [other]);
      await replaceReadings(opened.storage, { source: moved.source, artistKey: moved.artistKey }, [moved]);
      expect(await all()).toEqual([other, moved]);
    });

    test('an article may tell of several artists, and later of fewer', async () => {
      const place = { source: 'feeds', url: 'https://example.org/story' };
      const about = (artistKey: string) => aReading({ ...place, artistKey });
      await replaceReadings(opened.storage, place, [about('a'), about('b')]);
      await replaceReadings(opened.storage, place, [about('b')]);
      expect((await all()).filter(({ source }) => source === 'feeds')).toEqual([about('b')]);
    });

    test('is read to the end when it is long', async () => {
      const place = { source: 'pages', url: 'https://example.org/list' };
      const many = Array.from({ length: 450 }, (_, i) => aReading({ ...place, artistKey: `artist ${i}` }));
      await replaceReadings(opened.storage, place, many);
      const found = (await all()).filter(({ source }) => source === 'pages');
      expect(new Set(found.map(({ artistKey }) => artistKey)).size).toBe(450);
      expect(found).toHaveLength(450);
    });

    test('of one artist the newest is told, not thousands', async () => {
      const place = { source: 'feeds', artistKey: 'famous' };
      const many = Array.from({ length: 130 }, (_, i) => aReading({ ...place, url: `https://example.org/${i}`, readAt: 1_000 + ((i * 7) % 130) }));
      await replaceReadings(opened.storage, place, many);
      expect((await readingsAbout(opened.storage, 'famous')).map(({ readAt }) => readAt)).toEqual(Array.from({ length: 100 }, (_, i) => 1_129 - i));
    });

    test('takes little room: the words of a long article stay below nine bytes each', async () => {
      const words = Array.from({ length: 3_000 }, (_, i) => `word${((i * 7919) % 3_001).toString(36)}`);
      const terms = Object.fromEntries(words.map((word) => [word, 1]));
      await replaceReadings(opened.storage, { source: 'feeds', url: 'long' }, [aReading({ source: 'feeds', url: 'long', terms })]);
      const row = await opened.storage.db.selectFrom('reading').select('content').where('url', '=', 'long').executeTakeFirstOrThrow();
      expect(row.content.byteLength).toBeLessThan(9 * words.length);
    });
  });
}
