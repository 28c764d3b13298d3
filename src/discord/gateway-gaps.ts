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
  const { sessions } = services;
  const away = new Set<string>();

  const lost = (guild: Guild): void => {
    if (away.has(guild.id)) return;
    away.add(guild.id);
    sessions.unheard(placeIdOf(guild.id), 'gateway-gap', true);
  };
  const back = (guild: Guild): void => {
    if (!guild.available || !away.delete(guild.id)) return;
    recount(door, guild);
    sessions.unheard(placeIdOf(guild.id), 'gateway-gap', false);
  };
  const gone = ({ id }: Guild): void => {
    if (away.delete(id)) sessions.unheard(placeIdOf(id), 'gateway-gap', false);
  };
  const shardWide = (each: (guild: Guild) => void) => (shardId: number) => {
    for (const guild of client.guilds.cache.values()) if (guild.shardId === shardId) each(guild);
  };
  const shardLost = shardWide(lost);
  const shardBack = shardWide(back);

  return listenTo(client, {
    shardReconnecting: shardLost,
    shardDisconnect: (_, shardId) => shardLost(shardId),
    guildUnavailable: lost,
    shardResume: shardBack,
    shardReady: shardBack,
    guildAvailable: back,
    guildDelete: gone,
  });
};
