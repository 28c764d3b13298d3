import { createCommandDesk } from '../../commands/desk/desk.ts';
import { commands } from '../../commands/registry.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { CommandDesk, Services } from '../../src/command.ts';
import type { Track } from '../../src/domain.ts';
import { SearchIndex } from '../../src/library/search/search-index.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { openRoom, type Room } from '../../src/room/room.ts';
import { createSessions } from '../../src/session/sessions.ts';
import { createWeekly } from '../../src/weekly/create-weekly.ts';
import { knownNames } from '../../src/understanding/known-names.ts';
import { openRequestReader } from '../../src/understanding/open-request-reader.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { fileImports } from '../support/file-imports.ts';
import { KnownRequests, NOTHING_READ } from '../support/known-requests.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';
import { ToneVoice } from './tone-voice.ts';

export const SECRET = 'a secret for tests';

const GENRES = ['house', 'ambient', 'bossa nova', 'synthwave'];

/** Tracks of four styles, 1 to `count`. */
export function someTracks(count: number) {
  return Array.from({ length: count }, (_, i) =>
    aTrack(i + 1, { title: `Northern Line ${i + 1}`, artist: `The Couriers ${(i % 8) + 1}`, album: `Timetable ${(i % 3) + 1}`, year: 2019 + (i % 5), genres: [GENRES[i % GENRES.length]], durationMs: 180_000 + i * 1_000 }),
  );
}

/** A list of tracks with the library's own search. */
export class SearchableTracks extends TrackList {
  readonly #index = new SearchIndex();

  constructor(tracks: readonly Track[]) {
    super(tracks);
    for (const track of tracks) this.#index.put(track);
  }

  override search(query: string, limit: number): readonly Track[] {
    return this.#index.search(query, limit).flatMap((id) => this.get(id) ?? []);
  }
}

/** The room over the real services; only the music is a tone, and the library a list. */
export class House {
  readonly library: TrackList;
  /** Paths of files that cannot be played from now on. */
  readonly broken: Set<string>;
  readonly services: Services;
  readonly requests: KnownRequests;
  readonly room: Room;
  readonly desk: CommandDesk;
  readonly #closing: readonly (() => Promise<void>)[];

  private constructor(parts: Pick<House, 'library' | 'broken' | 'services' | 'requests' | 'room' | 'desk'>, closing: readonly (() => Promise<void>)[]) {
    this.library = parts.library;
    this.broken = parts.broken;
    this.services = parts.services;
    this.requests = parts.requests;
    this.room = parts.room;
    this.desk = parts.desk;
    this.#closing = closing;
  }

  /** Requests are understood as they were told; by the real thread when `understanding` says so. */
  static async open(options: { readonly understanding?: boolean; readonly password?: string; readonly library?: TrackList; readonly database?: TestStorage; readonly networkVersion?: string; readonly port?: number; readonly roomClock?: Clock } = {}): Promise<House> {
    const clock = systemClock;
    const log = silentLogger;
    const library = options.library ?? new SearchableTracks(someTracks(24));
    const database = options.database ?? (await temporarySqlite());
    const { storage } = database;
    const broken = new Set<string>();
    const voice = new ToneVoice(clock, (file) => broken.has(file.path) ? null : library.tracks().find((track) => track.file.path === file.path)?.durationMs ?? null);
    const listening = await createListening({ storage, clock, log });
    const recommender = await inProcessRecommender({ storage, clock, tracks: () => library.tracks(), ...(options.networkVersion !== undefined && { networkVersion: options.networkVersion }) });
    const requests = new KnownRequests();
    const reader = options.understanding ? openRequestReader({ listNames: () => knownNames(library.tracks(), []), endpoint: null, clock, log }) : null;
    const sessions = createSessions({ voice, library, listening, recommender, storage, clock, log });
    const weekly = createWeekly({ storage, listening, library, recommender, clock, log });
    const imports = fileImports({ storage, listening, library, clock, log });
    const services: Services = { sessions, library, listening, recommender, requests: reader ?? requests, reading: NOTHING_READ, imports, weekly, clock };
    const desk = createCommandDesk(commands, log);
    const config = { roomHost: '127.0.0.1', roomPort: options.port ?? 0, roomPassword: options.password ?? null };
    const room = await openRoom({ config, desk, services, secret: SECRET, log, clock: options.roomClock ?? clock });
    return new House({ library, broken, services, requests, room, desk }, [
      () => room.close(),
      () => weekly.close(),
      () => imports.close(),
      async () => reader?.close(),
      () => sessions.close(),
      () => voice.close(),
      () => recommender.close(),
      () => listening.close(),
      async () => (options.database ? undefined : database.remove()),
    ]);
  }

  get url(): string {
    return this.room.url;
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }
}
