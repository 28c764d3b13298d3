import type { AudioFile, Destination, Presence, Track } from '../../src/domain.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import type { Recommender } from '../../src/recommender/recommender.ts';
import type { Session, Sessions } from '../../src/session/session.ts';
import { createSessions } from '../../src/session/sessions.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { TrackList } from '../support/track-list.ts';
import { VirtualVoice, type VirtualPlayer } from '../support/virtual-voice.ts';

export const PLACE = 'room:lounge';
/** Where the room's sessions are heard. */
export const ROOM: Destination = { kind: 'stream' };
/** Two voice channels of a guild. */
export const LOBBY: Destination = { kind: 'discord', guildId: '1', channelId: '10' };
export const STAGE: Destination = { kind: 'discord', guildId: '1', channelId: '20' };
export const ADA: Presence = { id: 'room:ada', name: 'Ada Example', deafened: false };
export const CYD: Presence = { id: 'room:cyd', name: 'Cyd Example', deafened: false };
export const BEN: Presence = { id: 'room:ben', name: 'Ben Example', deafened: false };

/** Sessions over the real storage, listening log and recommender, with a clock to turn and no sound. */
export class House {
  readonly clock: TestClock;
  readonly library: TrackList;
  readonly broken: Set<string>;
  readonly sessions: Sessions;
  readonly listening: Listening;
  readonly voice: VirtualVoice;
  readonly database: TestStorage;
  readonly #recommender: Recommender;

  private constructor(parts: Pick<House, 'clock' | 'library' | 'broken' | 'sessions' | 'listening' | 'voice' | 'database'> & { recommender: Recommender }) {
    this.clock = parts.clock;
    this.library = parts.library;
    this.broken = parts.broken;
    this.sessions = parts.sessions;
    this.listening = parts.listening;
    this.voice = parts.voice;
    this.database = parts.database;
    this.#recommender = parts.recommender;
  }

  static async open(tracks: readonly Track[]): Promise<House> {
    return House.#over(await temporarySqlite(), new TestClock(), new TrackList(tracks), new Set());
  }

  static async #over(database: TestStorage, clock: TestClock, library: TrackList, broken: Set<string>): Promise<House> {
    const { storage } = database;
    const lengthMs = (file: AudioFile) => (broken.has(file.path) ? null : (library.tracks().find((track) => track.file.path === file.path)?.durationMs ?? null));
    const voice = new VirtualVoice(clock, lengthMs);
    const listening = await createListening({ storage, clock, log: silentLogger });
    const recommender = await inProcessRecommender({ storage, clock, tracks: () => library.tracks() });
    let ids = 0;
    const run = clock.now();
    const sessions = createSessions({ voice, library, listening, recommender, storage, clock, log: silentLogger, newId: () => `${run}-${++ids}` });
    return new House({ clock, library, broken, sessions, listening, voice, database, recommender });
  }

  /** Another process over the same database, as after a crash: nothing of this one was closed in order. */
  async killedAndStartedAgain(): Promise<House> {
    for (const player of this.voice.players.values()) await player.close();
    await this.clock.advance(1_000);
    const again = await House.#over(this.database, this.clock, this.library, this.broken);
    await again.sessions.restore();
    return again;
  }

  /** What sounds in the place. */
  get player(): VirtualPlayer {
    const player = this.voice.players.get(PLACE);
    if (!player) throw new Error('no session has its sound in the place');
    return player;
  }

  /** Starts a session with these members present and waits for the first sound. */
  async start(...present: readonly Presence[]): Promise<Session> {
    for (const who of present) this.sessions.arrive(PLACE, who);
    const session = await this.sessions.start(PLACE, ROOM);
    await this.clock.advance(100);
    return session;
  }

  async close(): Promise<void> {
    await this.sessions.close();
    await this.#recommender.close();
    await this.listening.close();
    await this.database.remove();
  }
}

/** Title of what plays now. */
export function playing(session: Session | undefined): string | null {
  const state = session?.view().state;
  return state && 'current' in state ? state.current.track.title : null;
}
