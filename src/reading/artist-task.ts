import type { Clock } from '../clock.ts';
import { replaceReadings } from '../storage/artist-readings.ts';
import type { Storage } from '../storage/storage.ts';
import { othersThan, type Digest } from './digest.ts';
import type { TaskSource } from './source-runner.ts';
import type { ArtistSource, LibraryArtist } from './sources/source.ts';

const DAY_MS = 24 * 3_600_000;
const REFRESH_MS = 28 * DAY_MS;
/** The rest of it may be had by then. */
const INCOMPLETE_MS = 7 * DAY_MS;
/** Whom a source does not know it seldom learns of. */
const NOTHING_MS = 60 * DAY_MS;

/** What readings are made with. */
export interface Desk {
  readonly storage: Storage;
  readonly clock: Clock;
  /** The newest: names come and go with the library. */
  digest(): Digest;
  artist(key: string): LibraryArtist | undefined;
  onRead(artistKeys: readonly string[]): void;
}

/** Reads about one artist after another at a source, and keeps what it says. */
export function artistTask(source: ArtistSource, desk: Desk): TaskSource {
  const { storage, clock } = desk;
  return {
    name: source.name,
    atOnce: source.atOnce,
    hosts: source.hosts,
    once: false,
    async read({ subject }) {
      const artist = desk.artist(subject);
      if (!artist) return REFRESH_MS;
      const place = { source: source.name, artistKey: artist.key };
      const found = await source.read(artist);
      if (found === null) {
        await replaceReadings(storage, place, []);
        return NOTHING_MS;
      }
      const { text, incomplete = false, ...facts } = found;
      const { terms, mentions } = text === null ? { terms: {}, mentions: {} } : desk.digest().of(text, artist.key);
      await replaceReadings(storage, place, [
        { ...facts, ...place, artistName: artist.name, readAt: clock.now(), terms, mentions: othersThan(artist.key, mentions) },
      ]);
      desk.onRead([artist.key]);
      return incomplete ? INCOMPLETE_MS : REFRESH_MS;
    },
  };
}
