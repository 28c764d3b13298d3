import { afterEach, expect, it } from 'vitest';
import { UNDERSTANDS_WITHIN_MS, understood } from '../support/understood.ts';
import { RoomMember } from '../support/room-member.ts';
import { aTrack } from '../support/tracks.ts';
import { House, SearchableTracks } from './house.ts';

let house: House;
afterEach(() => house.close());

/** Every third track is what is asked for; the others have singers, or are loud. */
const TRACKS = Array.from({ length: 24 }, (_, n) =>
  aTrack(n + 1, { title: `Northern Line ${n + 1}`, artist: `The Couriers ${n + 1}`, durationMs: 300_000, genres: [['mellow', 'nocturnal', 'instrumental'], ['mellow', 'female vocalists'], ['death metal']][n % 3] }),
);
const fitting = new Set(TRACKS.filter(({ genres }) => genres.includes('instrumental')).map(({ title }) => title));

it('plain words are understood by the thread that ships, and change what plays', async () => {
  house = await House.open({ understanding: true, library: new SearchableTracks(TRACKS) });
  const ada = await RoomMember.enter(house.url, 'Ada');
  await ada.command('/dj start');
  await ada.until(() => ada.now !== null);
  // What plays before anything is asked for is chance, and is not played again.
  const first = ada.now?.title;
  const view = await understood(ada, '/vibe something mellow and nocturnal, no vocals');
  expect(view.words).toEqual(['mellow, nocturnal, instrumental']);
  const { session } = await ada.until((state) => state.session?.queue.length === 2 && state.session.queue.every(({ track }) => fitting.has(track.title)));
  const next = session?.queue[0].track.title ?? '';
  await ada.command('/skip');
  await ada.until(() => ada.now?.title === next);
  // Another thing that nobody told beforehand, with a name of the library and an order beside it.
  const wanted = TRACKS.find(({ title, genres }) => genres.includes('death metal') && title !== first)?.artist ?? '';
  const other = await understood(ada, `/vibe skip this and play ${wanted.toLowerCase()}`);
  expect(other.words).toEqual([`by ${wanted}`]);
  expect(other.note).toBe(`Skipped “${next}”.`);
  await ada.until(() => ada.now?.artist === wanted);
  ada.leave();
}, UNDERSTANDS_WITHIN_MS);
