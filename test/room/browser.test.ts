import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser.ts';
import { browserForTests } from '../support/test-browser.ts';
import { House } from './house.ts';
import { TONE_HZ } from './tone-voice.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
/** What a busy machine may take to lay out and draw a page. */
const PATIENCE_MS = 10_000;
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE_MS });

describe.skipIf(browserMissing)(`the room in a browser${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  let house: House;

  beforeEach(async () => {
    house = await House.open();
  });
  afterEach(() => house.close());
  const tested = browserForTests(DESKTOP);

  async function join(name: string, place = 'lounge', within = tested.context): Promise<Page> {
    const page = await within.newPage();
    await page.goto(`${house.url}/r/${place}`);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join and listen' }).click();
    await page.getByRole('combobox').waitFor();
    return page;
  }

  /** Types a line and runs it. */
  async function say(page: Page, line: string): Promise<void> {
    await page.getByRole('combobox').fill(line);
    await page.getByRole('button', { name: 'Send' }).click();
  }

  async function start(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Start the music' }).click();
    await page.getByText('Now playing', { exact: true }).waitFor();
  }

  it('plays: the sound advances, and it is the tone that is sent', async () => {
    const page = await join('Ada');
    await start(page);
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 1);
    const loudest = await page.evaluate(async () => {
      const sound = new AudioContext();
      const analyser = new AnalyserNode(sound, { fftSize: 8192, smoothingTimeConstant: 0 });
      sound.createMediaElementSource(document.querySelector('audio')!).connect(analyser).connect(sound.destination);
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      const hz = () => (spectrum.indexOf(Math.max(...spectrum)) * sound.sampleRate) / analyser.fftSize;
      for (;;) {
        await new Promise((done) => setTimeout(done, 50));
        analyser.getFloatFrequencyData(spectrum);
        if (Math.max(...spectrum) > -40) return hz();
      }
    });
    expect(Math.abs(loudest - TONE_HZ)).toBeLessThan(12);
    expect(tested.complaints).toEqual([]);
  });

  it('is driven by the keyboard: a command and a track are completed and run', async () => {
    const page = await join('Ada');
    await page.keyboard.press('Tab');
    await page.locator('body').press('/');
    const box = page.getByRole('combobox');
    await eventually(() => box.inputValue()).toBe('/');
    await page.keyboard.type('pla');
    await page.getByRole('option', { name: '/play' }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role=option][aria-selected=true]').innerText()).toContain('/play');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('/play ');
    await page.keyboard.type('nothern line 9');
    await page.getByRole('option').filter({ hasText: 'Northern Line 9' }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await box.getAttribute('aria-activedescendant')).toBe(await page.locator('[role=option][aria-selected=true]').getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Northern Line 9' }).waitFor();
    expect(await page.title()).toContain('Northern Line 9');
    await page.keyboard.type('/qu');
    await page.getByRole('option').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await box.inputValue()).toBe('/qu');
    expect(tested.complaints).toEqual([]);
  });

  it('asks back with buttons, and shows what was asked for until it is over', async () => {
    house.requests
      .tell('low', { question: { text: 'Do you mean the band Low, or calmer music?', options: [{ label: 'The band', words: 'by Low' }, { label: 'Calmer', words: 'calmer' }] } })
      .tell('calmer', { energy: -0.5, relativeTo: 'current' });
    const page = await join('Ada');
    await start(page);
    await say(page, '/vibe low');
    const question = page.getByRole('group', { name: 'Do you mean the band Low' });
    await question.getByRole('button', { name: 'Calmer' }).press('Enter');
    await page.locator('.vibe').filter({ hasText: 'calmer' }).waitFor();
    expect(await question.getByRole('button', { name: 'The band' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'By taste alone again' }).click();
    await page.locator('.vibe').waitFor({ state: 'detached' });
    expect(tested.complaints).toEqual([]);
  });

  it('shows the tags of the library, and a press plays one: with a pointer or the keyboard', async () => {
    const page = await join('Ada');
    const cloud = page.getByRole('region', { name: 'Tags' }).getByRole('list', { name: 'press one to hear it' });
    await eventually(() => cloud.getByRole('button').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('bossa nova')]));
    await cloud.getByRole('button', { name: /^ambient, \d+ tracks$/ }).click();
    await page.getByText('Now playing', { exact: true }).waitFor();
    await page.locator('.vibe').filter({ hasText: 'ambient' }).waitFor();
    await eventually(() => page.locator('.now .details').first().innerText()).toContain('ambient');
    await cloud.getByRole('button', { name: /^bossa nova, / }).press('Enter');
    await page.locator('.vibe').filter({ hasText: 'bossa nova' }).waitFor();
    await eventually(() => house.services.sessions.get('room:lounge')?.view().queue.map(({ track }) => track.genres[0])).toEqual(['bossa nova', 'bossa nova']);
    expect(tested.complaints).toEqual([]);
  });

  it('takes a reaction and takes it back, once counted in', async () => {
    const page = await join('Ada');
    await start(page);
    const like = page.getByRole('button', { name: 'Like', exact: true });
    await like.click();
    await page.getByRole('alert').filter({ hasText: 'nothing about you' }).waitFor();
    expect(await like.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('region', { name: 'Shall Segue learn what you like?' }).getByRole('button', { name: 'Count me in' }).click();
    await like.click();
    await eventually(() => like.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Love' }).click();
    await eventually(() => like.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: 'Love' }).click();
    await eventually(() => page.locator('.reaction[aria-pressed=true]').count()).toBe(0);
  });

  it('has two tabs be two members, of which one makes the sound', async () => {
    const ada = await join('Ada');
    await start(ada);
    const ben = await join('Ben');
    const people = async (page: Page) => (await page.getByRole('list', { name: 'Here now' }).getByRole('listitem').allInnerTexts()).map((text) => text.replace(/^\S+\s*/, '').trim());
    await eventually(() => people(ada)).toEqual(['Ada (you)', 'Ben']);
    await eventually(() => people(ben)).toEqual(['Ben (you)', 'Ada']);
    await ben.getByText('The sound is in another tab').waitFor();
    await ada.getByRole('button', { name: 'Mute' }).click();
    await ben.getByText('The sound is in another tab').waitFor({ state: 'detached' });
    await ben.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.5);
    await eventually(() => people(ben)).toEqual(['Ben (you)', 'Ada, not listening']);
    await say(ben, '/queue');
    await ada.getByRole('log').getByText('/queue').waitFor();
    await ben.reload();
    await eventually(() => people(ben)).toContain('Ben (you)');
    expect(tested.complaints).toEqual([]);
  });

  it('tells who wants a track skipped among several how many more it takes', async () => {
    // Each in a browser of their own, and from elsewhere than the operator's machine.
    const guests = await Promise.all(['Ada', 'Ben', 'Cyd'].map(() => tested.browser.newContext({ viewport: DESKTOP, extraHTTPHeaders: { 'x-forwarded-for': '192.0.2.1' } })));
    try {
      const pages = await Promise.all(['Ada', 'Ben', 'Cyd'].map((name, i) => join(name, 'lounge', guests[i])));
      await start(pages[0]);
      const title = await pages[0].locator('.now h2').innerText();
      // Who hears nothing yet has no vote.
      for (const page of pages) await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2);
      await eventually(() => pages[0].getByRole('list', { name: 'Here now' }).getByText('not listening').count()).toBe(0);
      await pages[0].getByRole('button', { name: 'Skip this track' }).click();
      await pages[0].getByRole('status').getByText('as soon as one more of those who listen wants it').waitFor();
      expect(await pages[0].locator('.now h2').innerText()).toBe(title);
      await pages[1].getByRole('button', { name: 'Skip this track' }).click();
      await eventually(() => pages[0].locator('.now h2').innerText()).not.toBe(title);
    } finally {
      await Promise.all(guests.map((guest) => guest.close()));
    }
  });

  it('says when a track was passed over because it is broken', async () => {
    const page = await join('Ada');
    await start(page);
    house.broken.add('/music/9.wav');
    await say(page, '/play northern line 9');
    await page.getByRole('button', { name: 'Skip this track' }).click();
    await page.getByRole('log').getByText('Northern Line 9').filter({ hasText: 'damaged' }).waitFor();
  });

  it('moves and removes what waits', async () => {
    const page = await join('Ada');
    await start(page);
    const queue = page.getByRole('region', { name: 'Up next' }).locator('.track-title');
    await say(page, '/play northern line 20');
    await say(page, '/play northern line 21');
    await eventually(async () => (await queue.allInnerTexts()).slice(0, 2)).toEqual(['Northern Line 20', 'Northern Line 21']);
    await page.getByRole('button', { name: 'Move Northern Line 21 up' }).focus();
    await page.keyboard.press('Enter');
    await eventually(async () => (await queue.allInnerTexts()).slice(0, 2)).toEqual(['Northern Line 21', 'Northern Line 20']);
    await page.locator('.track', { hasText: 'Northern Line 20' }).dragTo(page.locator('.track', { hasText: 'Northern Line 21' }));
    await eventually(async () => (await queue.allInnerTexts()).slice(0, 2)).toEqual(['Northern Line 20', 'Northern Line 21']);
    await page.getByRole('button', { name: 'Remove Northern Line 20' }).focus();
    await page.keyboard.press('Enter');
    await eventually(async () => (await queue.allInnerTexts())[0]).toBe('Northern Line 21');
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Remove Northern Line 21');
  });

  it('lets people see, take and delete what is kept about them', async () => {
    const page = await join('Ada');
    await start(page);
    await say(page, '/privacy join');
    await page.getByText('Only you see this').waitFor();
    await page.getByRole('button', { name: 'Privacy' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your privacy' });
    await dialog.getByText('You are counted in').waitFor();
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download everything about me' }).click();
    expect((await downloading).suggestedFilename()).toBe('segue-export.json');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.getByRole('button', { name: 'Resume' }).waitFor();
    await dialog.getByRole('button', { name: 'Delete everything about me' }).click();
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await dialog.getByText('Segue keeps nothing about you').waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);
    expect(tested.complaints).toEqual([]);
  });

  it('says when the connection is lost, and comes back by itself', async () => {
    const page = await join('Ada');
    await tested.context.setOffline(true);
    await house.close();
    await page.getByText('The connection is lost').waitFor();
    const { port } = new URL(house.url);
    house = await House.open({ port: Number(port) });
    await tested.context.setOffline(false);
    await page.getByText('The connection is lost').waitFor({ state: 'detached' });
    expect(house.services.sessions.present('room:lounge').map(({ name }) => name)).toEqual(['Ada']);
  });

  it('asks for the password of a locked room', async () => {
    await house.close();
    house = await House.open({ password: 'correct horse' });
    const page = await tested.context.newPage();
    await page.goto(house.url);
    await page.getByLabel('Password').fill('wrong horse!');
    await page.getByRole('button', { name: 'Open the room' }).click();
    await page.getByRole('alert').filter({ hasText: 'That is not the password' }).waitFor();
    await page.getByLabel('Password').fill('correct horse');
    await page.keyboard.press('Enter');
    await page.getByLabel('Your name').waitFor();
  });

  it('is legible by day and by night, whatever hue plays', async () => {
    const page = await join('Ada');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { what, contrast } = await page.evaluate(worstContrast);
      expect(contrast, `${what}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('fits a phone and a desktop, and everything in it has a name', async () => {
    const page = await join('Ada');
    await start(page);
    await say(page, '/why');
    await page.getByRole('log').getByText('Only you see this').waitFor();
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      // The page is laid out anew, and what comes and goes with it takes a moment.
      await eventually(() => page.evaluate(faults)).toEqual({ unnamed: [], small: [], twice: [], offscreen: [], overflow: 0, lists: 0, headings: 1, landmarks: [1, 1, 1], language: 'en' });
    }
    expect(tested.complaints).toEqual([]);
  });

  it('fits a phone with several people in a room of a long name', async () => {
    const pages = await Promise.all(['Ada', 'Ben', 'Cyd', 'Dee'].map((name) => join(name, 'the-very-late-friday-night-room')));
    const page = pages[0];
    await page.setViewportSize(PHONE);
    await start(page);
    await page.locator('.place').click();
    // What a picture is drawn of may be larger than the picture, which cuts it off.
    const beyond = () => page.evaluate(() => [...document.querySelectorAll('body *:not(svg *)')].filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 0.5).map(({ outerHTML }) => outerHTML.slice(0, 120)));
    await eventually(beyond).toEqual([]);
  });
});

/** What keeps people who see, hear or move otherwise from using the page. Runs in the page. */
function faults() {
  const name = (element: Element) => {
    const labelled = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
    return [element.getAttribute('aria-label'), ...labelled, label?.textContent, element.closest('label')?.textContent, (element as HTMLElement).innerText].join('').trim();
  };
  const visible = [...document.querySelectorAll('*')].filter((element) => element.checkVisibility());
  const ids = visible.map(({ id }) => id).filter((id) => id !== '');
  const controls = visible.filter((element) => element.matches('button, input, a[href], summary, dialog, [role=listbox], [role=log]'));
  return {
    unnamed: controls.filter((element) => name(element) === '').map((element) => element.outerHTML),
    small: visible
      .filter((element) => element.matches('button, summary'))
      .filter((element) => element.getBoundingClientRect().width < 24 || element.getBoundingClientRect().height < 24)
      .map((element) => element.outerHTML),
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    headings: visible.filter((element) => element.matches('h1')).length,
    landmarks: ['header', 'main', 'aside'].map((tag) => visible.filter((element) => element.localName === tag).length),
    lists: visible.filter((element) => element.matches('ul, ol') && [...element.children].some((child) => child.localName !== 'li')).length,
    language: document.documentElement.lang,
    overflow: document.documentElement.scrollWidth - innerWidth,
    offscreen: visible.filter((element) => element.matches('button, input') && element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.outerHTML),
  };
}

/** The least contrast (WCAG 2.2) of any text colour on any ground it is used on. Runs in the page. */
function worstContrast(): { readonly what: string; readonly contrast: number } {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const probe = document.body.appendChild(document.createElement('i'));
  const luminance = (name: string) => {
    probe.style.color = `var(--${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgrounds = ['ground', 'surface', 'raised', 'accent-soft'];
  const pairs = [['on-accent', 'accent'], ['love', 'accent-soft'], ...['text', 'muted', 'accent'].flatMap((text) => backgrounds.map((under) => [text, under])), ...['danger', 'love', 'good'].map((text) => [text, 'surface'])];
  const contrasts = Array.from({ length: 24 }, (_, step) => step * 15).flatMap((hue) => {
    document.documentElement.style.setProperty('--hue', String(hue));
    return pairs.map(([text, under]) => {
      const [light, dark] = [luminance(text), luminance(under)].toSorted((a, b) => b - a);
      return { what: `${text} on ${under} at ${hue}`, contrast: (light + 0.05) / (dark + 0.05) };
    });
  });
  return contrasts.toSorted((a, b) => a.contrast - b.contrast)[0];
}
