import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { KeyLock } from '../../storage/key-lock.ts';
import type { KeyValue } from '../../storage/storage.ts';
import { Unreadable } from '../fetch/fault.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { addressOf, askService } from './ask-service.ts';
import { findArtist } from './musicbrainz-search.ts';
import type { LibraryArtist } from './source.ts';

const DAY_MS = 24 * 3_600_000;
/** Whom MusicBrainz does not know today it may know next month. */
const UNKNOWN_MS = 30 * DAY_MS;

/** What another source has just asked about is fresh. */
const FRESH_MS = DAY_MS;

/** How artists go together who are related so. */
const NEAR = new Set(['member of band', 'collaboration', 'subgroup', 'founder', 'supporting musician', 'vocal supporting musician', 'instrumental supporting musician', 'artist rename', 'is person']);

/** What MusicBrainz says about an artist. */
export interface Identity {
  readonly mbid: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly tags: readonly { readonly tag: string; readonly weight: number }[];
  readonly related: readonly string[];
  /** Their item in Wikidata (`Q…`); null when nobody linked it. */
  readonly wikidata: string | null;
}

export type StoredIdentity = { readonly identity: Identity | null; readonly at: number };

const lookup = z.object({
  id: z.string(),
  name: z.string(),
  aliases: z.array(z.object({ name: z.string() })).default([]),
  tags: z.array(z.object({ name: z.string(), count: z.number() })).default([]),
  relations: z
    .array(z.object({ type: z.string(), artist: z.object({ name: z.string() }).optional(), url: z.object({ resource: z.string() }).optional() }))
    .default([]),
});

/** Who the artists of the library are, by MusicBrainz; found once and kept, as other sources build upon it. */
export class Identities {
  readonly #fetcher: Fetcher;
  readonly #base: string;
  readonly #store: KeyValue<StoredIdentity>;
  readonly #clock: Clock;
  readonly #lock = new KeyLock();

  constructor(fetcher: Fetcher, base: string, store: KeyValue<StoredIdentity>, clock: Clock) {
    this.#fetcher = fetcher;
    this.#base = base;
    this.#store = store;
    this.#clock = clock;
  }

  /** Who is asked. */
  get host(): string {
    return new URL(this.#base).host;
  }

  /**
   * @param fresh asks MusicBrainz again for what it says about the artist, unless it was asked within a day
   * @returns null when MusicBrainz does not know them
   */
  of(artist: LibraryArtist, fresh = false): Promise<Identity | null> {
    return this.#lock.run(artist.key, async () => {
      const known = await this.#store.get(artist.key);
      if (known?.identity && (!fresh || known.at + FRESH_MS > this.#clock.now())) return known.identity;
      if (known?.identity === null && known.at + UNKNOWN_MS > this.#clock.now()) return null;
      const mbid = known?.identity?.mbid ?? (await findArtist(this.#fetcher, this.#base, artist));
      const identity = mbid === null ? null : await this.#lookUp(mbid);
      await this.#store.set(artist.key, { identity, at: this.#clock.now() });
      return identity;
    });
  }

  /** Other names of everybody who was found, by the artist's key. */
  async aliases(): Promise<ReadonlyMap<string, readonly string[]>> {
    return new Map((await this.#store.entries()).map(([key, { identity }]) => [key, identity?.aliases ?? []]));
  }

  async #lookUp(mbid: string): Promise<Identity> {
    const found = await askService(this.#fetcher, addressOf(this.#base, `artist/${mbid}`, { inc: 'aliases+tags+artist-rels+url-rels', fmt: 'json' }), lookup);
    if (found === null) throw new Unreadable('MusicBrainz lists an artist that it does not have');
    const { id, name, aliases, tags, relations } = found;
    const wikidata = relations.find(({ type }) => type === 'wikidata')?.url?.resource;
    return {
      mbid: id,
      name,
      aliases: [...new Set(aliases.map((alias) => alias.name))],
      tags: tags.filter(({ count }) => count > 0).map((tag) => ({ tag: tag.name, weight: tag.count })),
      related: [...new Set(relations.flatMap(({ type, artist }) => (artist && NEAR.has(type) ? [artist.name] : [])))],
      wikidata: /\/(Q\d+)$/.exec(wikidata ?? '')?.[1] ?? null,
    };
  }
}
