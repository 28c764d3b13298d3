import type { DiscordConfig } from './config.ts';
import type { PlaceId } from './domain.ts';

/** What of the house is this process's, when several run on one database. */
export interface Share {
  /** Whether no other process writes to the database. */
  readonly alone: boolean;
  owns(placeId: PlaceId): boolean;
}

export const WHOLE_HOUSE: Share = { alone: true, owns: () => true };

const SNOWFLAKE_TIME_BITS = 22n;

/**
 * Servers of Discord belong to whoever runs their shard (Discord's formula: the time in the server's id, modulo
 * the number of shards); every other place to whoever runs shard 0.
 */
export function shareOf(shards: DiscordConfig['shards']): Share {
  if (shards === null || shards.ids.length === shards.count) return WHOLE_HOUSE;
  const own = new Set(shards.ids);
  return {
    alone: false,
    owns(placeId) {
      const guildId = /^discord:(\d+)$/.exec(placeId)?.[1];
      return own.has(guildId === undefined ? 0 : Number((BigInt(guildId) >> SNOWFLAKE_TIME_BITS) % BigInt(shards.count)));
    },
  };
}
