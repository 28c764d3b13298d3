import { describe, expect, it, onTestFinished } from 'vitest';
import { browserMissing, launchBrowser } from '../support/browser.ts';
import { House } from './house.ts';

describe.skipIf(browserMissing)(`a newcomer in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  it('says whom they like by pressing, right after counting in, and later by a command', async () => {
    const house = await House.open();
    onTestFinished(() => house.close());
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${house.url}/r/lounge`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('button', { name: 'Count me in' }).click();
    const artists = page.getByRole('group', { name: 'Artists to choose from' });
    await artists.waitFor();
    const chips = artists.getByRole('button', { pressed: false });
    const offered = await chips.count();
    expect(offered).toBeGreaterThanOrEqual(3);
    for (let n = 0; n < 2; n++) await chips.first().click();
    await artists.getByRole('button', { name: 'Begin with these 2' }).click();
    await page.getByText('Noted: from now on Segue picks for you').waitFor();
    await artists.waitFor({ state: 'detached' });
    await page.getByRole('combobox').fill('/start');
    await page.getByRole('button', { name: 'Send' }).click();
    await artists.waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});
