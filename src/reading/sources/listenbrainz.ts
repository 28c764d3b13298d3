import { z } from 'zod';
import { NotNow, Unreachable, Unreadable } from '../fetch/fault.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { addressOf, askService } from './ask-service.ts';
import type { Identities } from './identities.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import type { ArtistSource, SourceDocument } from './source.ts';

/** The data set of who is heard in one sitting with whom that the laboratory recommends. */
const SIMILAR_BY = 'session_based_days_7500_session_300_contribution_5_threshold_10_limit_100_filter_True_skip_30';

const metadata = z.array(
  z.object({
    artist_mbid: z.string(),
    name: z.string(),
    tag: z.object({ artist: z.array(z.object({ tag: z.string(), count: z.number() })).default([]) }).optional(),
  }),
);
const neighbours = z.array(z.object({ name: z.string(), score: z.number() }));

/** Tags of artists from ListenBrainz, and who is heard together with them. */
export function listenbrainz(fetcher: Fetcher, { listenbrainz: base, listenbrainzLabs: labs }: ServiceAddresses, identities: Identities): ArtistSource {
  const similarTo = async (mbid: string): Promise<SourceDocument['similar']> =>
    (await askService(fetcher, addressOf(labs, 'similar-artists/json', { artist_mbids: mbid, algorithm: SIMILAR_BY }), neighbours)) ?? [];
  return {
    name: 'listenbrainz',
    atOnce: 1,
    hosts: [new URL(base).host],
    async read(artist) {
      const identity = await identities.of(artist);
      if (identity === null) return null;
      const found = await askService(fetcher, addressOf(base, 'metadata/artist/', { artist_mbids: identity.mbid, inc: 'tag' }), metadata);
      const tags = found?.[0]?.tag?.artist ?? [];
      const similar = await similarTo(identity.mbid).catch((error: unknown) => {
        if (error instanceof Unreadable) return [];
        // The laboratory promises nothing: without it the tags are worth having all the same.
        if (tags.length > 0 && (error instanceof Unreachable || (error instanceof NotNow && error.host !== null))) return null;
        throw error;
      });
      if (tags.length === 0 && similar?.length === 0) return null;
      return {
        url: `https://listenbrainz.org/artist/${identity.mbid}/`,
        title: identity.name,
        credit: 'ListenBrainz (CC0)',
        language: null,
        tags: tags.map(({ tag, count }) => ({ tag, weight: count })),
        similar: similar ?? [],
        aliases: [],
        text: null,
        incomplete: similar === null,
      };
    },
  };
}
