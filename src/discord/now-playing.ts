import { Events, type Guild } from 'discord.js';
import { GuildCard } from './card.ts';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Part } from './door.ts';
import { Turns } from './turns.ts';

/** Between two requests for any cards: ten a second, of the fifty that Discord allows for everything. */
const DISTANCE_MS = 100;

/**
 * Shows in every guild with a session what plays, in one message that is edited in place. A card from before a
 * restart is taken over; one whose session is gone is brought to its end.
 */
export const keepCards: Part = (door) => {
  const { client, guilds, log, services: { sessions } } = door;
  const cards = new Map<string, GuildCard>();
  const turns = new Turns(door.clock, DISTANCE_MS);
  const cardOf = (guildId: string): GuildCard => {
    const card = cards.get(guildId) ?? new GuildCard(door, guildId, turns);
    cards.set(guildId, card);
    return card;
  };

  const takeUp = async ({ id }: Guild): Promise<void> => {
    const known = () => cards.has(id) || sessions.get(placeIdOf(id)) !== undefined;
    const remembered = known() ? null : (await guilds.of(id)).card;
    if (known()) cardOf(id).changed();
    else if (remembered) cardOf(id).ended(null, null);
  };
  const appeared = (guild: Guild): void => {
    takeUp(guild).catch((error: unknown) => log.warn({ err: error, guild: guild.id }, 'The card of a guild could not be taken up.'));
  };

  const stops = [
    listenTo(client, {
      [Events.ClientReady]: (ready) => ready.guilds.cache.forEach(appeared),
      [Events.GuildAvailable]: appeared,
      [Events.GuildDelete]: ({ id }) => {
        cards.get(id)?.stop();
        cards.delete(id);
      },
      [Events.MessageReactionAdd]: ({ message: { id, guildId } }) => {
        if (guildId !== null) cards.get(guildId)?.reactedTo(id);
      },
    }),
    sessions.onChange((placeId) => {
      const guildId = guildIdOf(placeId);
      if (guildId !== null && sessions.get(placeId)) cardOf(guildId).changed();
    }),
    sessions.onEnd(({ placeId, last, reason }) => {
      const guildId = guildIdOf(placeId);
      if (guildId !== null) cardOf(guildId).ended(last, reason);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const card of cards.values()) card.stop();
  };
};
