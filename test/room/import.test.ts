import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { MEMBER_HEADER, type RoomReply } from '../../src/room/protocol.ts';
import { spotifyStream, spotifyZip } from '../imports/support.ts';
import { browserMissing, launchBrowser } from '../support/browser.ts';
import { RoomMember } from '../support/room-member.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';
import { House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await House.open({ library: new TrackList([aTrack(1, { title: 'Harbour Static', artist: 'Vesper Lanes' })]) });
});
afterEach(() => house.close());

const history = spotifyZip(spotifyStream(), spotifyStream({ master_metadata_track_name: 'Elsewhere' }));

describe('a file that is given to a command', () => {
  const give = (member: RoomMember | null, body: Uint8Array<ArrayBuffer> | string, headers: Readonly<Record<string, string>> = {}, query = 'path=import&path=file&option=file') =>
    fetch(`${house.url}/api/r/lounge/file?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...(member ? { [MEMBER_HEADER]: member.token } : {}), ...headers },
      body,
    });

  it('is read where it is larger than anything else may be, and answered to whoever gave it', async () => {
    const ada = await RoomMember.enter(house.url, 'Ada');
    onTestFinished(() => ada.leave());
    await ada.command('/privacy join');
    const answer = await give(ada, new Uint8Array(history));
    expect((await answer.json()) as RoomReply).toMatchObject({ private: true, view: { kind: 'import', note: expect.stringContaining('2 plays of 2 songs') as string, histories: [{ service: 'Spotify', matched: 1 }] } });
    const large = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => spotifyStream({ master_metadata_track_name: `Song ${n}` })));
    expect((await (await give(ada, large)).json()) as RoomReply).toMatchObject({ view: { histories: [{ songs: 2_000 }] } });
    expect(await ada.command('/import file')).toMatchObject({ view: { kind: 'notice', tone: 'error', text: expect.stringContaining('/import file needs a file') as string } });
  });

  it('is refused from strangers, from other sites, and as anything but a file', async () => {
    const ada = await RoomMember.enter(house.url, 'Ada');
    onTestFinished(() => ada.leave());
    expect((await give(null, 'x')).status).toBe(412);
    expect((await give(ada, 'x', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await give(ada, '{}', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await give(ada, '')).status).toBe(400);
    expect((await give(ada, 'x', {}, 'option=file')).status).toBe(400);
    // The bound of everything else holds for everything else.
    expect((await fetch(`${house.url}/api/r/lounge/command`, { method: 'POST', headers: { 'content-type': 'application/json', [MEMBER_HEADER]: ada.token }, body: JSON.stringify({ line: 'x'.repeat(20_000) }) })).status).toBe(413);
    const refused = await give(ada, new Uint8Array(history));
    expect((await refused.json()) as RoomReply).toMatchObject({ view: { kind: 'notice', tone: 'error', text: expect.stringContaining('You are not counted in') as string } });
  });
});

describe.skipIf(browserMissing)(`in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  it('is chosen in the answer to /import, which then shows what came of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segue-import-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'my spotify data ü.zip');
    writeFileSync(path, history);
    const letter = join(folder, 'letter.json');
    writeFileSync(letter, `"Dear Segue"${' '.repeat(3_000_000)}`);
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${house.url}/r/lounge`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    const say = async (line: string) => {
      await page.getByRole('combobox').fill(line);
      await page.getByRole('button', { name: 'Send' }).click();
    };
    await say('/import');
    const chooser = page.getByLabel('A history of what you heard');
    await chooser.setInputFiles(path);
    await page.getByText('You are not counted in, so nothing').waitFor();
    await page.getByRole('button', { name: 'Count me in' }).click();
    await page.getByRole('button', { name: 'Count me in' }).waitFor({ state: 'detached' });
    await chooser.setInputFiles(letter);
    await page.getByText('The file is no history that Segue knows').waitFor();
    await chooser.setInputFiles(path);
    await page.getByText('Taken in from Spotify: 2 plays of 2 songs, of which the library has 1').waitFor();
    await page.getByText('2 plays of 2 songs, 1 of them here').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});
