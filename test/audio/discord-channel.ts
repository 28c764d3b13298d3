import { expect, onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../src/clock.ts';
import { loadDiscordLibrary, type DiscordLibrary } from '../../src/audio/discord-library.ts';
import { DiscordPlace } from '../../src/audio/discord-place.ts';
import type { PlayerEvent } from '../../src/audio/player-item.ts';
import { FakeDiscord, type FakeChannel, type FakeGuild } from '../support/discord/fake-discord.ts';
import { logIn, type LoggedIn } from './gateway-client.ts';

/** Time that passes faster: what takes minutes is over in seconds, against servers that know nothing of it. */
export class HurriedClock implements Clock {
  readonly #factor: number;
  readonly #start = Date.now();

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return this.#start + (Date.now() - this.#start) * this.#factor;
  }

  after(ms: number, run: () => void): () => void {
    return systemClock.after(ms / this.#factor, run);
  }
}

/** Long waits never end: what happens under this clock does not happen because time was up. */
export const patientClock: Clock = {
  now: () => systemClock.now(),
  after: (ms, run) => (ms < 1_000 ? systemClock.after(ms, run) : () => {}),
};

/** A place in a voice channel. */
export interface InChannel {
  readonly guild: FakeGuild;
  readonly voice: FakeGuild['voice'];
  readonly channel: FakeChannel;
  readonly place: DiscordPlace;
  /** What the place had to say. */
  readonly events: PlayerEvent[];
}

export interface InChannelOptions {
  readonly clock?: Clock;
  readonly library?: () => Promise<DiscordLibrary>;
  /** Called before the place is opened, with its guild; where to go, if not to the lounge. */
  readonly before?: (guild: FakeGuild) => FakeChannel | void;
}

/** A Discord on loopback with a bot that is logged in; every place gets a guild of its own. */
export class DiscordHouse {
  readonly discord: FakeDiscord;
  readonly #places = new Map<string, DiscordPlace>();
  #gateway: LoggedIn | null = null;

  private constructor(discord: FakeDiscord) {
    this.discord = discord;
  }

  static async open(): Promise<DiscordHouse> {
    const discord = await FakeDiscord.start({ validate: false });
    discord.trust();
    const house = new DiscordHouse(discord);
    house.#gateway = await logIn(discord, (event) => house.#places.get(event.guildId)?.tell(event));
    return house;
  }

  /** Closes the place when the test is over, and holds that the bot kept to Discord's rules. */
  async enter({ clock, library = loadDiscordLibrary, before }: InChannelOptions = {}): Promise<InChannel> {
    const guild = this.discord.addGuild();
    const channel = before?.(guild) ?? guild.channel('lounge');
    const gateway = this.#gateway;
    await this.discord.until(() => gateway?.client.guilds.cache.has(guild.id), 'the guild to be known');
    const events: PlayerEvent[] = [];
    const place: DiscordPlace = new DiscordPlace({
      guildId: guild.id,
      channelId: channel.id,
      library,
      send: (payload) => gateway?.send(guild.id, payload) === true || place.unsent(),
      onEvent: (event) => events.push(event),
      ...(clock && { clock }),
    });
    this.#places.set(guild.id, place);
    onTestFinished(async () => {
      await place.close();
      this.#places.delete(guild.id);
      expect(this.discord.problems).toEqual([]);
    });
    return { guild, voice: guild.voice, channel, place, events };
  }

  async close(): Promise<void> {
    await this.#gateway?.close();
    await this.discord.stop();
  }
}
