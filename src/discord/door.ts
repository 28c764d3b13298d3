import type { Client, Guild, GuildMember, SendableChannels } from 'discord.js';
import type { Clock } from '../clock.ts';
import type { CommandContext, CommandDesk, Services } from '../command.ts';
import type { DiscordConfig } from '../config.ts';
import type { ListenerId, PlaceId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { GuildMemory } from './guild-memory.ts';

/** What every part of the Discord door works with. */
export interface Door {
  readonly client: Client;
  readonly config: DiscordConfig;
  readonly desk: CommandDesk;
  readonly services: Services;
  /** What the door remembers of each guild across restarts. */
  readonly guilds: GuildMemory;
  readonly clock: Clock;
  readonly log: Logger;
  /** The same member as commands see them. */
  contextOf(member: GuildMember): Promise<CommandContext>;
  /** Where Segue writes in a guild: the channel of its settings, else where it was last called; null when it may write in none. */
  textChannelOf(guild: Guild): Promise<SendableChannels | null>;
  /** Writes one sentence there; a failure is logged, never thrown. */
  say(guild: Guild, sentence: string): Promise<void>;
}

/** A part of the door: begins to listen to the client's events and the services; what it returns ends that. */
export type Part = (door: Door) => () => void;

const PREFIX = 'discord:';

export function placeIdOf(guildId: string): PlaceId {
  return PREFIX + guildId;
}

/** The guild of a place, null for a place of another door. */
export function guildIdOf(placeId: PlaceId): string | null {
  return placeId.startsWith(PREFIX) ? placeId.slice(PREFIX.length) : null;
}

export function listenerIdOf(userId: string): ListenerId {
  return PREFIX + userId;
}

/** The Discord user of a listener, null for a listener of another door. */
export function userIdOf(id: ListenerId): string | null {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;
}
