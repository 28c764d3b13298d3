import type { Clock } from '../../clock.ts';
import type { ReadingConfig } from '../../config.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { Identities } from './identities.ts';
import { lastfm } from './lastfm.ts';
import { listenbrainz } from './listenbrainz.ts';
import { musicbrainz } from './musicbrainz.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import type { ArtistSource } from './source.ts';
import { wikipedia } from './wikipedia.ts';

export interface ArtistSourcesOptions {
  readonly config: ReadingConfig;
  readonly services: ServiceAddresses;
  readonly fetcher: Fetcher;
  readonly storage: Storage;
  readonly clock: Clock;
}

/** The services that are asked about artists, as the operator chose them. ListenBrainz knows artists by MusicBrainz's ids alone. */
export function artistSources({ config, services, fetcher, storage, clock }: ArtistSourcesOptions): {
  readonly sources: readonly ArtistSource[];
  readonly identities: Identities;
} {
  const chosen = new Set(config.sources);
  const identities = new Identities(fetcher, services.musicbrainz, storage.keyValue('reading-identities'), clock);
  const sources: ArtistSource[] = [];
  if (chosen.has('musicbrainz')) sources.push(musicbrainz(identities));
  if (chosen.has('wikipedia')) sources.push(wikipedia(fetcher, services, { language: config.language, identities: chosen.has('musicbrainz') ? identities : null }));
  if (chosen.has('listenbrainz') && chosen.has('musicbrainz')) sources.push(listenbrainz(fetcher, services, identities));
  if (chosen.has('lastfm') && config.lastfmKey !== null) sources.push(lastfm(fetcher, services, config.lastfmKey, clock));
  return { sources, identities };
}
