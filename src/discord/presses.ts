import type { MessageComponentInteraction } from 'discord.js';
import { parseCustomId } from './custom-id.ts';
import type { Door } from './door.ts';

/** Answers a press of a button or a choice in a menu, also of a message from before a restart. Never rejects. */
export async function answerPress(_door: Door, interaction: MessageComponentInteraction): Promise<void> {
  if (parseCustomId(interaction.customId)) await interaction.deferUpdate();
}
