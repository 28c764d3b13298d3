import type { Guild, GuildMember } from 'discord.js';
import type { PlaceId, Presence } from '../domain.ts';
import { visible } from '../visible.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, listenerIdOf, placeIdOf, type Door, type Part } from './door.ts';
import { keepPlaces, voiceChannelOf } from './whereabouts.ts';

/**
 * Who is there: the people in the voice channel that a session plays in, told to the sessions as they come and
 * go. The truth is the voice states that the gateway client keeps; it is read anew on every event and compared
 * with what was told, so that lost, doubled and disordered events do no harm.
 */
export const attendVoice: Part = (door) => {
  const { client, services } = door;
  const { sessions } = services;
  /** The channel in which a place's people were last counted for its session. */
  const counted = new Map<PlaceId, string>();

  const recountShard = (shardId: number): void => {
    for (const guild of client.guilds.cache.values()) if (guild.shardId === shardId) recount(door, guild);
  };
  const stops = [
    keepPlaces(door),
    // Of a session's changes only where it plays matters here; its people change by what is told below.
    sessions.onChange((placeId) => {
      const guildId = guildIdOf(placeId);
      const channelId = voiceChannelOf(door, placeId);
      if (guildId === null || (counted.get(placeId) ?? null) === channelId) return;
      if (channelId === null) counted.delete(placeId);
      else counted.set(placeId, channelId);
      const guild = client.guilds.cache.get(guildId);
      if (guild) recount(door, guild);
      else tell(door, placeId, []);
    }),
    listenTo(client, {
      voiceStateUpdate: (_, { guild }) => recount(door, guild),
      guildMemberUpdate: (_, { guild }) => recount(door, guild),
      guildAvailable: (guild) => recount(door, guild),
      shardResume: recountShard,
      shardReady: recountShard,
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Reads who is in the voice channel of the guild's session now; without a session nobody is. */
export function recount(door: Door, guild: Guild): void {
  const channelId = voiceChannelOf(door, placeIdOf(guild.id));
  if (channelId === null) tell(door, placeIdOf(guild.id), []);
  else countIn(door, guild, channelId);
}

/** Counts the people of a voice channel as present, and nobody else: a session is about to start there. */
export function countIn(door: Door, guild: Guild, channelId: string): void {
  const people: Presence[] = [];
  for (const state of guild.voiceStates.cache.values()) {
    if (state.channelId !== channelId) continue;
    const { member } = state;
    if (!member) findMember(door, guild, state.id);
    else if (!member.user.bot) people.push({ id: listenerIdOf(member.id), name: nameOf(member), deafened: state.deaf === true });
  }
  tell(door, placeIdOf(guild.id), people);
}

/** What a member is called in their guild, as people see it; a user's own name always shows something. */
export function nameOf({ displayName, user }: GuildMember): string {
  return visible(displayName) || user.username;
}

/** Tells the sessions in what those who are there differ from those who were. */
function tell({ services }: Door, placeId: PlaceId, people: readonly Presence[]): void {
  const { sessions } = services;
  const known = new Map(sessions.present(placeId).map((who) => [who.id, who]));
  for (const who of people) {
    const before = known.get(who.id);
    known.delete(who.id);
    if (before?.name !== who.name) sessions.arrive(placeId, who);
    else if (before.deafened !== who.deafened) sessions.deafen(placeId, who.id, who.deafened);
  }
  for (const id of known.keys()) sessions.leave(placeId, id);
}

/** After a lookup that failed. */
const LOOK_AGAIN_MS = 30_000;

/** Members that are being looked up, or are to be looked up again. */
const sought = new WeakMap<Guild, Set<string>>();

/** Discord names the members in voice channels by itself; one that was dropped from memory since is asked for. */
function findMember(door: Door, guild: Guild, userId: string): void {
  const ids = sought.get(guild) ?? new Set<string>();
  sought.set(guild, ids);
  if (ids.has(userId)) return;
  ids.add(userId);
  guild.members
    .fetch(userId)
    .then(() => {
      recount(door, guild);
      ids.delete(userId);
    })
    .catch((error: unknown) => {
      door.log.warn({ err: error, guild: guild.id }, 'A member in the voice channel could not be looked up: until they can, they are not counted.');
      door.clock.after(LOOK_AGAIN_MS, () => {
        ids.delete(userId);
        // Without the gateway, everybody is counted anew when it is back.
        if (door.client.isReady()) recount(door, guild);
      });
    });
}
