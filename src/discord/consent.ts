import { Events } from 'discord.js';
import type { PlaceId, Presence } from '../domain.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';
import { PacedWork } from './paced-work.ts';
import { renderConsent } from './render/consent.ts';
import { sayIn } from './render/say.ts';

/** Those who come together are asked together. */
const GATHER_MS = 5_000;

/** Asks who listens and never was asked whether they want to be counted in: once each, in one message for all. */
export const askForConsent: Part = (door) => {
  const { client, clock, log, services: { sessions } } = door;
  const asking = new Map<string, PacedWork>();
  const look = (placeId: PlaceId): void => {
    const guildId = guildIdOf(placeId);
    if (guildId === null || unaskedIn(door, placeId).length === 0) return;
    const work = asking.get(guildId)
      ?? new PacedWork({ clock, log: log.child({ guild: guildId }), everyMs: GATHER_MS, what: 'The question about consent', run: () => ask(door, guildId) });
    asking.set(guildId, work);
    work.want(GATHER_MS);
  };
  const stops = [
    sessions.onChange(look),
    listenTo(client, {
      [Events.ClientReady]: () => sessions.all().forEach(({ placeId }) => look(placeId)),
      [Events.GuildDelete]: ({ id }) => {
        asking.get(id)?.stop();
        asking.delete(id);
      },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const work of asking.values()) work.stop();
  };
};

function unaskedIn({ services: { sessions, listening } }: Door, placeId: PlaceId): readonly Presence[] {
  if (!sessions.get(placeId)) return [];
  return sessions.present(placeId).filter(({ id }) => listening.consentOf(id) === 'unasked' && !listening.wasAsked(id));
}

async function ask(door: Door, guildId: string): Promise<boolean> {
  const guild = door.client.guilds.cache.get(guildId);
  const people = unaskedIn(door, placeIdOf(guildId));
  const channel = guild && people.length > 0 ? await door.textChannelOf(guild) : null;
  if (!channel) return false;
  const { language } = await door.services.sessions.settings(placeIdOf(guildId));
  await channel.send(renderConsent(people.map(({ name }) => name), sayIn(language)));
  await door.services.listening.markAsked(people.map(({ id }) => id));
  return true;
}
