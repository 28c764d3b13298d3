import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { LogEvent } from '../../src/listening/log-event.ts';
import type { RoomReply } from '../../src/room/protocol.ts';
import { MemberTokens } from '../../src/room/members.ts';
import { browserMissing, launchBrowser } from '../support/browser.ts';
import { listenEvent, writeEvents } from '../support/event-log.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { House, SECRET } from './house.ts';

const WEEK = 7 * 86_400_000;
const ada = new MemberTokens(SECRET).issue('Ada');

let database: TestStorage;
let house: House;
beforeEach(async () => {
  database = await temporarySqlite();
  house = await House.open({ database });
  // Three weeks of ten plays, of which one is a try and two are skipped at once.
  const now = Date.now();
  await writeEvents(database.storage, Array.from({ length: 30 }, (_, i) => playedTo(now - (2 - Math.floor(i / 10)) * WEEK, i)).flat());
});
afterEach(async () => {
  await house.close();
  await database.remove();
});

function playedTo(at: number, n: number): readonly LogEvent[] {
  const head = { placeId: 'room:lounge', sessionId: `s${Math.floor(n / 5)}`, listenerId: null, trackId: `t${n}`, playId: `p${n}` };
  const skipped = n % 5 === 1;
  const ranMs = skipped ? 9_000 : 60_000;
  return [
    { ...head, at, playId: null, kind: 'pick', data: { pickId: `k${n}`, modelVersion: 'm', probability: 0.5, exploratory: n % 10 === 0, madeAt: at } },
    { ...head, at, kind: 'play', data: { durationMs: 60_000, origin: 'pick', pickId: `k${n}` } },
    { ...head, at, kind: 'play-ended', data: { ending: skipped ? 'skipped' : 'finished', ranMs } },
    ...['a', 'b', 'c', 'd', 'e'].map((id) => listenEvent(id, `t${n}`, at, { playId: `p${n}`, sessionId: `s${Math.floor(n / 5)}`, heardMs: ranMs, ending: skipped ? (id === 'a' ? 'skipped' : 'skipped-by-other') : 'finished' })),
  ];
}

it('tells everybody how picks fare, and nobody who listened', async () => {
  const reply = (await (await fetch(`${house.url}/api/r/lounge/command`, { method: 'POST', headers: { 'x-segue-member': ada.token, 'content-type': 'application/json' }, body: JSON.stringify({ line: '/stats' }) })).json()) as RoomReply;
  expect(reply).toMatchObject({ private: false, view: { kind: 'stats', facts: [{ name: 'Played' }, { name: 'Picks' }, { name: 'Tries' }, { name: 'Compared' }] } });
  expect(JSON.stringify(reply)).not.toMatch(/listenerId|t1\b|"picture"/);
});

describe.skipIf(browserMissing)(`in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  it('are curves in their intervals, to be pointed at, with their figures beside; also on a phone', async () => {
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${house.url}/r/lounge`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('combobox').fill('/stats');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('group', { name: /^How picks fare week by week from / }).waitFor();
    const skipped = page.getByRole('group', { name: 'Skipped within half a minute', exact: true });
    await skipped.locator('canvas').waitFor();
    expect(await page.locator('.stats canvas').count()).toBe(3);
    await skipped.scrollIntoViewIfNeeded();
    const plot = (await skipped.locator('.u-over').boundingBox())!;
    await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
    // Two of nine picks of every week.
    const value = skipped.locator('.u-series').filter({ hasText: /^picks/ }).first().locator('.u-value');
    await expect.poll(() => value.innerText(), { timeout: 20_000 }).toMatch(/^22 % \(\d+ to \d+ %\)$/);
    await page.getByText('The weeks in figures').click();
    expect(await page.locator('.table-frame').getByRole('row').count()).toBe(4);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), { timeout: 5_000 }).toBe(0);
    await page.locator('.log').evaluate((log) => (log.style.maxHeight = 'none'));
    expect(complaints).toEqual([]);
  }, 60_000);
});
