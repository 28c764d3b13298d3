import { ActivityType, Client, Events, GatewayIntentBits, Options, Partials, RESTEvents } from 'discord.js';
import type { Clock } from '../clock.ts';
import type { DiscordConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { patientShards } from './shard-strategy.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const REQUEST_RETRIES = 3;
/** How long whoever has left the voice channels may stay in memory, in seconds. */
const SWEEP_S = 300;
/** Members a guild keeps besides those in its voice channels, until they are swept. */
const MEMBERS_KEPT = 300;
const USERS_KEPT = 2_000;

/** discord.js's client as Segue needs it: few intents, small caches, nobody pinged; its troubles go to the log. */
export function createClient({ config, clock, log, signal }: {
  readonly config: DiscordConfig;
  readonly clock: Clock;
  readonly log: Logger;
  /** After it nothing connects any more. */
  readonly signal: AbortSignal;
}): Client {
  let refused = false;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildVoiceStates,
      GatewayIntentBits.GuildMessageReactions,
      ...(config.activity ? [GatewayIntentBits.GuildPresences, GatewayIntentBits.GuildMembers] : []),
    ],
    // Reactions and presses on messages from before a restart.
    partials: [Partials.Message, Partials.Reaction, Partials.User],
    allowedMentions: { parse: [] },
    presence: { activities: [{ name: '/dj start', type: ActivityType.Listening }] },
    ...shardsOf(config),
    ws: { buildStrategy: patientShards({ clock, signal, refused: () => refused }) },
    rest: { api: config.api, timeout: REQUEST_TIMEOUT_MS, retries: REQUEST_RETRIES },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: MEMBERS_KEPT, keepOverLimit: (member) => member.id === member.client.user.id || member.voice.channelId !== null },
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: USERS_KEPT, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
    // Discord names people with everything they do: nobody need be remembered for what they might do next.
    sweepers: {
      ...Options.DefaultSweeperSettings,
      voiceStates: { interval: SWEEP_S, filter: () => ({ channelId }) => channelId === null },
      guildMembers: { interval: SWEEP_S, filter: () => ({ id, client, voice }) => id !== client.user.id && voice.channelId === null },
      // Members know who they are.
      users: { interval: SWEEP_S, filter: () => ({ id, client }) => id !== client.user.id },
    },
  });
  client.on(Events.ShardDisconnect, () => (refused = true));
  client.on(Events.Error, (error) => log.error({ err: error }, 'Something failed in Discord’s door.'));
  client.on(Events.Warn, (message) => log.warn(message));
  client.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, 'The connection to Discord failed; it is tried again.'));
  client.on(Events.ShardReconnecting, (shard) => log.debug({ shard }, 'Connecting to Discord again.'));
  client.rest.on(RESTEvents.RateLimited, ({ method, route, timeToReset, scope }) => {
    log.warn({ method, route, waitMs: timeToReset, scope }, 'Discord asks to wait before the next request of this kind.');
  });
  return client;
}

function shardsOf({ shards }: DiscordConfig) {
  if (shards) return { shards: shards.ids, shardCount: shards.count };
  // Discord says how many there are. With its default of 1, discord.js would read an empty SHARD_COUNT as 0.
  return { shards: 'auto' as const, shardCount: 2 };
}
