import { GatewayDispatchEvents, ShardClientUtil, type VoiceState } from 'discord.js';
import type { PlaceId } from '../domain.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';

const REMOVED = 'Segue was removed from the server.';
const CHANNEL_GONE = 'The voice channel is gone: join another and start again with /dj start.';

/** The voice channel that the session of a place plays in; null without one. */
export function voiceChannelOf({ services }: Door, placeId: PlaceId): string | null {
  const destination = services.sessions.get(placeId)?.view().destination;
  return destination?.kind === 'discord' ? destination.channelId : null;
}

/**
 * Where Segue itself is: a session goes along when somebody moves Segue to another voice channel, and ends with
 * its channel or its guild. (That it was disconnected is seen by its voice connection.)
 */
export const keepPlaces: Part = (door) => {
  const { client, services } = door;
  const moving = new Set<string>();
  /** Guilds that it was removed from while it was not connected are only missing in what Discord lists first. */
  const identified = ({ guilds }: { readonly guilds: readonly { readonly id: string }[] }, shardId: number): void => {
    const listed = new Set(guilds.map(({ id }) => id));
    for (const { placeId } of services.sessions.all()) {
      const guildId = guildIdOf(placeId);
      if (guildId !== null && shardOf(door, guildId) === shardId && !listed.has(guildId)) end(door, placeId, REMOVED);
    }
  };
  client.ws.on(GatewayDispatchEvents.Ready, identified);
  const stop = listenTo(client, {
    voiceStateUpdate: (before, after) => void follow(door, before, after, moving),
    channelDelete: (channel) => {
      if (!channel.isDMBased() && voiceChannelOf(door, placeIdOf(channel.guildId)) === channel.id) end(door, placeIdOf(channel.guildId), CHANNEL_GONE);
    },
    guildAvailable: ({ id, channels }) => {
      const channelId = voiceChannelOf(door, placeIdOf(id));
      if (channelId !== null && !channels.cache.has(channelId)) end(door, placeIdOf(id), CHANNEL_GONE);
    },
    guildDelete: (guild) => end(door, placeIdOf(guild.id), REMOVED),
  });
  return () => {
    client.ws.off(GatewayDispatchEvents.Ready, identified);
    stop();
  };
};

/**
 * Takes the session to where Segue is. Only when it was where the session is: of two moves that people asked for
 * in a row, the first to be confirmed is the past already.
 */
async function follow(door: Door, before: VoiceState, { id, guild }: VoiceState, moving: Set<string>): Promise<void> {
  const { client, log, services } = door;
  const placeId = placeIdOf(guild.id);
  if (id !== client.user?.id || before.channelId === null || before.channelId !== voiceChannelOf(door, placeId) || moving.has(guild.id)) return;
  moving.add(guild.id);
  try {
    // Again for as long as somebody moves it on in the meantime.
    for (;;) {
      const session = services.sessions.get(placeId);
      const channelId = guild.voiceStates.cache.get(id)?.channelId ?? null;
      if (!session || channelId === null || channelId === voiceChannelOf(door, placeId)) return;
      await session.moveTo({ kind: 'discord', guildId: guild.id, channelId });
    }
  } catch (error) {
    log.warn({ err: error, place: placeId }, 'The session could not follow to another voice channel.');
  } finally {
    moving.delete(guild.id);
  }
}

function end({ log, services }: Door, placeId: PlaceId, reason: string): void {
  services.sessions
    .get(placeId)
    ?.stop(reason)
    .catch((error: unknown) => log.error({ err: error, place: placeId }, 'A session could not be ended.'));
}

function shardOf({ client }: Door, guildId: string): number {
  return ShardClientUtil.shardIdForGuildId(guildId, client.options.shardCount ?? 1);
}
