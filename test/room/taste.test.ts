import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoomReply } from '../../src/room/protocol.ts';
import { MemberTokens } from '../../src/room/members.ts';
import { browserMissing } from '../support/browser.ts';
import { browserForTests } from '../support/test-browser.ts';
import { DAY, listenEvent, MONDAY, writeEvents, writeTracks } from '../support/event-log.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { House, SearchableTracks, SECRET, someTracks } from './house.ts';
import { hear, NETWORK } from './sounding-tracks.ts';

const PATIENCE = { timeout: 20_000 };
const TRACKS = someTracks(64);

let database: TestStorage;
let house: House;
const ada = new MemberTokens(SECRET).issue('Ada');

beforeEach(async () => {
  database = await temporarySqlite();
  await hear(database.storage, TRACKS);
  await writeTracks(database.storage, TRACKS);
  house = await House.open({ database, library: new SearchableTracks(TRACKS), networkVersion: NETWORK });
  await house.services.listening.giveConsent(ada.member);
  // House first, then ambient: every fourth track is of one genre.
  await writeEvents(database.storage, Array.from({ length: 40 }, (_, i) => listenEvent(ada.member.id, `t${(i < 20 ? 1 : 2) + 4 * (i % 10)}`, MONDAY + i * DAY, { heardMs: 180_000, trackMs: 180_000 })));
});
afterEach(async () => {
  await house.close();
  await database.remove();
});

const ask = (path: string, more: RequestInit = {}) => fetch(`${house.url}/api/r/lounge/${path}`, { ...more, headers: { 'x-segue-member': ada.token, 'content-type': 'application/json' } });
const say = async (line: string) => (await (await ask('command', { method: 'POST', body: JSON.stringify({ line }) })).json()) as RoomReply;
const mapped = () => expect.poll(async () => (await ask('map')).status, PATIENCE).toBe(200);

it('gives the figures to their owner, and to others no more than what is drawn', async () => {
  await mapped();
  const own = await say('/taste');
  expect(own).toMatchObject({ private: true, view: { kind: 'taste', name: null, map: null } });
  if (own.view.kind !== 'taste') return;
  expect(own.view.heard).toHaveLength(20);
  expect(own.view.styles.map(({ style }) => style)).toEqual(['ambient', 'house']);
  expect(own.view.weeks.at(0)?.shares).toEqual([0, 1]);
  expect(own.view.weeks.at(-1)?.shares).toEqual([1, 0]);
  const shared = await say('/taste share:yes');
  expect(shared).toMatchObject({ private: false, view: { kind: 'taste', name: 'Ada', heard: [] } });
  expect(shared.view.kind === 'taste' && shared.view.map?.alt).toMatch(/^A map on which neighbours sound alike/);
});

it('is gone with everything else about a member', async () => {
  await house.services.listening.deleteAll(ada.member.id);
  expect((await say('/taste')).view).toMatchObject({ kind: 'notice' });
  expect(await house.services.recommender.tasteProfile(ada.member.id)).toBeNull();
});

describe.skipIf(browserMissing)(`a taste in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  const tested = browserForTests({ width: 1280, height: 900 });
  beforeEach(() => tested.context.addInitScript((identity) => location.protocol === 'http:' && sessionStorage.setItem('segue.member', identity), JSON.stringify({ ...ada.member, token: ada.token })));

  async function show(line: string): Promise<Page> {
    await mapped();
    const page = await tested.open(`${house.url}/r/lounge`);
    await page.getByRole('combobox').fill(line);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.taste').waitFor();
    return page;
  }

  it('draws the weeks to be pointed at, with their figures beside', async () => {
    const page = await show('/taste');
    const chart = page.getByRole('group', { name: /^A ridge for each style, week by week from 5 Oct to / });
    await chart.locator('canvas').waitFor();
    const plot = (await chart.locator('.u-over').boundingBox())!;
    await page.mouse.move(plot.x + 2, plot.y + plot.height / 2);
    const value = (style: string) => chart.locator('.u-series').filter({ hasText: style }).locator('.u-value').innerText();
    await expect.poll(() => value('house'), PATIENCE).toBe('100 %');
    await page.mouse.move(plot.x + plot.width - 2, plot.y + plot.height / 2);
    await expect.poll(() => value('house'), PATIENCE).toBe('0 %');
    expect(await value('ambient')).toBe('100 %');
    // A pressed style goes, and comes back.
    await chart.locator('.u-series').filter({ hasText: 'house' }).locator('th').click();
    await chart.locator('.u-series.u-off').filter({ hasText: 'house' }).waitFor();
    await page.getByText('The weeks in figures').click();
    expect(await page.getByRole('row', { name: '5 Oct 0 % 100 %' }).count()).toBe(1);
    expect(tested.complaints).toEqual([]);
  });

  it('shows where it lies on the map, in which one can look around', async () => {
    const page = await show('/taste');
    await page.getByRole('button', { name: 'Where it lies on the map' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your taste on the map' });
    await dialog.getByText('20 tracks you heard are on the map, the larger the longer you heard it.').waitFor();
    const map = dialog.getByRole('application', { name: 'Map of the library by sound' });
    await map.focus();
    await map.press('ArrowRight');
    await expect.poll(() => dialog.locator('.map-tracks .track-title').first().innerText(), PATIENCE).toMatch(/^Northern Line/);
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    expect(tested.complaints).toEqual([]);
  });

  it('fits a phone', async () => {
    const page = await show('/taste');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.chart canvas').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(tested.complaints).toEqual([]);
  });

  it('that is shared is drawn, with what it shows in words', async () => {
    const page = await show('/taste share:yes');
    await page.getByRole('img', { name: /^A map on which neighbours sound alike/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Where it lies on the map' }).count()).toBe(0);
    expect(tested.complaints).toEqual([]);
  });
});
