import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium on this machine, or null. */
export const chromiumPath: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file)) ?? null;

/** Why tests in a browser are skipped, for their titles; null when they run. */
export const browserMissing: string | null = chromiumPath === null ? 'chromium is not on the PATH' : null;

/** A headless browser that may play sound without being touched first. */
export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('chromium is not on the PATH');
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-gpu', '--mute-audio'],
  });
}
