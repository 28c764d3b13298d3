import { ActivityType, GatewayDispatchEvents } from 'discord.js';
import { z } from 'zod';
import type { ListenerId } from '../domain.ts';
import { listenerIdOf, type Door, type Part } from './door.ts';
import { NOTHING_YET, seen, type Following, type HeardSong, type Song } from './elsewhere-play.ts';

/** A pause, or the silence after a track's end, that is longer than this ends it. */
const PAUSE_LIMIT_MS = 10 * 60_000;

const text = z.string().trim().min(1);
const moment = z.coerce.number().int().positive().nullable().catch(null);

/** An activity that shows a track; all but title and artist may be missing or strange. */
const listeningTo = z
  .object({
    type: z.literal(ActivityType.Listening),
    name: text,
    details: text,
    state: text,
    timestamps: z.object({ start: moment, end: moment }).catch({ start: null, end: null }),
    assets: z.object({ large_text: text.nullable().catch(null) }).catch({ large_text: null }),
    // Not documented.
    sync_id: text.nullable().catch(null),
  })
  .transform(({ name, details, state, timestamps, assets, sync_id }): Song => ({ service: name, title: details, artist: state, album: assets.large_text, externalId: sync_id, ...timestamps }));

interface Presence {
  readonly user: { readonly id: string };
  readonly status?: string;
  readonly activities?: readonly unknown[];
}

interface Followed {
  readonly following: Following;
  /** The guild that last told of the member. */
  readonly guildId: string;
  readonly cancel: () => void;
}

/**
 * Logs what members who agreed to it play elsewhere, by what Discord shows of it. Read from the gateway's own
 * words: discord.js passes over a presence in which nothing but the times of a track has changed. Of anybody
 * else nothing is looked at.
 */
export const followActivities: Part = (door) => {
  const { client, services, clock } = door;
  const { listening } = services;
  const followed = new Map<ListenerId, Followed>();

  const drop = (id: ListenerId): void => {
    followed.get(id)?.cancel();
    followed.delete(id);
  };
  const see = (id: ListenerId, guildId: string, shown: readonly Song[] | 'gone'): void => {
    const now = clock.now();
    const { after, ended } = seen(followed.get(id)?.following ?? NOTHING_YET, shown, now);
    drop(id);
    const wait = patience(after, now);
    const cancel = wait === null ? () => {} : clock.after(wait, () => see(id, guildId, 'gone'));
    followed.set(id, { following: after, guildId, cancel });
    if (ended) tell(door, id, ended);
  };
  const presence = ({ user, status, activities = [] }: Presence, guildId: string): void => {
    const id = listenerIdOf(user.id);
    if (!listening.agreedToElsewhere(id)) return drop(id);
    see(id, guildId, status === 'offline' ? 'gone' : songsOf(activities));
  };

  const updated = (data: Presence & { readonly guild_id: string }): void => presence(data, data.guild_id);
  /** Discord lists everybody who is not offline: after a lost connection, and at the start. */
  const arrived = ({ id: guildId, presences }: { readonly id: string; readonly presences?: readonly Presence[] }): void => {
    if (!presences) return;
    const listed = new Set(presences.map(({ user }) => listenerIdOf(user.id)));
    for (const [id, member] of [...followed]) if (member.guildId === guildId && !listed.has(id)) see(id, guildId, 'gone');
    for (const one of presences) presence(one, guildId);
  };
  client.ws.on(GatewayDispatchEvents.PresenceUpdate, updated);
  client.ws.on(GatewayDispatchEvents.GuildCreate, arrived);
  const stopHearing = listening.onLearnt((id) => {
    if (followed.has(id) && !listening.agreedToElsewhere(id)) drop(id);
  });
  return () => {
    client.ws.off(GatewayDispatchEvents.PresenceUpdate, updated);
    client.ws.off(GatewayDispatchEvents.GuildCreate, arrived);
    stopHearing();
    for (const [id, { guildId }] of [...followed]) {
      see(id, guildId, 'gone');
      drop(id);
    }
  };
};

function songsOf(activities: readonly unknown[]): Song[] {
  return activities.flatMap((activity) => listeningTo.safeParse(activity).data ?? []);
}

/** After which time without news nothing plays any more; null while that cannot be said. */
function patience({ play }: Following, now: number): number | null {
  if (play?.paused) return PAUSE_LIMIT_MS;
  return play && play.song.end !== null ? Math.max(0, play.song.end - now) + PAUSE_LIMIT_MS : null;
}

function tell({ services, log }: Door, listenerId: ListenerId, heard: HeardSong): void {
  const { song, startedAt, endedAt, heardMs, durationMs } = heard;
  const { service, title, artist, album, externalId } = song;
  services.listening
    .heardElsewhere({ listenerId, service, title, artist, album, startedAt, endedAt, heardMs, durationMs, externalId, trackId: services.library.match(song)?.id ?? null })
    .catch((error: unknown) => log.error({ err: error }, 'What a member played elsewhere could not be logged; check the disk and the database.'));
}
