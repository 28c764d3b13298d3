import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeMember } from '../support/discord/member.ts';
import { aTrack } from '../support/tracks.ts';
import { DiscordHouse } from './house.ts';

const ARTISTS = ['Vesper Lanes', 'Quillhaven', 'Ashgrove *Signal*', 'Mira Holm'];
let house: DiscordHouse;
let ada: FakeMember;
beforeEach(async () => {
  house = await DiscordHouse.open(ARTISTS.flatMap((artist, a) => Array.from({ length: 4 }, (_, t) => aTrack(a * 10 + t, { artist, title: `Track ${a}${t}`, genres: [`style ${a}`] }))));
  ada = house.member('Ada');
});
afterEach(() => house.close());

const liked = async () => (await house.services.listening.affinities(house.idOf(ada))).filter(({ artistLiked }) => artistLiked).map(({ trackId }) => house.library.get(trackId)?.artist);

it('follows on Count me in: artists in a menu for the newcomer alone, of whom some are chosen, also after a restart', async () => {
  const joined = await ada.command('privacy join').answered();
  expect(joined.ephemeral).toBe(true);
  expect(joined.text).toContain('You are counted in: from now on');
  const menu = joined.original;
  if (!menu) throw new Error('no answer');
  expect(menu.control('segue:artists').options.map(({ value }) => value).toSorted()).toEqual(ARTISTS.toSorted());
  await house.restart();
  const chosen = await ada.choose(menu, 'segue:artists', ['Quillhaven', 'Ashgrove *Signal*']).answered();
  expect(chosen.ephemeral).toBe(true);
  expect(chosen.text).toContain('Noted: from now on Segue picks for you with “Quillhaven” and “Ashgrove \\*Signal\\*” in mind.');
  expect((await liked()).toSorted()).toEqual(['Ashgrove *Signal*', 'Ashgrove *Signal*', 'Ashgrove *Signal*', 'Quillhaven', 'Quillhaven', 'Quillhaven']);
  // Once more adds to it, and the export tells of it.
  await ada.choose(menu, 'segue:artists', ['Mira Holm']).answered();
  expect(new Set(await liked())).toEqual(new Set(['Quillhaven', 'Ashgrove *Signal*', 'Mira Holm']));
  expect(JSON.stringify(await house.services.listening.exportOf(house.idOf(ada)))).toContain('"feedback":"artist"');
});

it('is there by a command as well, for those who count alone', async () => {
  expect((await ada.command('start').answered()).text).toContain('You are not counted in');
  await ada.command('privacy join').answered();
  const { original } = await ada.command('start').answered();
  expect(original?.control('segue:artists').options).toHaveLength(4);
  expect((await ada.command('start', { first: 'mira holm' }).answered()).text).toContain('“Mira Holm”');
  expect((await ada.command('start', { first: 'Nobody at All' }).answered()).text).toContain('The library has nothing by “Nobody at All”');
  const menu = (await ada.command('start').answered()).original;
  await ada.command('privacy delete', { confirm: true }).answered();
  if (menu) expect((await ada.choose(menu, 'segue:artists', ['Mira Holm']).answered()).text).toContain('You are not counted in');
  expect(await liked()).toEqual([]);
});
