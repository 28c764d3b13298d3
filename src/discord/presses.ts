import { MessageFlags, type MessageComponentInteraction } from 'discord.js';
import type { CommandContext, Reply } from '../command.ts';
import { parseCustomId, type Press } from './custom-id.ts';
import { placeIdOf, type Door } from './door.ts';
import { aboutList, isForAll } from './list-presses.ts';
import { renderReply } from './render/reply.ts';
import { answer } from './replies.ts';
import { chooseSetting } from './settings-page.ts';

type Pressed = MessageComponentInteraction<'cached'>;

/** Answers a press of a button or a choice in a menu, also of a message from before a restart. Never rejects. */
export async function answerPress(door: Door, interaction: Pressed): Promise<void> {
  try {
    await respond(door, interaction, parseCustomId(interaction.customId));
  } catch (error) {
    door.log.warn({ err: error }, 'A press could not be answered.');
  }
}

async function respond(door: Door, interaction: Pressed, press: Press | null): Promise<void> {
  const privately = (work: () => Promise<Reply>) => answer(door, interaction, { publicly: false, work });
  switch (press?.kind) {
    case undefined:
      return privately(async () => sentence('This button is from another version of Segue: /help says what you can do instead.', 'info'));
    case 'react':
      return privately(async () => door.desk.execute([press.reaction], { track: press.trackId }, await door.contextOf(interaction.member)));
    case 'vibe':
      return vibe(door, interaction, { words: press.words });
    case 'tag':
      return vibe(door, interaction, { tag: press.tag });
    case 'clear-vibe':
      return vibe(door, interaction, { clear: true }, { vibeSince: press.since });
    case 'consent':
      return privately(() => consent(door, interaction, press.answer));
    case 'artists':
      return privately(() => chooseArtists(door, interaction));
    case 'skip':
      return steer(door, interaction, press.playId, () => 'skip');
    case 'pause':
      return steer(door, interaction, press.playId, (paused) => (paused ? 'resume' : 'pause'));
    case 'setting':
      return chooseSetting(door, interaction, press.name);
    case 'list':
    case 'list-track':
    case 'list-react':
      return answer(door, interaction, { publicly: isForAll(press), work: async () => aboutList(door, press, interaction, await door.contextOf(interaction.member)) });
  }
}

/** What everybody will hear, everybody may read. */
function vibe(door: Door, interaction: Pressed, options: Readonly<Record<string, unknown>>, about: Pick<CommandContext, 'vibeSince'> = {}): Promise<void> {
  return answer(door, interaction, { publicly: true, work: async () => door.desk.execute(['vibe'], options, { ...(await door.contextOf(interaction.member)), ...about }) });
}

/** What works shows on the card; only what does not is told, to the one who pressed. */
async function steer(door: Door, interaction: Pressed, playId: string, command: (paused: boolean) => string): Promise<void> {
  const [reply] = await Promise.all([steered(door, interaction, playId, command), interaction.deferUpdate()]);
  if (reply.view.kind !== 'notice' || reply.view.tone === 'ok') return;
  await interaction.followUp({ ...(await renderReply(reply, door, interaction.guildId)), flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral });
}

async function steered(door: Door, { member, guildId }: Pressed, playId: string, command: (paused: boolean) => string): Promise<Reply> {
  const state = door.services.sessions.get(placeIdOf(guildId))?.view().state;
  if (!state || !('current' in state) || state.current.playId !== playId) return sentence('That one is over already.', 'info');
  return door.desk.execute([command(state.kind === 'paused')], {}, await door.contextOf(member));
}

/** Whoever presses answers for themselves, asked or not. */
async function consent(door: Door, { member }: Pressed, given: 'yes' | 'no'): Promise<Reply> {
  const context = await door.contextOf(member);
  const { listening } = door.services;
  await listening.markAsked([context.caller.id]);
  if (given === 'yes') return door.desk.execute(['privacy', 'join'], {}, context);
  return sentence(NOT_NOW[listening.consentOf(context.caller.id)], 'ok');
}

/** Up to three, as `/start` takes them. */
async function chooseArtists(door: Door, interaction: Pressed): Promise<Reply> {
  const [first, second, third] = interaction.isStringSelectMenu() ? interaction.values : [];
  return door.desk.execute(['start'], { first, second, third }, await door.contextOf(interaction.member));
}

const NOT_NOW = {
  unasked: 'All right: nothing about you is kept, and you hear the music all the same. /privacy join counts you in whenever you like.',
  given: 'You are counted in already, and stay so: /privacy pause stops it, /privacy delete removes everything.',
  paused: 'You are paused already: nothing new about you is kept. /privacy delete removes what was.',
} as const;

function sentence(text: string, tone: 'ok' | 'info'): Reply {
  return { private: true, view: { kind: 'notice', tone, text } };
}
