import { DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js';
import type { DiscordConfig } from '../config.ts';

/** Why Segue is not in Discord. */
export interface Refusal {
  /** One sentence saying what to do. */
  readonly sentence: string;
  /** Whether trying again is of no use. */
  readonly final: boolean;
}

const PORTAL = 'https://discord.com/developers/applications';

/** What a login that failed means. */
export function refusalOf(error: unknown, config: DiscordConfig): Refusal {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return wrongToken();
  return unreachable(config, error instanceof Error ? error.message : String(error));
}

/** What a close code of the gateway means after which discord.js does not connect again. */
export function refusalOfClose(code: GatewayCloseCodes, config: DiscordConfig): Refusal {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return wrongToken();
    case GatewayCloseCodes.DisallowedIntents:
      return {
        final: true,
        sentence: config.activity
          ? `Discord does not let Segue see what members listen to: switch on “Presence Intent” and “Server Members Intent” under Bot at ${PORTAL}, or set DISCORD_ACTIVITY=off, and start again.`
          : `Discord refuses an intent that Segue asks for: check under Bot at ${PORTAL} that DISCORD_TOKEN is that of a bot in good standing, and start again.`,
      };
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return { final: true, sentence: 'Discord does not take these shards: leave SHARD_IDS and SHARD_COUNT empty, or raise SHARD_COUNT, and start again.' };
    default:
      return { final: true, sentence: `Discord refuses the connection (code ${code}): update Segue and start again.` };
  }
}

export function unreachable(config: DiscordConfig, reason: string): Refusal {
  return { final: false, sentence: `Discord cannot be reached at ${config.api} (${reason}): check the connection to the internet; Segue goes on trying by itself.` };
}

function wrongToken(): Refusal {
  return { final: true, sentence: `Discord does not know the DISCORD_TOKEN: copy it anew from the page Bot at ${PORTAL} into .env and start again.` };
}
