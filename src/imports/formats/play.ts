/** Services whose histories can be taken in, as they call themselves. */
export const IMPORT_SERVICES = ['Spotify', 'ListenBrainz', 'Last.fm'] as const;
export type ImportService = (typeof IMPORT_SERVICES)[number];

/** One play as a service tells it. */
export interface ImportedPlay {
  readonly service: ImportService;
  readonly artist: string;
  readonly title: string;
  readonly album: string | null;
  /** When it ended or began, epoch ms: days matter, not minutes. */
  readonly at: number;
  /** 0 where nobody says. */
  readonly heardMs: number;
  readonly ending: 'completed' | 'partial' | 'skipped' | 'skipped-early';
}

/** `null` is a record of nothing that is known here; `aside` one of the history that tells of no song: a podcast, what plays just now. */
export type ReadRecord = ImportedPlay | 'aside' | null;

/** Before this no service kept a history: a time that was set wrong. */
const EARLIEST_MS = Date.UTC(2001, 0, 1);
/** Seconds since 1970 have so many digits at most, for as long as anybody will care. */
const MOST_SECONDS = 1e11;
const LONGEST_TEXT = 500;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WRITTEN_OUT = /^(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}),? (\d{1,2}):(\d{2})$/i;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A moment as exports write it: seconds or milliseconds since 1970, ISO 8601 or “27 Aug 2010 14:23”, in UTC unless it says
 * otherwise. NaN for anything else.
 */
export function timeOf(text: string | number): number {
  const trimmed = String(text).trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    return Math.round(value < MOST_SECONDS ? value * 1000 : value);
  }
  const zone = ISO.exec(trimmed);
  if (zone) return Date.parse(`${trimmed.replace(' ', 'T')}${zone[1] !== undefined || trimmed.length === 10 ? '' : 'Z'}`);
  const [, day, month = '', year, hour, minute] = WRITTEN_OUT.exec(trimmed) ?? [];
  const monthAt = MONTHS.indexOf(month.toLowerCase());
  return monthAt < 0 ? NaN : Date.UTC(Number(year), monthAt, Number(day), Number(hour), Number(minute));
}

/** A play with its texts in order; `aside` when it has no title, no artist, or no time that makes sense before `now`. */
export function checkedPlay(play: ImportedPlay, now: number): ImportedPlay | 'aside' {
  const [artist, title, album] = [play.artist, play.title, play.album ?? ''].map((text) => text.toWellFormed().trim());
  if (artist === '' || title === '' || artist.length > LONGEST_TEXT || title.length > LONGEST_TEXT) return 'aside';
  if (!(play.at >= EARLIEST_MS && play.at <= now)) return 'aside';
  const heardMs = Number.isFinite(play.heardMs) ? Math.max(0, Math.round(play.heardMs)) : 0;
  return { ...play, artist, title, album: album === '' || album.length > LONGEST_TEXT ? null : album, heardMs };
}
