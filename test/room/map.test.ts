import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { packed } from '../../src/room/library-map.ts';
import { towards, unpacked } from '../../src/room/client/map/points.ts';
import type { RoomMap } from '../../src/room/map-protocol.ts';
import { MemberTokens } from '../../src/room/members.ts';
import type { RoomTrack } from '../../src/room/protocol.ts';
import { browserMissing } from '../support/browser.ts';
import { browserForTests } from '../support/test-browser.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';
import { House, SearchableTracks, SECRET, someTracks } from './house.ts';
import { hear, NETWORK } from './sounding-tracks.ts';

const PATIENCE = { timeout: 20_000 };
const TRACKS = someTracks(64);
const UNHEARD = 4;
const PLAYING = 't9';

let database: TestStorage;
let house: House;
beforeEach(async () => {
  database = await temporarySqlite();
  await hear(database.storage, TRACKS.slice(UNHEARD));
  house = await House.open({ database, library: new SearchableTracks(TRACKS), networkVersion: NETWORK });
});
afterEach(async () => {
  await house.close();
  await database.remove();
});

const headers = { 'x-segue-member': new MemberTokens(SECRET).issue('Ada').token };
const ask = (path: string, more: RequestInit = {}) => fetch(`${house.url}/api/r/lounge/${path}`, { ...more, headers: { ...headers, ...more.headers } });
const mapped = () => expect.poll(async () => (await ask('map')).status, PATIENCE).toBe(200);
const queued = () => house.services.sessions.get('room:lounge')?.view().queue.filter(({ origin }) => origin.kind === 'request').map(({ track }) => track.id) ?? [];

it('gives the tracks that were heard their places, once: then says that it is the same', async () => {
  await mapped();
  const response = await ask('map');
  const map = (await response.json()) as RoomMap;
  expect(map.ids.split(' ').toSorted()).toEqual(TRACKS.slice(UNHEARD).map(({ id }) => id).toSorted());
  expect(map.styles.toSorted()).toEqual(['ambient', 'bossa nova', 'house', 'synthwave']);
  expect(map.unheard).toBe(UNHEARD);
  const again = await ask('map', { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  expect((await fetch(`${house.url}/api/r/lounge/map`)).status).toBe(412);
});

it('tells what tracks are, without where they lie, and of so many at once at most', async () => {
  const asked = (ids: readonly string[]) => ask('tracks', { method: 'POST', body: JSON.stringify({ ids }), headers: { 'content-type': 'application/json' } });
  const told = (await (await asked(['t3', 'gone', 't1'])).json()) as readonly RoomTrack[];
  expect(told.map(({ title }) => title)).toEqual(['Northern Line 3', 'Northern Line 1']);
  expect(JSON.stringify(told)).not.toContain('/music');
  expect((await asked(Array.from({ length: 61 }, () => 't1'))).status).toBe(400);
});

it('needs less than half a megabyte for 20,000 tracks', () => {
  // As the library makes them: sixteen hexadecimal digits that look drawn by chance.
  const id = (n: number) => `t${createHash('sha256').update(String(n)).digest('hex').slice(0, 16)}`;
  const library = new TrackList(Array.from({ length: 20_000 }, (_, n) => aTrack(n, { id: id(n), artist: `Artist ${n % 3_000}`, genres: [`Genre ${n % 300}`] })));
  const picture = { ids: library.tracks().map((track) => track.id), places: Float32Array.from({ length: 40_000 }, seeded(1)), unheard: 0 };
  expect(gzipSync(JSON.stringify(packed(picture, library))).length).toBeLessThan(500_000);
});

describe.skipIf(browserMissing)(`the map in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  const tested = browserForTests({ width: 1280, height: 800 });

  /** Opens the room and its map while something plays. */
  async function openMap(): Promise<Page> {
    const page = await tested.open(`${house.url}/r/lounge`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('combobox').fill('/play Northern Line 9');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Now playing', { exact: true }).waitFor();
    await mapped();
    await page.getByRole('button', { name: 'Map of the library' }).click();
    await page.getByRole('application', { name: 'Map of the library' }).waitFor();
    return page;
  }

  it('is walked by the arrow keys, and Enter asks for the track one is at', async () => {
    const page = await openMap();
    await page.getByText('4 tracks are not on the map yet.').waitFor();
    const map = page.getByRole('application');
    await map.focus();
    const points = unpacked((await (await ask('map')).json()) as RoomMap);
    // The first arrow leads to what plays, the others on from there, as far as anything lies that way.
    await map.press('ArrowRight');
    let at = points.indexOf.get(PLAYING)!;
    for (const [key, direction] of [['ArrowUp', { x: 0, y: -1 }], ['ArrowLeft', { x: -1, y: 0 }], ['ArrowDown', { x: 0, y: 1 }], ['ArrowLeft', { x: -1, y: 0 }], ['ArrowRight', { x: 1, y: 0 }]] as const) {
      const next = towards(points, at, direction);
      if (next >= 0) at = next;
      await map.press(key);
    }
    const title = TRACKS.find(({ id }) => id === points.ids[at])!.title;
    await expect.poll(() => page.locator('.map-tracks .track-title').first().innerText(), PATIENCE).toBe(title);
    await map.press('Enter');
    await expect.poll(queued, PATIENCE).toEqual([points.ids[at]]);
    expect(tested.complaints).toEqual([]);
  });

  it('is pressed with a pointer: every point in sight can be heard', async () => {
    const page = await openMap();
    await page.getByRole('list', { name: 'Styles' }).getByRole('button', { name: 'house' }).click();
    expect(await page.getByRole('button', { name: 'house', pressed: true }).count()).toBe(1);
    const box = (await page.getByRole('application').boundingBox())!;
    // The point farthest to the left lies a margin from the border, somewhere along it.
    for (let y = 20; y < box.height && (await page.locator('.toast').count()) === 0; y += 12) await page.mouse.click(box.x + 30, box.y + y);
    await expect.poll(() => queued().length, PATIENCE).toBeGreaterThan(0);
    expect(tested.complaints).toEqual([]);
  });

  it('plays along a path that is drawn, after showing it; on a phone everything is in reach', async () => {
    const page = await openMap();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Draw a path' }).click();
    const box = (await page.getByRole('application').boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + box.height - 20, { steps: 12 });
    await page.mouse.move(box.x + 20, box.y + box.height - 20, { steps: 12 });
    await page.mouse.up();
    const along = page.getByRole('list', { name: 'Along the path' }).getByRole('listitem');
    await expect.poll(() => along.count(), PATIENCE).toBeGreaterThan(1);
    await expect.poll(async () => (await along.allInnerTexts()).every((text) => text.startsWith('Northern Line')), PATIENCE).toBe(true);
    const shown = (await along.allInnerTexts()).map((text) => TRACKS.find(({ title, artist }) => text.trim() === `${title} ${artist}`)?.id);
    expect(queued()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    // No label is cut off.
    expect(await page.locator('.map-side button').evaluateAll((buttons) => buttons.filter((button) => button.scrollWidth > button.clientWidth).length)).toBe(0);
    await page.getByRole('button', { name: 'Play along' }).click();
    await expect.poll(queued, PATIENCE).toEqual(shown);
    expect(tested.complaints).toEqual([]);
  });
});
