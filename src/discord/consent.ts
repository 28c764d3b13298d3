import { Events, type Guild } from 'discord.js';
import type { ListenerId, PlaceId } from '../domain.ts';
import { listenTo } from './client-events.ts';
import { ConsentQuestions } from './consent-question.ts';
import { parseCustomId } from './custom-id.ts';
import { guildIdOf, listenerIdOf, type Part } from './door.ts';
import { PacedWork } from './paced-work.ts';

/** Those who come together are asked together. */
const GATHER_MS = 5_000;

interface Asking {
  readonly questions: ConsentQuestions;
  readonly work: PacedWork;
}

/** Asks who listens and never was asked whether they want to be counted in: once each, in one message for all. */
export const askForConsent: Part = (door) => {
  const { client, clock, guilds, log, services: { sessions, listening } } = door;
  const asking = new Map<string, Asking>();
  const inGuild = (guildId: string): Asking => {
    const known = asking.get(guildId);
    if (known) return known;
    const questions = new ConsentQuestions(door, guildId);
    const work = new PacedWork({ clock, log: log.child({ guild: guildId }), everyMs: GATHER_MS, what: 'The question about consent', run: () => questions.run() });
    const begun = { questions, work };
    asking.set(guildId, begun);
    return begun;
  };
  const look = (placeId: PlaceId): void => {
    const guildId = guildIdOf(placeId);
    if (guildId === null || !sessions.get(placeId)) return;
    const { questions, work } = inGuild(guildId);
    if (questions.unasked().length > 0) work.want(GATHER_MS);
  };
  const answered = (id: ListenerId): void => {
    for (const { questions, work } of asking.values()) {
      if (!questions.names(id)) continue;
      questions.answered(id);
      work.want();
    }
  };
  /** What a process before this one asked is answered, or over. */
  const takeUp = async ({ id }: Guild): Promise<void> => {
    if ((await guilds.of(id)).questions.length > 0) inGuild(id).work.want();
  };
  const appeared = (guild: Guild): void => {
    takeUp(guild).catch((error: unknown) => log.warn({ err: error, guild: guild.id }, 'What was asked in a guild could not be taken up.'));
  };
  const stops = [
    sessions.onChange(look),
    sessions.onEnd(({ placeId }) => {
      const begun = asking.get(guildIdOf(placeId) ?? '');
      begun?.questions.over();
      begun?.work.want();
    }),
    listening.onLearnt((id) => {
      if (listening.consentOf(id) !== 'unasked') answered(id);
    }),
    listening.onForgotten(async (ids) => ids.forEach(answered)),
    listenTo(client, {
      [Events.ClientReady]: ({ guilds: { cache } }) => {
        for (const { placeId } of sessions.all()) look(placeId);
        cache.forEach(appeared);
      },
      [Events.GuildAvailable]: appeared,
      [Events.InteractionCreate]: (interaction) => {
        if (interaction.isButton() && parseCustomId(interaction.customId)?.kind === 'consent') answered(listenerIdOf(interaction.user.id));
      },
      [Events.GuildDelete]: ({ id }) => {
        asking.get(id)?.work.stop();
        asking.delete(id);
      },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const { work } of asking.values()) work.stop();
  };
};
