import type { Clock } from '../../../src/clock.ts';

const DISCORD_EPOCH = Date.UTC(2015, 0, 1);

/** Snowflakes: the time in milliseconds since 2015 in the upper 42 bits, a counter below. */
export class Ids {
  readonly #clock: Clock;
  #lasting = BigInt(Date.UTC(2021, 0, 1) - DISCORD_EPOCH);
  #guild = BigInt(Date.UTC(2020, 0, 1) - DISCORD_EPOCH);
  #moment = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Guilds come a millisecond after one another, so that they spread over the shards. */
  guild(): string {
    this.#guild += 1n;
    return String(this.#guild << 22n);
  }

  /** For channels, roles and users. */
  lasting(): string {
    this.#lasting += 1n;
    return String(this.#lasting << 22n);
  }

  /** For messages and interactions: created now, always greater than the one before. */
  moment(): string {
    const now = BigInt(this.#clock.now() - DISCORD_EPOCH) << 22n;
    this.#moment = now > this.#moment ? now : this.#moment + 1n;
    return String(this.#moment);
  }
}

/** The shard that serves a guild. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}
