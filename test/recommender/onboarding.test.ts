import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Track, TrackId } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { silentLogger } from '../../src/log.ts';
import type { Recommender } from '../../src/recommender/recommender.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';

const STYLES = ['shoegaze', 'bebop', 'techno', 'polka', 'death metal', 'ambient'];
/** Ten artists of every style, with four tracks each; of the first style there are many times as many. */
const LIBRARY: readonly Track[] = STYLES.flatMap((style, s) =>
  Array.from({ length: s === 0 ? 30 : 5 }, (_, a) => Array.from({ length: 4 }, (_, t) => aTrack(s * 1_000 + a * 10 + t, { artist: `${style} ${a}`, title: `Track ${t}`, genres: [style] }))).flat(),
);
const styleOf = (id: TrackId) => LIBRARY.find((track) => track.id === id)?.genres[0];
const artistOf = (id: TrackId) => LIBRARY.find((track) => track.id === id)?.artist;

let database: TestStorage;
let listening: Listening;
let recommender: Recommender;
const clock = new TestClock();
beforeEach(async () => {
  database = await temporarySqlite();
  listening = await createListening({ storage: database.storage, clock, log: silentLogger });
  recommender = await inProcessRecommender({ storage: database.storage, clock, tracks: () => LIBRARY });
  listening.onLearnt((id) => recommender.learn(id));
});
afterEach(async () => {
  await recommender.close();
  await listening.close();
  await database.remove();
});

const say = (listenerId: string, trackId: TrackId, kind: 'artist' | 'love' | 'dislike') => listening.feedback({ listenerId, trackId, kind, at: clock.now(), placeId: 'p', sessionId: null, playId: null, positionMs: null });

it('offers artists of every style there is, however many there are of one', async () => {
  const offered = await recommender.onboardingArtists(9);
  expect(new Set(offered.map(artistOf)).size).toBe(9);
  expect(new Set(offered.slice(0, STYLES.length).map(styleOf))).toEqual(new Set(STYLES));
});

it('offers those who are received best here first, and of each the track that is', async () => {
  await listening.giveConsent({ id: 'room:ben', name: 'Ben' });
  const loved = LIBRARY.find((track) => track.artist === 'polka 3' && track.title === 'Track 2')?.id ?? '';
  await say('room:ben', loved, 'love');
  await expect.poll(() => recommender.onboardingArtists(9)).toContain(loved);
  expect((await recommender.onboardingArtists(9))[0]).toBe(loved);
  expect((await recommender.bestTracksOf('Polka 3', 2))[0]).toBe(loved);
  expect(await recommender.bestTracksOf('Nobody', 2)).toEqual([]);
});

it('is followed by the next pick of whoever chose, and of nobody else; what was chosen is still new to them', async () => {
  const members = ['room:ada', 'room:ben'];
  for (const id of members) await listening.giveConsent({ id, name: id });
  const pick = async (id: string, seed: number) => {
    const [found] = await recommender.pick({ sessionId: `s${seed}`, listeners: [{ id, satisfaction: 0 }], exclude: [], before: [], count: 1, slot: 0, seed });
    return found;
  };
  const share = async (id: string) => {
    const picks = [];
    for (let seed = 0; seed < 30; seed++) picks.push(await pick(id, seed));
    const meant = picks.filter((one) => one?.exploratory === false);
    return meant.filter((one) => styleOf(one?.trackId ?? '') === 'bebop').length / meant.length;
  };
  expect(await share('room:ada')).toBeLessThan(0.4);
  const chosen = await recommender.bestTracksOf('bebop 1', 3);
  for (const trackId of chosen) await say('room:ada', trackId, 'artist');
  expect(await share('room:ada')).toBeGreaterThan(0.8);
  expect(await share('room:ben')).toBeLessThan(0.4);
  const [score] = await recommender.explain(chosen[0] ?? '', ['room:ada']);
  const [unheard] = await recommender.explain(LIBRARY.at(-1)?.id ?? '', ['room:ada']);
  expect(score?.signals.novelty.value).toBe(unheard?.signals.novelty.value);
});
