import { DiscordAPIError, Events, type Client } from 'discord.js';
import type { DiscordVoice } from '../audio/voice-gateway.ts';
import type { Clock } from '../clock.ts';
import type { CommandDesk, Services } from '../command.ts';
import type { DiscordConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { followActivities } from './activity.ts';
import { attendVoice } from './attendance.ts';
import { listenTo } from './client-events.ts';
import { createClient } from './client.ts';
import { askForConsent } from './consent.ts';
import { contextOf } from './context.ts';
import { DEPLOYED, deployCommands } from './deploy-commands.ts';
import { placeIdOf, type Door, type Part } from './door.ts';
import { errorForLog } from './error-for-log.ts';
import { watchGatewayGaps } from './gateway-gaps.ts';
import { GuildMemory } from './guild-memory.ts';
import { hushEmptyChannels } from './hush.ts';
import { answerInteractions } from './interactions.ts';
import { inviteLink } from './invite.ts';
import { keepCards } from './now-playing.ts';
import { bringLists } from './list-courier.ts';
import { persist } from './persist.ts';
import { hearReactions } from './reactions.ts';
import { refusalOf, refusalOfClose, unreachable, type Refusal } from './refusal.ts';
import { speakOnStages } from './stage.ts';
import { say, textChannelOf } from './text-channel.ts';
import { relayVoice } from './voice-relay.ts';
import { showVoiceStatus } from './voice-status.ts';

export interface DiscordParts {
  readonly config: DiscordConfig;
  readonly desk: CommandDesk;
  readonly services: Services;
  readonly voice: DiscordVoice;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  /** For whoever runs Segue: that the door is open and how Segue comes into a server, or what keeps it shut. */
  readonly tell: (sentence: string) => void;
}

export interface Discord {
  /** One sentence saying why Segue is not in Discord at the moment, and what to do; null when it is, or is on its way. */
  readonly problem: string | null;
  /** Takes nothing more and says nothing more. The gateway stays, for the voice to leave its channels over. */
  retire(): void;
  close(): Promise<void>;
}

/** How long Discord may stay away before somebody should hear of it. */
const PATIENCE_MS = 20_000;

/** Opens the door to Discord in the background: whatever goes wrong there, the house is open. */
export function openDiscord({ tell, ...parts }: DiscordParts): Discord {
  const { config, clock } = parts;
  const log = parts.log.child({}, { serializers: { err: errorForLog } });
  const closing = new AbortController();
  let problem: string | null = null;
  let leaveParts = (): void => {};
  let leave = async (): Promise<void> => {};

  const report = ({ sentence }: Refusal): void => {
    if (sentence === problem) return;
    problem = sentence;
    log.error(sentence);
    tell(sentence);
  };

  /** One client's life. @throws when Discord cannot be reached, or does not let it in. */
  const enter = async (): Promise<void> => {
    const over = new AbortController();
    const client = createClient({ config, clock, log, signal: over.signal });
    const door = doorOf(client, { ...parts, log });
    let refused: Refusal | null = null;
    let cancelPatience: (() => void) | null = null;
    const waiting = (): void => {
      cancelPatience ??= clock.after(PATIENCE_MS, () => report(unreachable(config, 'its gateway does not answer')));
    };
    const arrived = (): void => {
      cancelPatience?.();
      cancelPatience = null;
      problem = null;
    };
    const stopRelay = relayVoice(parts.voice)(door);
    const stops = PARTS.map((part) => part(door));
    client.on(Events.ShardReconnecting, waiting).on(Events.ShardResume, arrived).on(Events.ShardReady, arrived);
    client.on(Events.ShardDisconnect, ({ code }) => report((refused = refusalOfClose(code, config))));
    client.once(Events.ClientReady, (ready) => {
      const servers = ready.guilds.cache.size;
      tell(`Segue is in Discord, in ${servers} ${servers === 1 ? 'server' : 'servers'}; this link lets it into another: ${inviteLink(ready.application.id)}`);
      void deploy(ready, over.signal);
    });
    leaveParts = () => {
      for (const stop of stops.splice(0).toReversed()) stop();
    };
    leave = async () => {
      over.abort();
      cancelPatience?.();
      leaveParts();
      stopRelay();
      await client.destroy();
    };
    waiting();
    try {
      await client.login(config.token);
    } catch (error) {
      await leave();
      throw refused === null ? error : new Refused(refused);
    }
  };

  const deploy = ({ rest, application }: Client<true>, signal: AbortSignal): Promise<void> =>
    persist({
      clock,
      signal,
      async work() {
        const told = await deployCommands({ rest, applicationId: application.id, commands: parts.desk.commands, told: parts.storage.keyValue(DEPLOYED) });
        if (told) log.info({ commands: parts.desk.commands.length }, 'Discord was told the commands.');
      },
      goOn(error) {
        log.error({ err: error }, 'Discord could not be told the commands.');
        return !(error instanceof DiscordAPIError);
      },
    });

  void persist({
    clock,
    signal: closing.signal,
    work: enter,
    goOn(error) {
      const refusal = error instanceof Refused ? error.refusal : refusalOf(error, config);
      report(refusal);
      return !refusal.final;
    },
  });
  const retire = (): void => {
    closing.abort();
    leaveParts();
  };
  return {
    get problem() {
      return problem;
    },
    retire,
    async close() {
      retire();
      await leave();
    },
  };
}

class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

function doorOf(client: Client, { config, desk, services, storage, clock, log }: Omit<DiscordParts, 'tell' | 'voice'>): Door {
  const guilds = new GuildMemory(storage.keyValue('discord-guild'), (guildId) => client.guilds.cache.has(guildId));
  const door: Door = {
    client,
    config,
    desk,
    services,
    guilds,
    clock,
    log,
    async contextOf(member) {
      return contextOf(door, member, (await services.sessions.settings(placeIdOf(member.guild.id))).djRoleId);
    },
    textChannelOf: (guild) => textChannelOf(door, guild),
    say: (guild, sentence) => say(door, guild, sentence),
  };
  return door;
}

/** What is kept of a guild goes when Segue is removed from it; an outage is another event. */
const forgetGuilds: Part = ({ client, guilds, log, services: { sessions, weekly } }) =>
  listenTo(client, {
    [Events.GuildDelete]: ({ id }) => {
      Promise.all([guilds.forget(id), sessions.forgetPlace(placeIdOf(id)), weekly.forgetPlace(placeIdOf(id))]).catch((error: unknown) => {
        log.warn({ err: error, guild: id }, 'What was kept of a server could not be forgotten.');
      });
    },
  });

/** Everything but the way of the voice, which stays open longer. */
const PARTS: readonly Part[] = [
  attendVoice,
  watchGatewayGaps,
  hushEmptyChannels,
  speakOnStages,
  followActivities,
  keepCards,
  askForConsent,
  showVoiceStatus,
  hearReactions,
  bringLists,
  forgetGuilds,
  answerInteractions,
];
