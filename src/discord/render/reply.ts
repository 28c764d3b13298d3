import { ComponentType } from 'discord.js';
import type { Reply } from '../../command.ts';
import type { Door } from '../door.ts';
import { message, type Message } from './message.ts';

/** What a command answered, as a message of the guild. It does not say who may see it: that is {@link Reply.private}. */
export async function renderReply({ view }: Reply, _door: Door, _guildId: string): Promise<Message> {
  const content = 'text' in view ? view.text : view.kind;
  return message([{ type: ComponentType.TextDisplay, content }]);
}
