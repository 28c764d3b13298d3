import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js';
import type { DiscordConfig } from '../config.ts';

/** Why Segue is not in Discord. */
export interface Refusal {
  /** One sentence saying what to do. */
  readonly sentence: string;
  /** Whether trying again is of no use. */
  readonly final: boolean;
}

const PORTAL = 'https://discord.com/developers/applications';
const UNKNOWN_TOKEN = `Discord does not know the DISCORD_TOKEN: copy it anew from the page Bot at ${PORTAL} into .env`;

/** What a login that failed means. */
export function refusalOf(error: unknown, config: DiscordConfig): Refusal {
  const unknownToken = error instanceof DiscordjsError ? error.code === DiscordjsErrorCodes.TokenInvalid : error instanceof DiscordAPIError && error.status === 401;
  if (unknownToken) return { final: true, sentence: `${UNKNOWN_TOKEN} and start again.` };
  return unreachable(config, error instanceof Error ? error.message : String(error));
}

/** What a close code of the gateway means after which discord.js does not connect again. */
export function refusalOfClose(code: number, config: DiscordConfig): Refusal {
  return { final: true, sentence: `${sentenceOfClose(code, config)} and start again.` };
}

function sentenceOfClose(code: GatewayCloseCodes, { activity }: DiscordConfig): string {
  if (code === GatewayCloseCodes.AuthenticationFailed) return UNKNOWN_TOKEN;
  if (code === GatewayCloseCodes.DisallowedIntents) {
    return activity
      ? `Discord does not let Segue see what members listen to: switch on “Presence Intent” and “Server Members Intent” under Bot at ${PORTAL}, or set DISCORD_ACTIVITY=off,`
      : `Discord refuses an intent that every bot may ask for: check at ${PORTAL} that the application of DISCORD_TOKEN is in good standing,`;
  }
  if (code === GatewayCloseCodes.InvalidShard || code === GatewayCloseCodes.ShardingRequired) {
    return 'Discord does not take these shards: leave SHARD_IDS and SHARD_COUNT empty, or raise SHARD_COUNT,';
  }
  return `Discord refuses the connection (code ${code}): update Segue`;
}

export function unreachable(config: DiscordConfig, reason: string): Refusal {
  return { final: false, sentence: `Discord cannot be reached at ${config.api} (${reason}): check the connection to the internet; Segue goes on trying by itself.` };
}
