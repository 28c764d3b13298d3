import { z } from 'zod';
import type { ImportedPlay, ReadRecord } from './play.ts';
import { timeOf } from './play.ts';

/** Shorter is somebody looking for what to play. */
const SHORTEST_MS = 5_000;
/** Passed over before this counts as early, as it does here. */
const EARLY_MS = 30_000;
/** Where a service does not say how a play ended, so much of it is taken for all of it: most songs last three or four minutes. */
const LONG_ENOUGH_MS = 120_000;

const text = z.string().nullish().transform((value) => value ?? '');
const time = z.union([z.string(), z.number()]).transform(timeOf);

/** Extended streaming history; those that name no track are podcasts, books and films. */
const spotify = z.object({
  ts: time,
  ms_played: z.number(),
  master_metadata_track_name: text,
  master_metadata_album_artist_name: text,
  master_metadata_album_album_name: text,
  reason_end: text,
  skipped: z.boolean().nullish(),
  /** Somebody listened in a private session, and meant that. */
  incognito_mode: z.boolean().nullish(),
});

/** The last year, as the smaller download of an account tells it. */
const spotifyYear = z.object({ endTime: time, artistName: text, trackName: text, msPlayed: z.number() });

/** A line of an export, an element of an older one, and what the interface for programs answers. */
const listenbrainz = z.object({
  listened_at: z.number().nullish(),
  track_metadata: z.object({
    artist_name: text,
    track_name: text,
    release_name: text,
    additional_info: z.object({ duration_ms: z.coerce.number().nullish().catch(null), duration: z.coerce.number().nullish().catch(null) }).nullish().catch(null),
  }),
});

/** A name alone, or as Last.fm's interface gives it. */
const named = z.union([z.string(), z.object({ '#text': z.string() }).transform((value) => value['#text']), z.object({ name: z.string() }).transform(({ name }) => name)]).nullish().transform((value) => value ?? '');

/** A scrobble, in the words of Last.fm's interface or of those who write it to files. */
const scrobble = z.object({
  artist: named,
  album: named,
  name: z.string().nullish(),
  track: named,
  date: z.union([z.object({ uts: time }).transform(({ uts }) => uts), time]).nullish(),
  uts: time.nullish(),
  timestamp: time.nullish(),
});

/** What a record of any of the services tells. */
export function playOfRecord(record: object): ReadRecord {
  if ('ms_played' in record) return read(spotify, record, spotifyPlay);
  if ('msPlayed' in record && 'trackName' in record) return read(spotifyYear, record, spotifyYearPlay);
  if ('track_metadata' in record) return read(listenbrainz, record, listenbrainzPlay);
  if ('artist' in record && ('name' in record || 'track' in record)) return read(scrobble, record, scrobblePlay);
  return null;
}

function read<T>(schema: z.ZodType<T>, record: object, play: (record: T) => ReadRecord): ReadRecord {
  const parsed = schema.safeParse(record);
  return parsed.success ? play(parsed.data) : null;
}

function spotifyPlay(record: z.output<typeof spotify>): ReadRecord {
  const { ts, ms_played: heardMs, master_metadata_track_name: title, master_metadata_album_artist_name: artist, reason_end: reason, skipped, incognito_mode: incognito } = record;
  if (title === '' || incognito || heardMs < SHORTEST_MS) return 'aside';
  const passedOver = reason === 'fwdbtn' || skipped === true;
  const ending = reason === 'trackdone' ? 'completed' : passedOver ? (heardMs < EARLY_MS ? 'skipped-early' : 'skipped') : unsaid(reason) ? endingBy(heardMs) : 'partial';
  return { service: 'Spotify', artist, title, album: record.master_metadata_album_album_name, at: ts, heardMs, ending };
}

function unsaid(reason: string): boolean {
  return ['', 'none', 'unknown'].includes(reason.toLowerCase());
}

function endingBy(heardMs: number): ImportedPlay['ending'] {
  return heardMs >= LONG_ENOUGH_MS ? 'completed' : 'partial';
}

function spotifyYearPlay({ endTime, artistName, trackName, msPlayed }: z.output<typeof spotifyYear>): ReadRecord {
  if (msPlayed < SHORTEST_MS) return 'aside';
  return { service: 'Spotify', artist: artistName, title: trackName, album: null, at: endTime, heardMs: msPlayed, ending: endingBy(msPlayed) };
}

function listenbrainzPlay({ listened_at: at, track_metadata: { artist_name: artist, track_name: title, release_name: album, additional_info: info } }: z.output<typeof listenbrainz>): ReadRecord {
  // What plays just now has no time yet.
  if (at === null || at === undefined) return null;
  return { service: 'ListenBrainz', artist, title, album, at: timeOf(at), heardMs: info?.duration_ms ?? 1000 * (info?.duration ?? 0), ending: 'completed' };
}

/** Both keep what was heard for half its length or four minutes (last.fm/api/scrobbling), and nothing of what was passed over: it counts as heard. */
function scrobblePlay({ artist, album, name, track, date, uts, timestamp }: z.output<typeof scrobble>): ReadRecord {
  const at = date ?? uts ?? timestamp;
  if (at === null || at === undefined) return null;
  return { service: 'Last.fm', artist, title: name ?? track, album, at, heardMs: 0, ending: 'completed' };
}
