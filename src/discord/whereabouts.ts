import { GatewayDispatchEvents, ShardClientUtil, type GuildBasedChannel, type VoiceState } from 'discord.js';
import type { PlaceId } from '../domain.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';

const REMOVED = 'Segue was removed from the server.';

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
    voiceStateUpdate: (before, after) => follow(door, before, after),
    channelDelete: (channel) => {
      if (!channel.isDMBased()) channelGone(door, channel);
    },
    guildDelete: (guild) => end(door, placeIdOf(guild.id), REMOVED),
  });
  return () => {
    client.ws.off(GatewayDispatchEvents.Ready, identified);
    stop();
  };
};

/** Only from where the session is: of two moves asked for in a row, the first to be confirmed is the past already. */
function follow(door: Door, before: VoiceState, after: VoiceState): void {
  const { client, log, services } = door;
  if (after.id !== client.user?.id || after.channelId === null) return;
  const placeId = placeIdOf(after.guild.id);
  const channelId = voiceChannelOf(door, placeId);
  if (channelId === null || before.channelId !== channelId || after.channelId === channelId) return;
  services.sessions
    .get(placeId)
    ?.moveTo({ kind: 'discord', guildId: after.guild.id, channelId: after.channelId })
    .catch((error: unknown) => log.warn({ err: error, place: placeId }, 'The session could not follow to another voice channel.'));
}

function channelGone(door: Door, channel: GuildBasedChannel): void {
  const placeId = placeIdOf(channel.guildId);
  if (voiceChannelOf(door, placeId) !== channel.id) return;
  end(door, placeId, `The voice channel ${channel.name} was deleted: join another and start again with /dj start.`);
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
