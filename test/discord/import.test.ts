import { strToU8 } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { spotifyStream, spotifyZip } from '../imports/support.ts';
import { FakeUpload } from '../support/discord/command-use.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { aTrack } from '../support/tracks.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;
let ada: FakeMember;
beforeEach(async () => {
  house = await DiscordHouse.open([aTrack(1, { title: 'Harbour Static', artist: 'Vesper Lanes' }), aTrack(2)]);
  ada = house.member('Ada');
});
afterEach(() => house.close());

const history = new FakeUpload('my_spotify_data.zip', spotifyZip(spotifyStream(), spotifyStream({ master_metadata_track_name: 'Elsewhere' })));

it('takes in a file that is attached to the command, and tells whoever attached it what came of it', async () => {
  expect((await ada.command('import file', { file: history }).answered()).text).toContain('You are not counted in');
  await ada.command('privacy join').answered();
  const taken = await ada.command('import file', { file: history }).answered();
  expect(taken.ephemeral).toBe(true);
  expect(taken.text).toContain('Taken in from Spotify: 2 plays of 2 songs, of which the library has 1; the others count as soon as it has them.');
  expect(await house.services.listening.affinities(house.idOf(ada))).toMatchObject([{ trackId: aTrack(1).id, plays: 1 }]);
  expect((await ada.command('import show').answered()).text).toContain('**Spotify** · 2 plays of 2 songs, 1 of them here');
  expect((await ada.command('import remove', { service: 'Spotify' }).answered()).text).toContain('What you imported of Spotify is removed');
  expect(await house.services.listening.affinities(house.idOf(ada))).toEqual([]);
});

it('says in a sentence what is wrong with a file, or that it cannot be had', async () => {
  await ada.command('privacy join').answered();
  const letter = await ada.command('import file', { file: new FakeUpload('letter.txt', strToU8('Dear Segue')) }).answered();
  expect(letter.text).toContain('The file is no history that Segue knows');
  const gone = ada.command('import file', { file: history });
  house.discord.uploads.clear();
  expect((await gone.answered()).text).toContain('The file could not be fetched from Discord: attach it again.');
  expect(await house.services.listening.importsOf(house.idOf(ada))).toEqual([]);
  expect(house.logged.join('\n')).not.toContain('/attachments/');
});
