import { describe, expect, it, onTestFinished } from 'vitest';
import { putAnalysis } from '../../src/storage/track-analyses.ts';
import { browserMissing, launchBrowser } from '../support/browser.ts';
import { aHeardSong } from '../support/heard-song.ts';
import { RoomMember } from '../support/room-member.ts';
import { temporarySqlite } from '../support/storage.ts';
import { House } from './house.ts';

async function hearing(title: string): Promise<House> {
  const database = await temporarySqlite();
  const house = await House.open({ database });
  onTestFinished(async () => {
    await house.close();
    await database.remove();
  });
  const path = house.library.tracks().find((track) => track.title === title)?.file.path ?? '';
  await putAnalysis(database.storage, { path, size: 1, mtimeMs: 1, contentHash: 'content', version: 1, tries: 1, triedAt: 1, fault: null }, { analysis: aHeardSong(), embedding: null, networkVersion: null });
  return house;
}

it('tells what a track sounds like, and never where its file lies', async () => {
  const house = await hearing('Northern Line 7');
  const ada = await RoomMember.enter(house.url, 'Ada');
  const reply = await ada.command('/analysis track northern line 7');
  expect(reply).toMatchObject({ private: false, view: { kind: 'analysis', track: { title: 'Northern Line 7' }, facts: [{ name: 'Tempo' }, { name: 'Key' }, { name: 'Loudness' }, { name: 'Character' }, { name: 'Form' }] } });
  expect(JSON.stringify(reply)).not.toContain('/music/');
  ada.leave();
});

describe.skipIf(browserMissing)(`in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  it('is a drawing as wide as there is room, with its words for whoever does not see it', async () => {
    const house = await hearing('Northern Line 7');
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${house.url}/r/lounge`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('combobox').fill('/analysis track northern line 7');
    await page.getByRole('button', { name: 'Send' }).click();
    const drawing = page.getByRole('img', { name: /^How “Northern Line 7” goes over 3:00, section by section: 120 bpm, sure; / });
    await drawing.waitFor();
    const { width = 0, height = 0 } = (await drawing.boundingBox()) ?? {};
    expect(width).toBeGreaterThan(250);
    expect(width).toBeLessThanOrEqual(390);
    expect(width / height).toBeCloseTo(2.4, 1);
    expect(await drawing.locator('text').allTextContents()).toEqual(expect.arrayContaining(['120 bpm', 'Am · 8A', 'A', 'B', '3:00']));
    expect(await page.getByRole('definition').allTextContents()).toContain('A minor · Camelot 8A');
    expect(complaints).toEqual([]);
  }, 60_000);
});
