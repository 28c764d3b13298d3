import type { ReadingConfig } from '../config.ts';
import type { LogLevel } from '../log.ts';
import type { Pace } from './fetch/host-paces.ts';
import type { ArtistCredit } from './library-artists.ts';
import type { ReadingProgress } from './reading.ts';
import type { ServiceAddresses } from './sources/service-addresses.ts';

/** What the reader's thread is started with. */
export interface ReaderStart {
  readonly config: ReadingConfig;
  readonly databaseUrl: string | null;
  readonly databaseFile: string;
  readonly logLevel: LogLevel;
  readonly services: ServiceAddresses;
  /** Addresses of this machine may be read, and at once: for tests on servers of their own. */
  readonly ownServers: boolean;
}

export type ToReader =
  /** Artists of the library, in slices; the last one completes them. */
  | { readonly kind: 'artists'; readonly credits: readonly ArtistCredit[]; readonly last: boolean }
  /** Are you there? */
  | { readonly kind: 'ping' }
  | { readonly kind: 'close' };

export type FromReader =
  /** It is open, or was asked whether it is there. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'progress'; readonly progress: ReadingProgress }
  | { readonly kind: 'read'; readonly artistKeys: readonly string[] };

/** Servers of one's own need no mercy. */
export const AT_ONCE = (name: string): Pace => ({ name, atOnce: 4, everyMs: 0 });
