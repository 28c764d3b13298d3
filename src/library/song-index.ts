import type { TrackId } from '../domain.ts';
import type { FileTags } from './file-record.ts';
import { billingOf, titlesAgree, trackIdOf, withoutAsides, type Billing } from './identity.ts';

/** What one file says about which song it holds. */
interface Claim {
  readonly title: string;
  /** The song key first, then the recording codes. */
  readonly keys: readonly [name: string, ...codes: string[]];
  /** Only where several artists are named: one alone is in the song key. */
  readonly billing: Billing | null;
}

interface Joined {
  readonly id: TrackId;
  /** Files of other songs that turned out to be this one. */
  readonly moved: readonly string[];
  /** The songs they came from, which are no more. */
  readonly absorbed: readonly TrackId[];
}

/**
 * Which files hold the same song: those of one song key, one MusicBrainz recording, or one ISRC with
 * titles that agree, and whatever these join. A song keeps the id made of its first file's key for as
 * long as a file of it is there.
 */
export class SongIndex {
  readonly #songs = new Map<TrackId, Map<string, Claim>>();
  readonly #songOfFile = new Map<string, TrackId>();
  readonly #songsOfKey = new Map<string, Set<TrackId>>();

  songOf(path: string): TrackId | null {
    return this.#songOfFile.get(path) ?? null;
  }

  filesOf(id: TrackId): Iterable<string> {
    return this.#songs.get(id)?.keys() ?? [];
  }

  /**
   * The songs that a name from elsewhere may mean, the likeliest first: those of its song key, then those
   * that name fewer or more artists behind the same first one, then the same without additions to the title.
   */
  *named({ title, artist }: { readonly title: string; readonly artist: string }): Generator<TrackId> {
    for (const name of new Set([title, withoutAsides(title)])) {
      const { key, lead, members } = billingOf({ artist, title: name, album: null });
      yield* this.#songsOf(key);
      if (lead === null) continue;
      yield* this.#songsOf(lead);
      for (const id of this.#songsOf(billed(lead))) {
        const claims = [...(this.#songs.get(id)?.values() ?? [])];
        if (claims.some(({ billing }) => billing?.lead === lead && oneInTheOther(billing.members, members))) yield id;
      }
    }
  }

  /** Adds a file or takes its new tags. `storedId` is the song it belonged to when last stored. */
  put(path: string, tags: FileTags, storedId: TrackId | null): Joined {
    const claim = claimOf(tags);
    const knownId = this.#takeOut(path, claim) ?? storedId;
    const nameId = trackIdOf(claim.keys[0]);
    const [id = knownId ?? nameId, ...absorbed] = this.#sameAs(claim, [knownId, nameId]);
    this.#attach(id, path, claim);
    const moved = absorbed.flatMap((other) => [...(this.#songs.get(other) ?? [])]);
    for (const [otherPath, otherClaim] of moved) {
      this.remove(otherPath);
      this.#attach(id, otherPath, otherClaim);
    }
    return { id, moved: moved.map(([otherPath]) => otherPath), absorbed };
  }

  remove(path: string): void {
    const id = this.#songOfFile.get(path);
    const files = this.#songs.get(id ?? '');
    const claim = files?.get(path);
    if (id === undefined || !files || !claim) return;
    this.#songOfFile.delete(path);
    files.delete(path);
    if (files.size === 0) this.#songs.delete(id);
    const held = new Set([...files.values()].flatMap(indexed));
    for (const key of indexed(claim)) {
      if (held.has(key)) continue;
      const songs = this.#songsOfKey.get(key);
      songs?.delete(id);
      if (songs?.size === 0) this.#songsOfKey.delete(key);
    }
  }

  /** Removes the file; the song it stays in if its new claim shares a key with the old one. */
  #takeOut(path: string, next: Claim): TrackId | null {
    const id = this.songOf(path);
    const before = id === null ? undefined : this.#songs.get(id)?.get(path);
    this.remove(path);
    return before?.keys.some((key) => next.keys.includes(key)) ? id : null;
  }

  #sameAs(claim: Claim, ids: readonly (TrackId | null)[]): Set<TrackId> {
    const same = new Set(ids.filter((id) => id !== null).filter((id) => this.#songs.has(id)));
    for (const key of claim.keys) {
      for (const id of this.#songsOf(key)) if (this.#agrees(key, id, claim)) same.add(id);
    }
    return same;
  }

  #agrees(key: string, id: TrackId, { title }: Claim): boolean {
    if (!key.startsWith('isrc:')) return true;
    const claims = [...(this.#songs.get(id)?.values() ?? [])];
    return claims.some((other) => titlesAgree(title, other.title));
  }

  #songsOf(key: string): Iterable<TrackId> {
    return this.#songsOfKey.get(key) ?? [];
  }

  #attach(id: TrackId, path: string, claim: Claim): void {
    const files = this.#songs.get(id) ?? new Map<string, Claim>();
    this.#songs.set(id, files.set(path, claim));
    this.#songOfFile.set(path, id);
    for (const key of indexed(claim)) {
      const songs = this.#songsOfKey.get(key);
      if (songs) songs.add(id);
      else this.#songsOfKey.set(key, new Set([id]));
    }
  }
}

function claimOf(tags: FileTags): Claim {
  const codes: string[] = [];
  if (tags.mbid !== null) codes.push(`mbid:${tags.mbid}`);
  if (tags.isrc !== null) codes.push(`isrc:${tags.isrc}`);
  const billing = billingOf(tags);
  return { title: tags.title, keys: [billing.key, ...codes], billing: billing.members.length > 1 ? billing : null };
}

/** What a claim is found by: also by the first of several artists, which makes no two files one song. */
function indexed({ keys, billing }: Claim): readonly string[] {
  return billing && billing.lead !== null ? [...keys, billed(billing.lead)] : keys;
}

function billed(lead: string): string {
  return `lead:${lead}`;
}

function oneInTheOther(some: readonly string[], others: readonly string[]): boolean {
  return some.every((member) => others.includes(member)) || others.every((member) => some.includes(member));
}
