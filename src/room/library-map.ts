import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Services } from '../command.ts';
import { sortedTags, trackTags } from '../library/track-tags.ts';
import type { SoundMapPicture } from '../recommender/recommender.ts';
import { visible } from '../visible.ts';
import { MAP_STEPS, NO_STYLE, type RoomMap } from './map-protocol.ts';

/** A map is asked for by every tab that shows it; the recommender is asked so often at most. */
const FRESH_MS = 10_000;

export interface MapBody {
  readonly etag: string;
  readonly json: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

/** The map of the library as the page gets it, made once for everybody. */
export class LibraryMap {
  readonly #services: Pick<Services, 'recommender' | 'library' | 'clock'>;
  #body: Promise<MapBody | null> = Promise.resolve(null);
  #askedAt = -Infinity;

  constructor(services: Pick<Services, 'recommender' | 'library' | 'clock'>) {
    this.#services = services;
  }

  /** null as long as there is no map. When the recommender is away, the one from before. */
  body(): Promise<MapBody | null> {
    const now = this.#services.clock.now();
    if (now - this.#askedAt < FRESH_MS) return this.#body;
    this.#askedAt = now;
    const before = this.#body;
    this.#body = this.#make(before);
    return this.#body;
  }

  async #make(before: Promise<MapBody | null>): Promise<MapBody | null> {
    const picture = await this.#services.recommender.soundMap();
    const last = await before;
    if (!picture) {
      // The first map is not far: whoever waits for it is not told so for longer than needs be.
      if (last === null) this.#askedAt = -Infinity;
      return last;
    }
    const json = new Uint8Array(Buffer.from(JSON.stringify(packed(picture, this.#services.library))));
    const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`;
    if (last?.etag === etag) return last;
    return { etag, json, gzipped: new Uint8Array(await promisify(gzip)(json)) };
  }
}

/** A map with the style and the artist of each track, in numbers. */
export function packed({ ids, places, unheard }: SoundMapPicture, library: Pick<Services['library'], 'get'>): RoomMap {
  const tracks = ids.flatMap((id, row) => {
    const track = library.get(id);
    return track ? [{ id, row, artist: track.artist, style: trackTags(track)[0] ?? null }] : [];
  });
  const counts = new Map<string, number>();
  for (const { style } of tracks) if (style !== null) counts.set(style, (counts.get(style) ?? 0) + 1);
  const styles = sortedTags(counts).slice(0, NO_STYLE);
  const styleNumbers = new Map(styles.map(({ tag }, number) => [tag, number]));
  const artistNumbers = new Map<string, number>();
  for (const { artist } of tracks) if (!artistNumbers.has(artist)) artistNumbers.set(artist, artistNumbers.size);
  const coordinates = new Uint8Array(tracks.length * 4);
  const view = new DataView(coordinates.buffer);
  const artists = new Uint8Array(tracks.length * 2);
  const artistView = new DataView(artists.buffer);
  tracks.forEach(({ row, artist }, i) => {
    for (const axis of [0, 1]) view.setInt16(i * 4 + axis * 2, Math.round(Math.max(-1, Math.min(1, places[row * 2 + axis])) * MAP_STEPS), true);
    artistView.setUint16(i * 2, (artistNumbers.get(artist) ?? 0) & 0xffff, true);
  });
  return {
    ids: tracks.map(({ id }) => id).join(' '),
    places: base64(coordinates),
    artists: base64(artists),
    styleOf: base64(Uint8Array.from(tracks, ({ style }) => (style === null ? NO_STYLE : (styleNumbers.get(style) ?? NO_STYLE)))),
    styles: styles.map(({ tag }) => visible(tag)),
    unheard,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
