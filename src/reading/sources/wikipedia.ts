import { z } from 'zod';
import { nameKey } from '../../../models/language/names.ts';
import { Unreadable } from '../fetch/fault.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { addressOf, askService } from './ask-service.ts';
import type { Identities } from './identities.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import type { ArtistSource, LibraryArtist, SourceDocument } from './source.ts';

/** Articles of the same name that are looked into. */
const MOST_CANDIDATES = 3;
/** A title that is part of many texts proves nothing. */
const TELLING_CHARACTERS = 6;
/** With the servers far behind, whoever does not wait at a screen comes later (API:Etiquette). */
const COMMON = { format: 'json', formatversion: '2', maxlag: '5' } as const;

const fault = z.object({ error: z.object({ code: z.string() }) });
const sitelinks = z.object({ entities: z.record(z.string(), z.object({ sitelinks: z.record(z.string(), z.object({ title: z.string() })).optional() })) });
const searched = z.object({ query: z.object({ search: z.array(z.object({ title: z.string() })) }) });
const pages = z.object({
  query: z.object({
    pages: z.array(
      z.object({
        title: z.string(),
        missing: z.boolean().optional(),
        extract: z.string().optional(),
        canonicalurl: z.string().optional(),
        pageprops: z.object({ disambiguation: z.string().optional() }).optional(),
      }),
    ),
  }),
});

type Article = { readonly title: string; readonly text: string; readonly url: string };

export interface WikipediaOptions {
  /** Which Wikipedia: its language code. */
  readonly language: string;
  /** null when MusicBrainz may not be asked. */
  readonly identities: Identities | null;
}

/**
 * The artist's article in Wikipedia, by the link of their Wikidata item; where nobody linked one, the article of that
 * name which speaks of the music that the library has.
 */
export function wikipedia(fetcher: Fetcher, { wikidata, wikipedia: template }: ServiceAddresses, { language, identities }: WikipediaOptions): ArtistSource {
  const base = template.replace('{language}', language);

  async function ask<T>(address: string, parameters: Readonly<Record<string, string>>, schema: z.ZodType<T>): Promise<T | null> {
    const url = addressOf(address, '', { ...COMMON, ...parameters });
    const answer = await askService(fetcher, url, z.union([fault, schema]));
    const code = fault.safeParse(answer).data?.error.code;
    if (code === 'maxlag' || code === 'ratelimited' || code === 'readonly') return fetcher.leaveAlone(url, `${url.host} has too much to do (${code})`);
    if (code !== undefined) throw new Unreadable(`${url.host} refuses the question (${code})`);
    return answer as T | null;
  }

  async function linkedTitle(item: string): Promise<string | null> {
    const site = `${language.replaceAll('-', '_')}wiki`;
    const found = await ask(wikidata, { action: 'wbgetentities', ids: item, props: 'sitelinks', sitefilter: site }, sitelinks);
    return Object.values(found?.entities ?? {})[0]?.sitelinks?.[site]?.title ?? null;
  }

  async function article(title: string): Promise<Article | null> {
    const found = await ask(base, { action: 'query', prop: 'extracts|info|pageprops', inprop: 'url', ppprop: 'disambiguation', explaintext: '1', redirects: '1', titles: title }, pages);
    const page = found?.query.pages[0];
    if (!page?.extract || page.missing === true || page.pageprops?.disambiguation !== undefined) return null;
    return { title: page.title, text: page.extract, url: page.canonicalurl ?? addressOf(base, '', { titles: page.title }).href };
  }

  async function articleByName(artist: LibraryArtist): Promise<Article | null> {
    const found = await ask(base, { action: 'query', list: 'search', srsearch: artist.name, srlimit: '10', srprop: '' }, searched);
    const titles = (found?.query.search ?? []).map(({ title }) => title).filter((title) => nameKey(title.replace(/ \([^()]*\)$/, '')) === artist.key);
    for (const title of titles.slice(0, MOST_CANDIDATES)) {
      const candidate = await article(title);
      if (candidate && speaksOf(candidate.text, artist)) return candidate;
    }
    return null;
  }

  return {
    name: 'wikipedia',
    atOnce: 3,
    hosts: [new URL(base).host, ...(identities === null ? [] : [new URL(wikidata).host])],
    async read(artist): Promise<SourceDocument | null> {
      const item = (await identities?.of(artist))?.wikidata ?? null;
      const linked = item === null ? null : await linkedTitle(item);
      const found = item === null ? await articleByName(artist) : linked === null ? null : await article(linked);
      return (
        found && {
          url: found.url,
          title: found.title,
          credit: `Wikipedia, “${found.title}”, CC BY-SA 4.0`,
          language,
          tags: [],
          similar: [],
          aliases: [],
          text: found.text,
        }
      );
    },
  };
}

/** Whether a text names an album or a track that the library has of the artist. */
function speaksOf(text: string, { titles, albums, key }: LibraryArtist): boolean {
  const words = ` ${nameKey(text)} `;
  return [...albums, ...titles].map(nameKey).some((title) => title !== key && title.length >= TELLING_CHARACTERS && words.includes(` ${title} `));
}
