import type { ImportedHistory, ListenerId } from '../domain.ts';
import type { GivenFile } from '../given-file.ts';
import type { ImportService } from './formats/play.ts';

/** Where a history comes from. A token or key is used for this once, and kept nowhere. */
export type HistorySource =
  | { readonly kind: 'file'; readonly file: GivenFile }
  | { readonly kind: 'listenbrainz'; readonly user: string; readonly token: string | null }
  | { readonly kind: 'lastfm'; readonly user: string; readonly key: string | null };

/** Takes in what members heard at other services, as those tell it. */
export interface Imports {
  /**
   * Reads a history and keeps it, in place of what the member gave of the services before that it tells of.
   * @returns what was taken in
   * @throws UserError when the member does not count, when one of theirs is being read already, or saying what is wrong with it; nothing of it is kept then
   */
  take(id: ListenerId, source: HistorySource): Promise<readonly TakenIn[]>;
  /** How many plays were read so far of what is being read of the member's; null when nothing is. */
  reading(id: ListenerId): number | null;
  /** Removes what was imported of a service. @returns whether there was anything */
  remove(id: ListenerId, service: ImportService): Promise<boolean>;
  /** What is being read is left: nothing of it is kept. */
  close(): Promise<void>;
}

export interface TakenIn extends Pick<ImportedHistory, 'service' | 'songs' | 'matched' | 'plays'> {
  /** The service has more than is asked of it; a file would tell everything. */
  readonly newestOnly: boolean;
}
