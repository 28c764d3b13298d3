import { pino } from 'pino';
import { createCommandDesk } from '../../commands/desk/desk.ts';
import { commands } from '../../commands/registry.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { Services } from '../../src/command.ts';
import type { DiscordConfig } from '../../src/config.ts';
import { openDiscord, type Discord } from '../../src/discord/discord.ts';
import { listenerIdOf, placeIdOf } from '../../src/discord/door.ts';
import type { AudioFile, ListenerId, PlaceId, Track } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Session } from '../../src/session/session.ts';
import { createSessions } from '../../src/session/sessions.ts';
import { createWeekly } from '../../src/weekly/create-weekly.ts';
import { FakeDiscord, type FakeDiscordOptions, type FakeGuild } from '../support/discord/fake-discord.ts';
import type { GuildOptions } from '../support/discord/guild.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { fileImports } from '../support/file-imports.ts';
import { KnownRequests, NOTHING_READ } from '../support/known-requests.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';
import { VirtualVoice } from '../support/virtual-voice.ts';

export interface DiscordHouseOptions {
  /**
   * Time for the services, the door, and the age of interactions: a {@link TestClock} to turn, or (when absent)
   * the machine's. discord.js and the sockets live in real time either way, so wait for what comes over them
   * with `house.discord.until(…)`.
   */
  readonly clock?: Clock;
  /** Ids of sessions and queue entries, from which chance follows; random ones when absent. */
  readonly newId?: () => string;
  /** The first guild; it has members Ada, Ben and Cyd, #general and #lobby, and the voice channels lounge and attic. */
  readonly guild?: GuildOptions;
  readonly config?: Partial<DiscordConfig>;
  readonly fake?: Omit<FakeDiscordOptions, 'clock'>;
  /** Resolves before the door is open when false: for tests of what keeps it shut. */
  readonly wait?: boolean;
  /** Called with the fake before the bot logs in. */
  readonly prepare?: (discord: FakeDiscord) => void;
}

const GUILD: GuildOptions = { members: ['Ada', 'Ben', 'Cyd'], textChannels: ['general', 'lobby'], voiceChannels: ['lounge', 'attic'] };
const TRACKS = Array.from({ length: 12 }, (_, n) => aTrack(n + 1));

interface Inside {
  readonly services: Services;
  readonly voice: VirtualVoice;
  readonly door: Discord;
  close(): Promise<void>;
}

/**
 * The real door to Discord over real services, storage and recommender; only Discord itself is a fake on
 * loopback, and the voice has no sound.
 *
 * ```ts
 * const house = await DiscordHouse.open();
 * const ada = house.member('Ada');
 * const session = await house.start(ada);           // Ada joins the lounge and says /dj start
 * const asked = await ada.command('skip').answered();
 * expect(asked.text).toContain('…');
 * await house.discord.until(() => house.guild.channel('general').messages.length > 0, 'a card');
 * await house.close();                               // fails when the bot did what Discord does not allow
 * ```
 */
export class DiscordHouse {
  readonly discord: FakeDiscord;
  /** The first guild. */
  readonly guild: FakeGuild;
  readonly clock: Clock;
  readonly library: TrackList;
  readonly database: TestStorage;
  /** Every line of the log, as JSON. */
  readonly logged: string[] = [];
  /** What whoever runs Segue was told. */
  readonly told: string[] = [];
  /** What is understood of plain words. */
  readonly requests = new KnownRequests();
  readonly config: DiscordConfig;
  readonly #newId: (() => string) | undefined;
  #inside!: Inside;

  private constructor(parts: Pick<DiscordHouse, 'discord' | 'guild' | 'clock' | 'library' | 'database' | 'config'>, newId?: () => string) {
    this.discord = parts.discord;
    this.guild = parts.guild;
    this.clock = parts.clock;
    this.library = parts.library;
    this.database = parts.database;
    this.config = parts.config;
    this.#newId = newId;
  }

  static async open(tracks: readonly Track[] = TRACKS, options: DiscordHouseOptions = {}): Promise<DiscordHouse> {
    const clock = options.clock ?? systemClock;
    const discord = await FakeDiscord.start({ ...options.fake, clock });
    const guild = discord.addGuild({ ...GUILD, ...options.guild });
    options.prepare?.(discord);
    const config = { token: discord.token, api: discord.api, activity: false, shards: null, ...options.config };
    const house = new DiscordHouse({ discord, guild, clock, library: new TrackList(tracks), database: await temporarySqlite(), config }, options.newId);
    house.#inside = await house.#openInside();
    if (options.wait ?? true) await house.ready();
    return house;
  }

  get services(): Services {
    return this.#inside.services;
  }

  get voice(): VirtualVoice {
    return this.#inside.voice;
  }

  get door(): Discord {
    return this.#inside.door;
  }

  /** The place of the first guild. */
  get placeId(): PlaceId {
    return placeIdOf(this.guild.id);
  }

  /** The session of the first guild. */
  get session(): Session | undefined {
    return this.services.sessions.get(this.placeId);
  }

  /** A member of the first guild. */
  member(name: string): FakeMember {
    return this.guild.member(name);
  }

  idOf(member: FakeMember): ListenerId {
    return listenerIdOf(member.id);
  }

  /** Waits until the door is open and Discord knows the commands. */
  async ready(): Promise<void> {
    await this.discord.until(() => this.discord.commands.length > 0 && this.told.some((sentence) => sentence.includes('is in Discord')), 'the door to open');
  }

  /** These members join the lounge, the first says /dj start; waits until something plays. */
  async start(first: FakeMember, ...others: readonly FakeMember[]): Promise<Session> {
    const { guild } = first;
    for (const member of [first, ...others]) member.join(guild.channel('lounge'));
    await first.command('dj start').answered();
    return this.discord.until(() => {
      const session = this.services.sessions.get(placeIdOf(guild.id));
      return session && 'current' in session.view().state ? session : null;
    }, 'the music to start');
  }

  /** As after a restart of the process: everything closed in order and opened anew over the same database. */
  async restart(): Promise<void> {
    await this.#inside.close();
    this.told.length = 0;
    this.#inside = await this.#openInside();
    await this.ready();
  }

  /** @throws Error when the bot did what Discord does not allow */
  async close(): Promise<void> {
    await this.#inside.close();
    await this.discord.stop();
    await this.database.remove();
    if (this.discord.problems.length > 0) throw new Error(`Discord does not allow what the bot did:\n${this.discord.problems.join('\n')}`);
  }

  async #openInside(): Promise<Inside> {
    const { clock, library } = this;
    const { storage } = this.database;
    const log = pino({ level: 'debug' }, { write: (line: string) => void this.logged.push(line) });
    const lengthMs = (file: AudioFile) => library.tracks().find((track) => track.file.path === file.path)?.durationMs ?? null;
    const voice = new VirtualVoice(clock, lengthMs);
    const listening = await createListening({ storage, clock, log });
    const recommender = await inProcessRecommender({ storage, clock, tracks: () => library.tracks() });
    const sessions = createSessions({ voice, library, listening, recommender, storage, clock, log, ...(this.#newId && { newId: this.#newId }) });
    const weekly = createWeekly({ storage, listening, library, recommender, clock, log, paceMs: 0 });
    const services = { sessions, library, listening, recommender, requests: this.requests, reading: NOTHING_READ, imports: fileImports({ storage, listening, library, clock, log }), weekly, clock };
    await sessions.restore();
    const door = openDiscord({ config: this.config, desk: createCommandDesk(commands, log), services, voice, storage, clock, log, tell: (sentence) => void this.told.push(sentence) });
    return {
      services,
      voice,
      door,
      async close() {
        await door.close();
        await weekly.close();
        await services.imports.close();
        await sessions.close();
        await recommender.close();
        await listening.close();
      },
    };
  }
}
