import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { NotNow, Unreadable } from '../fetch/fault.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { addressOf, askService } from './ask-service.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import type { ArtistSource, LibraryArtist } from './source.ts';

/** Error codes of the interface (last.fm/api/errorcodes): no such artist; try again later; the key is of no use. */
const NOBODY = 6;
const LATER = new Set([8, 11, 16, 29]);
const KEY_REFUSED = new Set([4, 10, 26]);
const KEY_PAUSE_MS = 6 * 3_600_000;
/** What the site puts below a text that listeners wrote. */
const BELOW_TEXT = /<a [^<>]*>\s*Read more[^]*$/i;
/** Nobody reads on. */
const MOST_CHARACTERS = 200_000;

const fault = z.object({ error: z.number(), message: z.string().default('') });
/** One of several comes without its list. */
const several = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform((one) => [one])]).default([]);
const topTags = z.object({ toptags: z.object({ tag: several(z.object({ name: z.string(), count: z.coerce.number() })) }) });
const similarArtists = z.object({ similarartists: z.object({ artist: several(z.object({ name: z.string(), match: z.coerce.number() })) }) });
const info = z.object({ artist: z.object({ name: z.string(), url: z.string(), bio: z.object({ content: z.string().default('') }).optional() }) });

/** Tags, similar artists and what listeners wrote about an artist, from Last.fm, by the operator's own key. */
export function lastfm(fetcher: Fetcher, { lastfm: base }: ServiceAddresses, key: string, clock: Clock): ArtistSource {
  async function ask<T>(method: string, { name }: LibraryArtist, schema: z.ZodType<T>): Promise<T | null> {
    const url = addressOf(base, '', { method, artist: name, autocorrect: '0', api_key: key, format: 'json' });
    const answer = await askService(fetcher, url, z.union([fault, schema]));
    const failed = fault.safeParse(answer).data;
    if (failed === undefined) return answer as T | null;
    if (failed.error === NOBODY) return null;
    if (LATER.has(failed.error)) return fetcher.leaveAlone(url, `Last.fm wants to be asked later (${failed.error})`);
    if (KEY_REFUSED.has(failed.error)) throw new NotNow('Last.fm does not accept LASTFM_API_KEY: correct it in .env and start again', clock.now() + KEY_PAUSE_MS, url.host, false);
    throw new Unreadable(`Last.fm refuses the question (${failed.error})`);
  }
  return {
    name: 'lastfm',
    atOnce: 1,
    hosts: [new URL(base).host],
    async read(artist) {
      const found = await ask('artist.getInfo', artist, info);
      if (found === null) return null;
      const tags = await ask('artist.getTopTags', artist, topTags);
      const similar = await ask('artist.getSimilar', artist, similarArtists);
      const text = (found.artist.bio?.content ?? '').slice(0, MOST_CHARACTERS).replace(BELOW_TEXT, '').replace(/<[^<>]+>/g, ' ').trim();
      return {
        url: found.artist.url,
        title: found.artist.name,
        credit: 'Last.fm; texts by its listeners under CC BY-SA',
        language: text === '' ? null : 'en',
        tags: (tags?.toptags.tag ?? []).map(({ name, count }) => ({ tag: name, weight: count })),
        similar: (similar?.similarartists.artist ?? []).map(({ name, match }) => ({ name, score: match })),
        aliases: [],
        text: text === '' ? null : text,
      };
    },
  };
}
