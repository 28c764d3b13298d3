import { afterEach, expect, it } from 'vitest';
import { aTrack } from '../support/tracks.ts';
import { ADA, House } from './house.ts';

let house: House;
afterEach(() => house.close());

it('what a member heard elsewhere counts for the track that arrives in the library later', async () => {
  house = await House.open([aTrack(1)]);
  await house.listening.giveConsent(ADA);
  await house.listening.agreeToElsewhere(ADA.id, true);
  const arriving = aTrack(2);
  const startedAt = house.clock.now();
  await house.listening.heardElsewhere({
    listenerId: ADA.id, service: 'Spotify', title: arriving.title.toUpperCase(), artist: arriving.artist, album: null,
    startedAt, endedAt: startedAt + 60_000, heardMs: 60_000, durationMs: 60_000, externalId: null, trackId: null,
  });
  await house.clock.advance(60_000);
  expect(await house.listening.affinities(ADA.id)).toEqual([]);
  house.library.add(arriving);
  await house.clock.advance(31_000);
  expect(await house.listening.affinities(ADA.id)).toMatchObject([{ trackId: arriving.id, plays: 1, heardMs: 60_000 }]);
});
