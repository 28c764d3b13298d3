import { z } from 'zod';
import type { ServiceAddresses } from '../../reading/sources/service-addresses.ts';
import { addressOf } from '../../reading/sources/ask-service.ts';
import { playOfRecord } from '../formats/json-plays.ts';
import type { ImportedPlay } from '../formats/play.ts';
import type { Asker } from './asker.ts';

/** ListenBrainz gives a thousand; fewer are parsed in a moment. */
const PER_PAGE = 500;

const listens = z.object({
  payload: z.object({ listens: z.array(z.object({ listened_at: z.number(), track_metadata: z.object({}).loose() })) }),
});

/** What a user of ListenBrainz heard, newest first, page by page (listenbrainz.readthedocs.io, “Get Listens”). A token is needed for nothing but a faster answer. */
export async function* listenbrainzPages(asker: Asker, { listenbrainz: base }: ServiceAddresses, { user, token }: { readonly user: string; readonly token: string | null }): AsyncGenerator<readonly ImportedPlay[]> {
  for (let before: number | null = null; ; ) {
    const { payload } = await asker.ask({
      service: 'ListenBrainz',
      url: addressOf(base, `user/${encodeURIComponent(user)}/listens`, { count: String(PER_PAGE), ...(before !== null && { max_ts: String(before) }) }),
      schema: listens,
      ...(token !== null && { authorization: `Token ${token}` }),
      refused(status) {
        if (status === 401 || status === 403) return 'ListenBrainz does not accept that token: copy it from listenbrainz.org/settings, or leave it out.';
        return status === 404 ? 'ListenBrainz knows nobody of that name: it is the one that stands in the address of your page there.' : null;
      },
    });
    const times = payload.listens.map(({ listened_at: at }) => at);
    yield payload.listens.map(playOfRecord).filter((play) => play !== null && play !== 'aside');
    const oldest = Math.min(...times);
    if (times.length === 0 || oldest === before) return;
    before = oldest;
  }
}
