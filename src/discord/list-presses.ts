import { MessageFlags, type MessageComponentInteraction } from 'discord.js';
import type { CommandContext, Reply } from '../command.ts';
import { LANGUAGES } from '../domain.ts';
import { translate } from '../translate.ts';
import { parseCustomId, type Press } from './custom-id.ts';
import { guildIdOf, type Door } from './door.ts';
import { renderReply } from './render/reply.ts';

type ListPress = Extract<Press, { readonly kind: 'list' | 'list-track' | 'list-react' }>;

const GONE = 'That list is no longer kept, or you are no longer in its server: /discover makes another there.';

export function isAboutList({ customId }: MessageComponentInteraction): boolean {
  return listPressOf(customId) !== null;
}

/** What everybody will hear, everybody may read. */
export function isForAll(press: ListPress): boolean {
  return press.kind === 'list' && press.deed === 'play';
}

/** Does what a button or a menu on a list means, for whoever pressed it. */
export function aboutList(door: Door, press: ListPress, interaction: MessageComponentInteraction, context: CommandContext): Promise<Reply> {
  const about = { ...context, listId: press.listId };
  switch (press.kind) {
    case 'list':
      return door.desk.execute(['weekly', press.deed], {}, about);
    case 'list-track':
      return door.desk.execute(['weekly', 'track'], { track: interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '' }, about);
    case 'list-react':
      return door.desk.execute([press.reaction], { track: press.trackId }, about);
  }
}

/** A press in direct messages: it is meant for the server that the list is of. Only who pressed sees the answer. */
export async function answerListPress(door: Door, interaction: MessageComponentInteraction): Promise<void> {
  const press = listPressOf(interaction.customId);
  if (press === null) return;
  const [context] = await Promise.all([contextOfList(door, press, interaction.user.id), interaction.deferReply({ flags: MessageFlags.Ephemeral })]);
  if (context === null) {
    const language = LANGUAGES.find((known) => interaction.locale.startsWith(known)) ?? 'en';
    await interaction.editReply({ content: translate(GONE, language) });
    return;
  }
  const reply = await aboutList(door, press, interaction, context);
  await interaction.editReply(await renderReply(reply, door, guildIdOf(context.placeId) ?? ''));
}

function listPressOf(customId: string): ListPress | null {
  const press = parseCustomId(customId);
  return press?.kind === 'list' || press?.kind === 'list-track' || press?.kind === 'list-react' ? press : null;
}

/** As a member of the server that the list is of; null when there is no such list, or they are not in it. */
async function contextOfList(door: Door, { listId }: ListPress, userId: string): Promise<CommandContext | null> {
  const list = await door.services.weekly.get(listId);
  const guild = list && door.client.guilds.cache.get(guildIdOf(list.placeId) ?? '');
  const member = await guild?.members.fetch(userId).catch((error: unknown) => {
    door.log.debug({ err: error }, 'Somebody who pressed a button is not in the server any more.');
    return null;
  });
  return member ? door.contextOf(member) : null;
}
