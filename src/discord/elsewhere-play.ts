/**
 * What one member plays elsewhere, made out from what Discord shows of it: a pure state machine. Shown is not
 * the position, but when the track would have begun and will end; a pause takes it off the display, and it comes
 * back with both shifted. Times are epoch milliseconds, those in a {@link Song} by the clock of the service.
 */

/** A track as it is shown now. */
export interface Song {
  readonly service: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly externalId: string | null;
  readonly start: number | null;
  readonly end: number | null;
}

export interface ElsewherePlay {
  /** As it was shown last. */
  readonly song: Song;
  /** When it began, as it was shown first; when it was first seen, if that says nothing sensible. */
  readonly startedAt: number;
  /** Until `at`. */
  readonly heardMs: number;
  readonly at: number;
  readonly paused: boolean;
}

/** A member's state: what plays or is paused, and what ended before it. */
export interface Following {
  readonly play: ElsewherePlay | null;
  readonly last: Song | null;
}

export interface HeardSong {
  readonly song: Song;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Without pauses, and never more than the time for which it was followed. */
  readonly heardMs: number;
  readonly durationMs: number | null;
}

export const NOTHING_YET: Following = { play: null, last: null };

/** Less is somebody looking for what to play. */
const SHORTEST_MS = 5_000;
/** Between two tellings of the same moment. */
const JITTER_MS = 2_000;
/** Of a track’s length: so close to its end it has been played out, into a crossfade maybe. */
const OUTRO = 0.07;

/**
 * The state after the member was seen at `at` with `shown`, or seen to have `gone` (offline, or paused for too
 * long), and what ended by it. The same told twice changes nothing.
 */
export function seen(before: Following, shown: readonly Song[] | 'gone', at: number): { readonly after: Following; readonly ended: HeardSong | null } {
  const play = before.play && counted(before.play, at);
  const known = [play?.song, before.last];
  const fresh = shown === 'gone' ? [] : shown.filter((song) => !isOver(song, before.last) && !known.some((one) => one && isResting(song, one)));
  const song = fresh.find((one) => play && isSame(one, play.song)) ?? fresh[0];
  if (!song) {
    if (play && shown !== 'gone') return { after: { ...before, play: { ...play, paused: true } }, ended: null };
    return over(before, play, null);
  }
  if (!play || !isSame(song, play.song) || isAgain(play, song, at)) return over(before, play, begun(song, at));
  return { after: { ...before, play: wentOn(play, song, at) }, ended: null };
}

function wentOn(play: ElsewherePlay, song: Song, now: number): ElsewherePlay {
  if (!isUnmoved(song, play.song)) return { ...play, song, at: Math.max(play.at, now), paused: false };
  // The times have not moved: off the display for a moment it was no pause.
  return counted({ ...play, song, paused: false }, now);
}

function begun(song: Song, at: number): ElsewherePlay {
  const position = song.start === null ? 0 : at - song.start;
  const startedAt = position > 0 && position <= (lengthOf(song) ?? 0) ? at - position : at;
  return { song, startedAt, heardMs: 0, at, paused: false };
}

/** With the time until now; behind its end a track is silent. */
function counted(play: ElsewherePlay, now: number): ElsewherePlay {
  if (play.paused) return play;
  const at = Math.max(play.at, Math.min(now, play.song.end ?? now));
  return { ...play, heardMs: play.heardMs + at - play.at, at };
}

function over(before: Following, play: ElsewherePlay | null, next: ElsewherePlay | null) {
  const last = play ? play.song : before.last;
  if (!play || play.heardMs < SHORTEST_MS) return { after: { play: next, last }, ended: null };
  const { song, startedAt, heardMs, at } = play;
  return { after: { play: next, last }, ended: { song, startedAt, endedAt: at, heardMs, durationMs: lengthOf(song) } };
}

function lengthOf({ start, end }: Song): number | null {
  return start !== null && end !== null && end > start ? end - start : null;
}

function isSame(a: Song, b: Song): boolean {
  if (a.service !== b.service) return false;
  return a.externalId !== null && b.externalId !== null ? a.externalId === b.externalId : a.title === b.title && a.artist === b.artist;
}

/** A late telling, by another server that the member is in, of what is over. */
function isOver(song: Song, last: Song | null): boolean {
  return last !== null && isSame(song, last) && isUnmoved(song, last);
}

/** Some services go on showing a track while it is paused, but not its times. */
function isResting(song: Song, known: Song): boolean {
  return isSame(song, known) && song.start === null && known.start !== null;
}

function isUnmoved(a: Song, b: Song): boolean {
  return a.start !== null && b.start !== null && Math.abs(a.start - b.start) <= JITTER_MS;
}

/** Whether the same track has been played out and begun again: back in its first half, after it had reached its end. */
function isAgain(play: ElsewherePlay, song: Song, now: number): boolean {
  const length = lengthOf(play.song);
  if (length === null || play.song.start === null || song.start === null) return false;
  return play.at - play.song.start >= length * (1 - OUTRO) && now - song.start < length / 2;
}
