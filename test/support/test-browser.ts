import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser } from './browser.ts';

/** A context for the test that runs, and what its pages complained of on their consoles. */
export interface TestBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
  /** A new page at an address. */
  open(url: string): Promise<Page>;
}

/** A browser for all tests of a block, which each get a context of their own. */
export function browserForTests(viewport: { readonly width: number; readonly height: number }): TestBrowser {
  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext({ viewport });
    complaints = [];
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
  });
  afterEach(() => context.close());
  return {
    get browser() {
      return browser;
    },
    get context() {
      return context;
    },
    get complaints() {
      return complaints;
    },
    async open(url) {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
  };
}
