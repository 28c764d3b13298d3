import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { ArtistReader } from '../../src/recommender/artist-reader.ts';
import { type Catalogue, catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { readArtists } from '../../src/recommender/read-artists.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';

let database: TestStorage;
beforeEach(async () => void (database = await temporarySqlite()));
afterEach(() => database.remove());

const tracks = (count: number) => Array.from({ length: count }, (_, n) => recordOf(aTrack(n, { artist: `Artist ${n}`, genres: ['folk'] })));

describe('what is written about artists', () => {
  it('is looked at for free while the library gains little, and read anew once it has gained a fifth', async () => {
    let tagsRead = 0;
    const watched = (count: number): Catalogue => {
      const catalogue = catalogueOf(tracks(count));
      return { ...catalogue, get labelsOf() { return tagsRead++, catalogue.labelsOf; } };
    };
    const clock = new TestClock();
    let catalogue = watched(100);
    const sizes: number[] = [];
    const reader = new ArtistReader({
      knowledge: new Knowledge(), catalogue: () => catalogue, countReadings: async () => 0, clock, log: silentLogger,
      read: (plan) => readArtists(database.storage, plan),
      onRead: ({ artists }) => sizes.push(artists),
    });
    reader.changed();
    await clock.advance(1_000);
    await expect.poll(() => sizes).toEqual([100]);
    const once = tagsRead;
    for (let more = 1; more <= 20; more++) {
      catalogue = watched(100 + more);
      reader.changed();
      await clock.advance(1_000);
    }
    expect(tagsRead).toBe(once);
    catalogue = watched(121);
    reader.changed();
    await clock.advance(1_000);
    await expect.poll(() => sizes).toEqual([100, 121]);
    await reader.stop();
  });
});
