import type { Clock } from '../../clock.ts';
import type { ReadingConfig } from '../../config.ts';
import { Fetcher, type FetcherOptions } from '../../reading/fetch/fetcher.ts';
import { PUBLIC_SERVICES, type ServiceAddresses } from '../../reading/sources/service-addresses.ts';
import type { Storage } from '../../storage/storage.ts';
import { UserError } from '../../user-error.ts';
import { type SongPage, SongTally } from '../formats/song-tally.ts';
import type { HistorySource } from '../imports.ts';
import type { ReadFileOptions } from '../read-file.ts';
import { Asker } from './asker.ts';
import { lastfmPages } from './lastfm-history.ts';
import { listenbrainzPages } from './listenbrainz-history.ts';

/** Plays asked of a service, the newest first: tastes fade, and services are not asked for hours. */
const MOST_PLAYS = 40_000;

export interface AskedHistory {
  /** @throws UserError when the service cannot be asked, or says no */
  readonly pages: AsyncIterable<SongPage>;
  /** Once they are read: whether the service has more. */
  newestOnly(): boolean;
}

/** Asks services for histories. */
export interface HistoryServices {
  ask(source: Exclude<HistorySource, { kind: 'file' }>, options: ReadFileOptions): AskedHistory;
  close(): void;
}

export interface HistoryServicesOptions {
  readonly config: ReadingConfig | null;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: () => number;
  readonly version: string;
  readonly mostPlays?: number;
  /** Servers on this machine instead of the public ones, for tests. */
  readonly own?: { readonly services: ServiceAddresses } & Pick<FetcherOptions, 'allowLoopback' | 'paceOf'>;
}

/** As politely as artists are read about, and within the same budget of a day; nobody is asked before the operator gave a contact address. */
export function openHistoryServices({ config, storage, clock, random, version, mostPlays = MOST_PLAYS, own }: HistoryServicesOptions): HistoryServices {
  if (config === null) {
    return {
      ask() {
        throw new UserError('no-contact', 'Segue asks nothing of the web until whoever runs it has put SEGUE_CONTACT into .env (docs/reading.md): until then give a file, /import file.');
      },
      close: () => {},
    };
  }
  const { services = PUBLIC_SERVICES, ...loopback } = own ?? {};
  const fetcher = new Fetcher({ storage, clock, random, contact: config.contact, version, requestsPerDay: config.requestsPerDay, ...loopback });
  return {
    ask(source, options) {
      const asker = new Asker(fetcher, clock, options.signal);
      const plays = source.kind === 'listenbrainz' ? listenbrainzPages(asker, services, source) : lastfmPages(asker, services, { user: source.user, key: source.key ?? config.lastfmKey });
      let more = false;
      async function* pages(): AsyncGenerator<SongPage> {
        const tally = new SongTally(options.now);
        let told = 0;
        for await (const page of plays) {
          for (const play of page) tally.add(play);
          told += page.length;
          options.onProgress(tally.plays);
          if (told >= mostPlays) {
            more = true;
            break;
          }
        }
        if (tally.plays === 0) throw new UserError('bad-history', `${source.kind === 'lastfm' ? 'Last.fm' : 'ListenBrainz'} tells of no play: nothing is taken in.`);
        yield* tally.pages();
      }
      return { pages: pages(), newestOnly: () => more };
    },
    close: () => fetcher.close(),
  };
}
