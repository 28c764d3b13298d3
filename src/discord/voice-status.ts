import { ChannelType, Events, type Guild, type Snowflake } from 'discord.js';
import type { SessionView } from '../session/session.ts';
import { visible } from '../visible.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';
import { isForbidden, PacedWork } from './paced-work.ts';
import { clip } from './render/text.ts';

const EVERY_MS = 5_000;
/** Discord's limit. */
const MAX_STATUS = 500;

/** Shows under the name of the voice channel what plays there. */
export const showVoiceStatus: Part = (door) => {
  const { client, services: { sessions } } = door;
  const statuses = new Map<string, VoiceStatus>();
  const statusOf = (guildId: string): VoiceStatus => {
    const status = statuses.get(guildId) ?? new VoiceStatus(door, guildId);
    statuses.set(guildId, status);
    return status;
  };
  const stops = [
    sessions.onChange((placeId) => {
      const guildId = guildIdOf(placeId);
      if (guildId !== null && (sessions.get(placeId) || statuses.has(guildId))) statusOf(guildId).changed();
    }),
    // Once Segue has left, it may not change the status any more.
    sessions.beforeEnd(async (placeId) => {
      const guildId = guildIdOf(placeId);
      if (guildId !== null) await statuses.get(guildId)?.bringUpToDate();
    }),
    listenTo(client, {
      [Events.ClientReady]: () => {
        for (const { placeId } of sessions.all()) {
          const guildId = guildIdOf(placeId);
          if (guildId !== null) statusOf(guildId).changed();
        }
      },
      // Segue may set the status of a channel that it is in.
      [Events.VoiceStateUpdate]: (_before, { id, guild }) => {
        if (id === client.user?.id) statuses.get(guild.id)?.changed();
      },
      [Events.GuildDelete]: ({ id }) => {
        statuses.get(id)?.stop();
        statuses.delete(id);
      },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const status of statuses.values()) status.stop();
  };
};

interface Status {
  readonly channelId: Snowflake;
  readonly text: string;
}

/** The status that one guild's voice channel has of Segue. */
class VoiceStatus {
  readonly #door: Door;
  readonly #guildId: string;
  readonly #work: PacedWork;
  /** What was set last, and has not been cleared. */
  #set: Status | null = null;

  constructor(door: Door, guildId: string) {
    this.#door = door;
    this.#guildId = guildId;
    this.#work = new PacedWork({
      clock: door.clock,
      log: door.log.child({ guild: guildId }),
      everyMs: EVERY_MS,
      what: 'The status of the voice channel',
      run: () => this.#bringUpToDate(),
    });
  }

  changed(): void {
    this.#work.want();
  }

  /** At once, however lately it was changed. */
  bringUpToDate(): Promise<void> {
    return this.#work.hurry();
  }

  stop(): void {
    this.#work.stop();
  }

  async #bringUpToDate(): Promise<boolean> {
    const { client, services } = this.#door;
    const guild = client.guilds.cache.get(this.#guildId);
    if (!guild?.available) return false;
    const view = services.sessions.get(placeIdOf(this.#guildId))?.view();
    const wanted = view ? wantedIn(guild, view) : null;
    if (wanted?.channelId === this.#set?.channelId && wanted?.text === this.#set?.text) return false;
    const left = this.#set;
    this.#set = null;
    if (left && left.channelId !== wanted?.channelId && guild.channels.cache.has(left.channelId)) await this.#clear(left.channelId);
    if (wanted) await this.#put(wanted.channelId, wanted.text);
    this.#set = wanted;
    return true;
  }

  /** Of a channel that it has left already, Segue may clear the status only where it manages channels. */
  async #clear(channelId: Snowflake): Promise<void> {
    try {
      await this.#put(channelId, '');
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
  }

  async #put(channelId: Snowflake, status: string): Promise<void> {
    await this.#door.client.rest.put(`/channels/${channelId}/voice-status`, { body: { status } });
  }
}

/** null where there is nothing to show, or nothing to show it on: stages have no status. */
function wantedIn({ channels, members: { me } }: Guild, { state, destination }: SessionView): Status | null {
  if (destination.kind !== 'discord' || !('current' in state) || me?.voice.channelId !== destination.channelId) return null;
  if (channels.cache.get(destination.channelId)?.type !== ChannelType.GuildVoice) return null;
  const { title, artist } = state.current.track;
  return { channelId: destination.channelId, text: clip(visible(`🎵 ${title} — ${artist}`), MAX_STATUS) };
}
