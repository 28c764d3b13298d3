import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser.ts';
import { browserForTests } from '../support/test-browser.ts';
import { House } from './house.ts';

const PHONE = { width: 390, height: 844 };
const LENGTH = 6;

let house: House;
beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

describe.skipIf(browserMissing)(`a list in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  const tested = browserForTests(PHONE);

  it('is made, looked through, judged track by track, kept, and played in its order', async () => {
    const page = await tested.open(`${house.url}/r/lounge`);
    const say = async (line: string) => {
      await page.getByRole('combobox').fill(line);
      await page.getByRole('button', { name: 'Send' }).click();
    };
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await say('/privacy join');
    await say(`/discover length:${LENGTH}`);
    const list = page.getByRole('region', { name: 'A list for you' });
    await list.waitFor();
    const titles = await list.getByRole('listitem').evaluateAll((items) => items.map((item) => /^Northern Line \d+/.exec(item.textContent)?.[0] ?? ''));
    expect(new Set(titles).size).toBe(LENGTH);
    expect(titles).not.toContain('');
    // The cover says in words what it shows, and nothing is wider than the phone.
    expect((await list.getByRole('img').getAttribute('aria-label'))?.length).toBeGreaterThan(20);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);

    const first = list.getByRole('group', { name: `What you think of “${titles[0]}”` });
    await first.getByRole('button', { name: 'Love' }).click();
    await first.getByRole('button', { name: 'Love', pressed: true }).waitFor();
    const ada = house.services.sessions.present('room:lounge')[0]?.id ?? '';
    const liked = house.library.tracks().find(({ title }) => title === titles[0])?.id ?? '';
    expect(await house.services.listening.reactionOf(ada, liked)).toBe('love');

    await list.getByRole('button', { name: 'Keep' }).click();
    await list.getByRole('button', { name: 'Let go', pressed: true }).waitFor();

    await list.getByRole('button', { name: 'Play it' }).click();
    await expect.poll(() => order(house), { timeout: 10_000 }).toEqual(titles);
    expect(tested.complaints).toEqual([]);
  }, 60_000);
});

/** What plays and what was put after it, by title. */
function order({ services }: House): readonly string[] {
  const view = services.sessions.get('room:lounge')?.view();
  if (!view || !('current' in view.state)) return [];
  return [view.state.current.track, ...view.queue.map(({ track }) => track)].map(({ title }) => title).slice(0, LENGTH);
}
