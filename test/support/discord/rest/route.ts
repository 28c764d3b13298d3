import type { FakeChannel } from '../channel.ts';
import type { FakeDiscord } from '../fake-discord.ts';
import type { FakeGuild } from '../guild.ts';
import type { FakeAttachment } from '../message.ts';
import type { Budget } from './rate-limits.ts';

/** One request to a route. */
export interface Call {
  readonly discord: FakeDiscord;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: readonly FakeAttachment[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With names in braces: `/channels/{channel}`. The first one is what budgets are counted for. */
  readonly path: string;
  readonly budget?: Budget;
  /** Returns the body of a 200, or undefined for 204. @throws RestError */
  readonly answer: (call: Call) => unknown;
}

/** An answer that is not a success. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function channelOf({ discord, params }: Call): FakeChannel {
  for (const guild of discord.guilds.values()) {
    const channel = guild.channels.get(params['channel'] ?? '');
    if (channel) return channel;
  }
  const direct = [...discord.directChannels.values()].find(({ id }) => id === params['channel']);
  if (direct) return direct;
  const former = discord.formerGuilds.some((guild) => guild.channels.has(params['channel'] ?? ''));
  throw former ? new RestError(403, 50001, 'Missing Access') : new RestError(404, 10003, 'Unknown Channel');
}

export function guildOf({ discord, params }: Call): FakeGuild {
  const guild = discord.guilds.get(params['guild'] ?? '');
  if (!guild) throw new RestError(404, 10004, 'Unknown Guild');
  return guild;
}

/** @throws RestError when the bot may not see the channel (50001) or may not do that in it (50013) */
export function mustBeAllowed(channel: FakeChannel, permissions: bigint): void {
  const { guild } = channel;
  if (channel.direct) return;
  const granted = guild.permissionsOf(guild.bot, channel);
  if (granted === 0n) throw new RestError(403, 50001, 'Missing Access');
  if ((granted & permissions) !== permissions) throw new RestError(403, 50013, 'Missing Permissions');
}

