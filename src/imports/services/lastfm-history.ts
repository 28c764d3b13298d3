import { z } from 'zod';
import { addressOf } from '../../reading/sources/ask-service.ts';
import type { ServiceAddresses } from '../../reading/sources/service-addresses.ts';
import { UserError } from '../../user-error.ts';
import { playOfRecord } from '../formats/json-plays.ts';
import type { ImportedPlay } from '../formats/play.ts';
import type { Asker } from './asker.ts';

/** The most that Last.fm gives at once. */
const PER_PAGE = 200;

/** Error codes of the interface (last.fm/api/errorcodes). */
const SAID: Readonly<Record<number, string>> = {
  6: 'Last.fm knows nobody of that name: it is the one that stands in the address of your page there.',
  4: 'Last.fm does not accept that key: copy it from last.fm/api/accounts.',
  10: 'Last.fm does not accept that key: copy it from last.fm/api/accounts.',
  26: 'Last.fm does not accept that key: copy it from last.fm/api/accounts.',
  17: 'Last.fm keeps these plays private: allow them to be seen in the privacy settings there, for as long as they are read.',
  8: 'Last.fm wants to be asked later: say it again in an hour, or give a file with /import file.',
  11: 'Last.fm wants to be asked later: say it again in an hour, or give a file with /import file.',
  16: 'Last.fm wants to be asked later: say it again in an hour, or give a file with /import file.',
  29: 'Last.fm wants to be asked later: say it again in an hour, or give a file with /import file.',
};

const fault = z.object({ error: z.number() });
const recent = z.object({
  recenttracks: z.object({
    // One of several comes without its list.
    track: z.union([z.array(z.object({}).loose()), z.object({}).loose().transform((one) => [one])]).default([]),
    '@attr': z.object({ totalPages: z.coerce.number() }),
  }),
});

/** What a user of Last.fm heard, newest first, page by page, by their own key or that of whoever runs Segue. */
export async function* lastfmPages(asker: Asker, { lastfm: base }: ServiceAddresses, { user, key }: { readonly user: string; readonly key: string | null }): AsyncGenerator<readonly ImportedPlay[]> {
  if (key === null) throw new UserError('service', 'Last.fm wants to know who asks: get a key of your own at last.fm/api/account/create and say it with /import lastfm key.');
  for (let page = 1; ; page++) {
    const { recenttracks } = await asker.ask({
      service: 'Last.fm',
      url: addressOf(base, '', { method: 'user.getRecentTracks', user, api_key: key, limit: String(PER_PAGE), page: String(page), format: 'json' }),
      schema: recent,
      refused: (_, body) => SAID[fault.safeParse(body).data?.error ?? 0] ?? null,
    });
    yield recenttracks.track.map(playOfRecord).filter((play) => play !== null && play !== 'aside');
    if (page >= recenttracks['@attr'].totalPages) return;
  }
}
