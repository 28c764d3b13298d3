import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, launchBrowser } from '../support/browser.ts';
import { bandOf, writeChirps, type ChirpLibrary } from '../support/chirps.ts';
import { SegueProcess } from '../support/segue-process.ts';

const PICTURES = fileURLToPath(new URL('../.output/', import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

describe.skipIf(browserMissing)(`the product in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  let folder: string;
  let library: ChirpLibrary;
  let segue: SegueProcess;
  let browser: Browser;
  let ada: Page;
  let ben: Page;
  const complaints: string[] = [];

  /** Each member with a browser of their own, so that each has sound. */
  async function enter(name: string, size: { width: number; height: number }): Promise<Page> {
    const context = await browser.newContext({ viewport: size });
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    context.on('weberror', (error) => complaints.push(error.error().message));
    const page = await context.newPage();
    await page.goto(segue.url);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('combobox').waitFor();
    return page;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-room-'));
    await mkdir(PICTURES, { recursive: true });
    library = await writeChirps(join(folder, 'music'), 60, [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]);
    segue = await SegueProcess.start({ SEGUE_MUSIC: library.folder, SEGUE_DATA: join(folder, 'data') });
    browser = await launchBrowser();
    ada = await enter('Ada', SIZES.desktop);
    ben = await enter('Ben', SIZES.phone);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await segue?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('plays the track it names: the sound advances and has the spectrum of the file', async () => {
    await ada.getByRole('button', { name: 'Start the music' }).click();
    await ada.getByText('Now playing', { exact: true }).waitFor();
    await ada.waitForFunction(() => (globalThis.document.querySelector('audio')?.currentTime ?? 0) > 2);
    const loudest = await ada.evaluate(loudestHz);
    const title = await ada.locator('#now-title').innerText();
    expect(library.titles[bandOf(loudest)]).toBe(title);
  });

  it('has each browser be a member: a reaction of one is not the other’s', async () => {
    await ada.getByRole('button', { name: 'Count me in' }).click();
    const like = ada.getByRole('button', { name: 'Like', exact: true });
    await like.click();
    await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true');
    expect(await ben.getByRole('button', { name: 'Like', exact: true }).getAttribute('aria-pressed')).toBe('false');
    await ben.waitForFunction(() => (globalThis.document.querySelector('audio')?.currentTime ?? 0) > 1);
  });

  it('takes a request typed by one member and shows it to both', async () => {
    const wanted = library.titles.at(-1) ?? '';
    await ben.getByRole('combobox').fill(`/next ${wanted}`);
    await ben.getByRole('button', { name: 'Send' }).click();
    for (const page of [ada, ben]) await page.getByRole('region', { name: 'Up next' }).getByText(wanted).first().waitFor();
    await ada.getByText('Asked for by Ben').first().waitFor();
  });

  it('fits a phone and a desktop, without a complaint from the browser', async () => {
    await ada.screenshot({ path: join(PICTURES, 'room-desktop.png') });
    await ben.screenshot({ path: join(PICTURES, 'room-phone.png'), fullPage: true });
    for (const page of [ada, ben]) {
      expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth)).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  });
});

/** The frequency that the page's sound is loudest at, once it is to be heard. */
async function loudestHz(): Promise<number> {
  const sound = new AudioContext();
  const analyser = new AnalyserNode(sound, { fftSize: 16_384, smoothingTimeConstant: 0 });
  sound.createMediaElementSource(globalThis.document.querySelector('audio')!).connect(analyser).connect(sound.destination);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  for (;;) {
    await new Promise((done) => setTimeout(done, 100));
    analyser.getFloatFrequencyData(spectrum);
    const peak = Math.max(...spectrum);
    if (peak > -40) return (spectrum.indexOf(peak) * sound.sampleRate) / analyser.fftSize;
  }
}
