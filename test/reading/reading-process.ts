/** Reads in a process of its own, so that a test can kill it: `reading-process.ts <options as JSON>`. */
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { silentLogger } from '../../src/log.ts';
import { openReading } from '../../src/reading/open-reading.ts';
import { WHOLE_HOUSE } from '../../src/share.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { databaseFile } from '../../src/config.ts';
import { aTrack } from '../support/tracks.ts';

const services = z.object({ musicbrainz: z.string(), wikidata: z.string(), wikipedia: z.string(), listenbrainz: z.string(), listenbrainzLabs: z.string(), lastfm: z.string() });
const options = z.object({ dataFolder: z.string(), artists: z.array(z.string()), services }).parse(JSON.parse(process.argv[2] ?? ''));

const config = {
  databaseUrl: null,
  dataFolder: options.dataFolder,
  logLevel: 'silent',
  reading: { contact: 'mailto:dj@example.org', sources: ['lastfm'], language: 'en', feeds: [], pages: [], requestsPerDay: 1_000, lastfmKey: 'f'.repeat(32) },
} as const;
await (await openStorage({ url: null, file: databaseFile(config), log: silentLogger })).close();
openReading({
  config,
  listLibrary: () => options.artists.map((artist, n) => aTrack(n, { artist })),
  share: WHOLE_HOUSE,
  clock: systemClock,
  log: silentLogger,
  onRead: () => {},
  ownServices: options.services,
});
