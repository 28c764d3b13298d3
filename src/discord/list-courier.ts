import { Events, PermissionFlagsBits, type Guild, type SendableChannels, type Snowflake } from 'discord.js';
import type { CommandContext } from '../command.ts';
import type { PlaceId } from '../domain.ts';
import { UserError } from '../user-error.ts';
import { NotPosted, type Courier, type Plans } from '../weekly/courier.ts';
import type { DiscoveryList } from '../weekly/weekly.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, userIdOf, type Door, type Part } from './door.ts';
import { directChannel, findPosted, postList } from './list-post.ts';
import { renderReply } from './render/reply.ts';
import { isWritable } from './text-channel.ts';

/** Brings lists into channels and direct messages, for whoever has them. */
export const bringLists: Part = (door) => {
  const { weekly } = door.services;
  const look = () => void weekly.bringUpToDate();
  const stopCourier = weekly.deliverBy(new ListCourier(door));
  // What was due while Segue was away, or a server was.
  const stopLooking = listenTo(door.client, { [Events.ClientReady]: look, [Events.GuildAvailable]: look });
  return () => {
    stopLooking();
    stopCourier();
  };
};

export class ListCourier implements Courier {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  serves(placeId: PlaceId): boolean {
    return this.#door.client.isReady() && this.#guildOf(placeId)?.available === true;
  }

  async addressOf({ placeId, listenerId }: DiscoveryList, { place, member }: Plans): Promise<Snowflake> {
    const guild = this.#guildOf(placeId);
    if (!guild) throw new NotPosted('no-server', false);
    const userId = listenerId === null ? null : userIdOf(listenerId);
    if (userId !== null && !(await isMember(guild, userId))) throw new NotPosted('left', true);
    if (userId !== null && member?.by === 'dm') return directChannel(this.#door.client.rest, userId);
    const chosen = place.channelId === null ? null : (guild.channels.cache.get(place.channelId) ?? null);
    const channel = canLookBack(chosen) ? chosen : await this.#door.textChannelOf(guild);
    // Without seeing what was posted, nobody could make sure that it is posted once.
    if (!canLookBack(channel)) throw new NotPosted('no-channel', false);
    return channel.id;
  }

  find({ id: listId }: DiscoveryList, channelId: Snowflake, since: number): Promise<Snowflake | null> {
    const { rest, user } = this.#door.client;
    return findPosted(rest, { channelId, selfId: user?.id ?? '', listId, since });
  }

  async post(list: DiscoveryList, channelId: Snowflake, signal: AbortSignal): Promise<Snowflake> {
    const guild = this.#guildOf(list.placeId);
    if (!guild) throw new NotPosted('no-server', false);
    const reply = await this.#door.desk.execute(['weekly', 'show'], {}, this.#contextOf(list));
    if (reply.view.kind !== 'list') throw new Error('the list cannot be shown');
    const message = await renderReply(reply, this.#door, guild.id);
    return postList(this.#door.client.rest, { channelId, listId: list.id, message, signal });
  }

  /** As whom it is for; for everybody, as nobody. */
  #contextOf({ id, placeId, listenerId }: DiscoveryList): CommandContext {
    return {
      caller: { id: listenerId ?? '', name: '', manager: false, operator: false, dj: false, here: false },
      placeId,
      services: this.#door.services,
      listId: id,
      destination() {
        throw new UserError('nowhere', 'Join a voice channel first, then say it again: Segue comes to where you are.');
      },
    };
  }

  #guildOf(placeId: PlaceId): Guild | undefined {
    return this.#door.client.guilds.cache.get(guildIdOf(placeId) ?? '');
  }
}

async function isMember({ members }: Guild, userId: Snowflake): Promise<boolean> {
  try {
    await members.fetch(userId);
    return true;
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return false;
    throw error;
  }
}

function canLookBack(channel: Parameters<typeof isWritable>[0]): channel is SendableChannels {
  if (!isWritable(channel) || channel.isDMBased() || !channel.guild.members.me) return false;
  return channel.permissionsFor(channel.guild.members.me)?.has([PermissionFlagsBits.ReadMessageHistory, PermissionFlagsBits.AttachFiles]) ?? false;
}
