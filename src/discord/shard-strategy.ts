import { SimpleShardingStrategy, WebSocketShardStatus, type WebSocketOptions } from 'discord.js';
import type { Clock } from '../clock.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * discord.js's own way of running shards in this process, except that an unreachable gateway is tried again
 * with growing pauses (discord.js: every half second), that it does not end the login, and that a shard
 * between two tries does not connect any more after the signal (discord.js: it does, and stays).
 * @param parts.refused whether Discord said that trying again is of no use
 */
export function patientShards({ clock, signal, refused }: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly refused: () => boolean;
}): NonNullable<WebSocketOptions['buildStrategy']> {
  return (manager) => {
    const shards = new SimpleShardingStrategy(manager);
    const failures = new Map<number, number>();
    const retrieve = manager.options.retrieveSessionInfo.bind(manager.options);
    // A shard asks for its session before every try to connect, and with every event while it is connected.
    manager.options.retrieveSessionInfo = async (shardId) => {
      const status = (await shards.fetchStatus()).get(shardId);
      if (status === WebSocketShardStatus.Ready) failures.delete(shardId);
      if (status === WebSocketShardStatus.Idle) {
        const failed = failures.get(shardId) ?? 0;
        failures.set(shardId, failed + 1);
        if (failed > 1) await pause(clock, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failed - 1)));
      }
      return signal.aborted ? new Promise<never>(() => {}) : retrieve(shardId);
    };
    return {
      spawn: (ids) => shards.spawn(ids),
      connect: () =>
        shards.connect().catch((error: unknown) => {
          if (refused()) throw error;
        }),
      destroy: (options) => shards.destroy(options),
      send: (shardId, payload) => shards.send(shardId, payload),
      fetchStatus: () => shards.fetchStatus(),
    };
  };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
