import type { Guild } from 'discord.js';
import { recount } from './attendance.ts';
import { listenTo } from './client-events.ts';
import { placeIdOf, type Part } from './door.ts';

/**
 * While Discord's gateway is lost, or a guild is away, nobody knows who hears the music: from then until the
 * truth has been read again, nothing is credited.
 */
export const watchGatewayGaps: Part = (door) => {
  const { client, services } = door;
  const tell = (guild: Guild, gap: boolean): void => services.sessions.unheard(placeIdOf(guild.id), 'gateway-gap', gap);
  const lost = (guild: Guild): void => tell(guild, true);
  const back = (guild: Guild): void => {
    if (!guild.available) return;
    recount(door, guild);
    tell(guild, false);
  };
  const onShard = (each: (guild: Guild) => void) => (shardId: number) => {
    for (const guild of client.guilds.cache.values()) if (guild.shardId === shardId) each(guild);
  };
  const shardLost = onShard(lost);

  return listenTo(client, {
    shardReconnecting: shardLost,
    shardDisconnect: (_, shardId) => shardLost(shardId),
    guildUnavailable: lost,
    shardResume: onShard(back),
    shardReady: onShard(back),
    guildAvailable: back,
    guildDelete: (guild) => tell(guild, false),
  });
};
