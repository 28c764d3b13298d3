import { sortedTags } from '../library/track-tags.ts';
import { isUnknownArtist } from '../unknown-artist.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { TrackId } from '../domain.ts';
import type { HeardListen, HeardLog } from './heard-log.ts';
import { remoteness } from './remoteness.ts';
import type { Scene } from './scene.ts';
import { TrackStyles } from './track-styles.ts';
import { WEEK_MS, weekStart } from './week.ts';

/** What a member's listening says of their taste, over its last half year. Nothing of it is stored. */
export interface TasteProfile {
  /** From the first Monday of it, epoch ms … */
  readonly from: number;
  /** … to the end of its last week. */
  readonly to: number;
  readonly listens: number;
  readonly heardMs: number;
  readonly songs: number;
  /** Those heard longest first; shares of what was heard that has a style, 0 to 1. */
  readonly styles: readonly StyleShare[];
  /** One after the other, also those in which nothing was heard. */
  readonly weeks: readonly TasteWeek[];
  /** Those heard longest first. */
  readonly artists: readonly HeardArtist[];
  readonly adventure: Adventure;
  /** Tracks of the library, those heard longest first; shares of all that was heard. */
  readonly heard: readonly HeardShare[];
}

export interface StyleShare {
  readonly style: string;
  readonly share: number;
}

export interface TasteWeek {
  /** Monday, epoch ms. */
  readonly start: number;
  readonly heardMs: number;
  /** By style of the profile: its share of what was heard in the week, 0 to 1. */
  readonly shares: readonly number[];
}

export interface HeardArtist {
  readonly artist: string;
  readonly heardMs: number;
  readonly listens: number;
}

export interface HeardShare {
  readonly trackId: TrackId;
  readonly share: number;
  /** Number in the styles of the profile; −1 for any other, or none. */
  readonly style: number;
}

/** How far somebody ventures. */
export interface Adventure {
  /** The share of listens of a song that they heard for the first time, 0 to 1; null where they have just begun. */
  readonly fresh: number | null;
  /** See {@link remoteness}. */
  readonly remote: number | null;
}

const WEEKS = 26;
const STYLES = 8;
const ARTISTS = 10;
const TRACKS = 500;
/** To whoever begins, everything is new. */
const BEGINNING_MS = WEEK_MS;

/** What somebody's log says of their taste; null where they have heard nothing. */
export function tasteProfile(scene: Scene, log: HeardLog): TasteProfile | null {
  const last = log.listens.at(-1);
  if (!last) return null;
  const to = weekStart(last.at) + WEEK_MS;
  const earliest = to - WEEKS * WEEK_MS;
  const listens = log.listens.filter(({ at }) => at >= earliest);
  const from = weekStart(listens[0].at);
  const styles = new TrackStyles(scene, log);
  const shown = sharesOf(listens, styles).slice(0, STYLES);
  const numbers = new Map(shown.map(({ style }, number) => [style, number]));
  const heardMs = sumOf(listens);
  return {
    from,
    to,
    listens: listens.length,
    heardMs,
    songs: new Set(listens.map(({ song }) => song)).size,
    styles: shown,
    weeks: weeksOf(listens, { from, to }, (ofWeek) => sharesBy(ofWeek, styles, shown)),
    artists: artistsOf(listens, log),
    adventure: { fresh: freshShare(log.listens, listens), remote: remoteness(scene.sounds, heardTracks(scene, listens)) },
    heard: tracksOf(listens, heardMs, (listen) => styles.of(listen).map((style) => numbers.get(style) ?? -1).find((number) => number >= 0) ?? -1),
  };
}

/** The mix of styles (Steck 2018: each style of a track has an equal part of it), weighted by time. */
function sharesOf(listens: readonly HeardListen[], styles: TrackStyles): readonly StyleShare[] {
  const times = new Map<string, number>();
  let all = 0;
  for (const listen of listens) {
    const own = styles.of(listen);
    for (const style of own) times.set(style, (times.get(style) ?? 0) + listen.heardMs / own.length);
    if (own.length > 0) all += listen.heardMs;
  }
  return sortedTags(times).map(({ tag, tracks: ms }) => ({ style: tag, share: ms / all }));
}

function sharesBy(listens: readonly HeardListen[], styles: TrackStyles, shown: readonly StyleShare[]): readonly number[] {
  const shares = new Map(sharesOf(listens, styles).map(({ style, share }) => [style, share]));
  return shown.map(({ style }) => shares.get(style) ?? 0);
}

function weeksOf(listens: readonly HeardListen[], { from, to }: { readonly from: number; readonly to: number }, sharesIn: (listens: readonly HeardListen[]) => readonly number[]): readonly TasteWeek[] {
  const byWeek = Map.groupBy(listens, ({ at }) => weekStart(at));
  return Array.from({ length: Math.round((to - from) / WEEK_MS) }, (_, i) => {
    const start = from + i * WEEK_MS;
    const ofWeek = byWeek.get(start) ?? [];
    return { start, heardMs: sumOf(ofWeek), shares: sharesIn(ofWeek) };
  });
}

function artistsOf(listens: readonly HeardListen[], { tracks }: HeardLog): readonly HeardArtist[] {
  const named = listens.flatMap((listen) => {
    const artist = (listen.trackId === null ? undefined : tracks.get(listen.trackId)?.artist) ?? listen.artist;
    return artist === null || isUnknownArtist(artist) ? [] : [{ artist, listen }];
  });
  return [...Map.groupBy(named, ({ artist }) => artistKey(artist)).values()]
    .map((own) => ({ artist: own[0].artist, heardMs: sumOf(own.map(({ listen }) => listen)), listens: own.length }))
    .sort((a, b) => b.heardMs - a.heardMs || b.listens - a.listens)
    .slice(0, ARTISTS);
}

/** @param listens the last of `all` */
function freshShare(all: readonly HeardListen[], listens: readonly HeardListen[]): number | null {
  const began = all[0].at;
  const known = new Set<string>();
  let fresh = 0;
  let counted = 0;
  for (const { song, at } of all) {
    if (at >= listens[0].at && at >= began + BEGINNING_MS) {
      counted++;
      if (!known.has(song)) fresh++;
    }
    known.add(song);
  }
  return counted === 0 ? null : fresh / counted;
}

function heardTracks({ catalogue }: Scene, listens: readonly HeardListen[]): readonly { readonly track: number; readonly weight: number }[] {
  return Array.from(Map.groupBy(listens, ({ song }) => song).values(), (own) => ({ track: catalogue.indexOf.get(own[0].trackId ?? '') ?? -1, weight: sumOf(own) })).filter(({ track }) => track >= 0);
}

function tracksOf(listens: readonly HeardListen[], all: number, styleOf: (listen: HeardListen) => number): readonly HeardShare[] {
  const own = Map.groupBy(listens.filter(({ trackId }) => trackId !== null), ({ trackId }) => trackId ?? '');
  return Array.from(own, ([trackId, ofTrack]) => ({ trackId, share: sumOf(ofTrack) / all, style: styleOf(ofTrack[0]) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, TRACKS);
}

function sumOf(listens: readonly HeardListen[]): number {
  return listens.reduce((sum, { heardMs }) => sum + heardMs, 0);
}
