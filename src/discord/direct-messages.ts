import { MessageFlags, type ChatInputCommandInteraction } from 'discord.js';
import type { CommandContext } from '../command.ts';
import type { View } from '../view.ts';
import type { Language } from '../domain.ts';
import { UserError } from '../user-error.ts';
import { listenerIdOf, placeIdOf, type Door } from './door.ts';
import { renderView } from './render/reply.ts';
import { sayIn } from './render/say.ts';

/** Where there is no guild, as Discord calls it. */
const NO_GUILD = '@me';

export interface AskedDirectly {
  readonly path: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly language: Language;
}

/** Answers a command that needs no place, where Segue is in no server: in its direct messages. Only the caller sees it. */
export async function answerDirectly(door: Door, interaction: ChatInputCommandInteraction, { path, values, language }: AskedDirectly): Promise<void> {
  const [{ view }] = await Promise.all([
    door.desk.execute(path, values, placelessContext(door, interaction)),
    interaction.deferReply({ flags: MessageFlags.Ephemeral }),
  ]);
  // Menus are answered in servers alone.
  const shown: View = view.kind === 'onboarding' ? { kind: 'notice', tone: 'ok', text: view.note ?? '' } : view;
  await interaction.editReply(await renderView(shown, door, NO_GUILD, sayIn(language)));
}

function placelessContext({ services }: Door, { user }: ChatInputCommandInteraction): CommandContext {
  return {
    caller: { id: listenerIdOf(user.id), name: user.displayName, manager: false, operator: false, dj: false, here: false },
    placeId: placeIdOf(NO_GUILD),
    services,
    destination() {
      throw new UserError('nowhere', 'Segue plays in servers: say this in one that Segue has been invited to.');
    },
  };
}
