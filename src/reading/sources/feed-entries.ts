import { parseFeed } from 'feedsmith';
import { Unreadable } from '../fetch/fault.ts';
import { fragmentText } from './page-text.ts';

/** The newest of a feed; older ones were read when they were new, or are many. */
const MOST_ENTRIES = 100;
/** What is longer is the article itself, not what it is announced with. */
const ARTICLE_CHARACTERS = 1_500;

export interface FeedEntry {
  readonly url: string;
  readonly title: string;
  /** The whole article, where the feed holds it. */
  readonly text: string | null;
}

interface RawEntry {
  readonly link: string | undefined;
  readonly title: string | undefined;
  readonly content: string | undefined;
}

/**
 * The articles that a feed (RSS, RDF, Atom or JSON) tells of, with addresses of the web, each once.
 * @throws Unreadable when it is no feed
 */
export function feedEntries(text: string, address: URL): readonly FeedEntry[] {
  const entries = new Map<string, FeedEntry>();
  for (const { link, title, content } of rawEntries(text, address).slice(0, MOST_ENTRIES)) {
    const url = link === undefined ? null : URL.parse(link, address);
    if (!url || !/^https?:$/.test(url.protocol)) continue;
    url.hash = '';
    if (entries.has(url.href)) continue;
    const whole = content === undefined ? '' : fragmentText(content);
    entries.set(url.href, { url: url.href, title: fragmentText(title ?? ''), text: whole.length >= ARTICLE_CHARACTERS ? whole : null });
  }
  return [...entries.values()];
}

function rawEntries(text: string, { host }: URL): readonly RawEntry[] {
  const parsed = parsedFeed(text, host);
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map(({ link, guid, title, content, description }) => ({
        link: link ?? (guid?.isPermaLink === false ? undefined : guid?.value),
        title,
        content: content?.encoded ?? description,
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map(({ link, title, content, description }) => ({ link, title, content: content?.encoded ?? description }));
    case 'atom':
      return (parsed.feed.entries ?? []).map(({ links, title, content, summary }) => ({
        link: (links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links?.[0])?.href,
        title: title?.value,
        content: content?.value ?? summary?.value,
      }));
    case 'json':
      return (parsed.feed.items ?? []).map(({ url, id, title, content_html, content_text, summary }) => ({
        link: url ?? id,
        title,
        content: content_html ?? content_text ?? summary,
      }));
  }
}

function parsedFeed(text: string, host: string): ReturnType<typeof parseFeed> {
  try {
    return parseFeed(text);
  } catch {
    throw new Unreadable(`${host} gives no feed that can be read`);
  }
}
