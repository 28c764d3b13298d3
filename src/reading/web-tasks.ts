import { replaceReadings } from '../storage/artist-readings.ts';
import type { ReadingTaskRow } from '../storage/schema.ts';
import type { Desk } from './artist-task.ts';
import { othersThan } from './digest.ts';
import { Unreadable } from './fetch/fault.ts';
import type { Fetched, Fetcher } from './fetch/fetcher.ts';
import { NEVER_MS, type TaskSource } from './source-runner.ts';
import { feedEntries } from './sources/feed-entries.ts';
import { pageText, type PageText } from './sources/page-text.ts';
import type { TaskQueue } from './task-queue.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FEED_MS = 6 * HOUR_MS;
const PAGE_MS = 28 * DAY_MS;
const FEED_TYPES = 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';
const PAGE_TYPES = 'text/html, application/xhtml+xml, */*;q=0.1';

/** The task source of articles that feeds tell of; their readings bear the name of the feeds. */
export const ARTICLES = 'articles';

export interface WebDesk extends Desk {
  readonly fetcher: Fetcher;
  readonly queue: TaskQueue;
  /** Texts that say they are in another language are left out: their words compare with nothing. */
  readonly language: string;
  /** There are new articles to read. */
  onArticles(): void;
}

/** Looks into the operator's feeds, and has their articles read. */
export function feedTask(desk: WebDesk): TaskSource {
  const { fetcher, queue, clock } = desk;
  return {
    name: 'feeds',
    atOnce: 2,
    hosts: [],
    once: false,
    async read(task) {
      const fetched = await fetcher.get(new URL(task.subject), { manners: 'page', accept: FEED_TYPES, conditional: wasRead(task) });
      const feed = found(fetched, task.subject);
      if (feed === null) return FEED_MS;
      const entries = feedEntries(feed.text, feed.url);
      // Which feed told of an article goes with it: what is taken out of the configuration takes its articles along.
      const added = await queue.add(ARTICLES, entries.map(({ url }) => ({ subject: url, name: task.subject, weight: 1 })), clock.now());
      for (const { url, title, text } of entries) {
        // A feed speaks for its own host alone.
        if (!added.has(url) || text === null || new URL(url).host !== feed.url.host) continue;
        await keepArticle(desk, 'feeds', url, { title, text, language: null });
        await queue.settle({ source: ARTICLES, subject: url }, { dueAt: clock.now() + NEVER_MS, fault: null, tries: 0 }, clock.now());
      }
      await feed.remember();
      if (added.size > 0) desk.onArticles();
      return FEED_MS;
    },
  };
}

/** Reads articles that feeds told of. */
export function articleTask(desk: WebDesk): TaskSource {
  return { name: ARTICLES, atOnce: 2, hosts: [], once: true, read: async (task) => readPage(desk, 'feeds', task).then(() => NEVER_MS) };
}

/** Reads the operator's pages of music writing. */
export function pageTask(desk: WebDesk): TaskSource {
  return { name: 'pages', atOnce: 2, hosts: [], once: false, read: async (task) => readPage(desk, 'pages', task).then(() => PAGE_MS) };
}

async function readPage(desk: WebDesk, source: string, task: ReadingTaskRow): Promise<void> {
  const address = task.subject;
  const fetched = await desk.fetcher.get(new URL(address), { manners: 'page', accept: PAGE_TYPES, conditional: wasRead(task) });
  const page = found(fetched, address);
  if (page === null) return;
  const article = pageText(page.text);
  if (article === null) throw new Unreadable(`${page.url.host} has a page without a text`);
  await keepArticle(desk, source, address, article);
  await page.remember();
}

/** What was forgotten since is read anew, though it may not have changed. */
function wasRead({ done_at }: ReadingTaskRow): boolean {
  return done_at !== null;
}

async function keepArticle(desk: WebDesk, source: string, url: string, article: PageText): Promise<void> {
  const digest = desk.digest();
  const read = article.language === null || article.language === desk.language ? digest.of(article.text) : { terms: {}, mentions: {} };
  const readings = digest.subjects(article.title, read).map((artistKey) => ({
    artistKey,
    artistName: desk.artist(artistKey)?.name ?? artistKey,
    source,
    url,
    title: article.title,
    credit: new URL(url).hostname,
    language: article.language,
    readAt: desk.clock.now(),
    tags: [],
    similar: [],
    aliases: [],
    terms: read.terms,
    mentions: othersThan(artistKey, read.mentions),
  }));
  await replaceReadings(desk.storage, { source, url }, readings);
  if (readings.length > 0) desk.onRead(readings.map(({ artistKey }) => artistKey));
}

/** What was found at an address; null when nothing has changed there. */
function found(fetched: Fetched, address: string): Extract<Fetched, { readonly kind: 'found' }> | null {
  switch (fetched.kind) {
    case 'found':
      return fetched;
    case 'unchanged':
      return null;
    case 'missing':
      throw new Unreadable(`${new URL(address).host} has nothing at this address any more`);
    case 'refused':
      throw new Unreadable(`${new URL(address).host} does not let Segue read this (${fetched.status})`);
  }
}
