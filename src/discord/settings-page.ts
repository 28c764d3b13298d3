import { MessageFlags, PermissionFlagsBits, type MessageComponentInteraction } from 'discord.js';
import type { CommandContext, Reply } from '../command.ts';
import type { PlaceSettings } from '../domain.ts';
import { UserError } from '../user-error.ts';
import type { SettingName } from './custom-id.ts';
import type { Door } from './door.ts';
import { renderReply } from './render/reply.ts';
import { isWritable } from './text-channel.ts';

type Choice = MessageComponentInteraction<'cached'>;

/**
 * A choice in a menu of the settings page: the setting is changed and the page shows what holds now. What
 * went wrong is told to the one who chose.
 */
export async function chooseSetting(door: Door, interaction: Choice, name: SettingName): Promise<void> {
  const [context] = await Promise.all([door.contextOf(interaction.member), interaction.deferUpdate()]);
  const changed = await change(door, interaction, name, context);
  // Also after a failure: the menu would go on showing what was chosen.
  const page = changed.view.kind === 'settings' ? changed : await door.desk.execute(['settings'], {}, context);
  await interaction.editReply(await renderReply(page, door, interaction.guildId));
  if (changed === page) return;
  await interaction.followUp({ ...(await renderReply(changed, door, interaction.guildId)), flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral });
}

async function change(door: Door, interaction: Choice, name: SettingName, context: CommandContext): Promise<Reply> {
  if (!interaction.isAnySelectMenu()) return refusal('Choose a value in one of the menus: /settings shows them.');
  const [value] = interaction.values;
  switch (name) {
    case 'channel':
      return discordSetting(door, context, () => ({ textChannelId: writable(interaction, value) }));
    case 'dj-role':
      return discordSetting(door, context, () => ({ djRoleId: value ?? null }));
    case 'crossfade':
    case 'loudness':
    case 'idle':
      return door.desk.execute(['settings'], { [name]: Number(value) }, context);
    case 'language':
    case 'group':
      return door.desk.execute(['settings'], { [name]: value }, context);
  }
}

/** Settings that only exist in Discord. */
async function discordSetting(door: Door, context: CommandContext, wanted: () => Partial<PlaceSettings>): Promise<Reply> {
  if (!context.caller.manager) return refusal('Only somebody who may manage the server (“Manage Server”) sets that.');
  try {
    await door.services.sessions.changeSettings(context.placeId, wanted());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refusal(error.message);
  }
  return door.desk.execute(['settings'], {}, context);
}

/** @throws UserError when Segue may not write there */
function writable({ guild }: Choice, channelId: string | undefined): string | null {
  if (channelId === undefined) return null;
  const channel = guild.channels.cache.get(channelId) ?? null;
  if (isWritable(channel)) return channelId;
  const { me } = guild.members;
  const sees = channel && me && channel.permissionsFor(me)?.has(PermissionFlagsBits.ViewChannel);
  throw new UserError('permission', `Segue may not write in that channel: grant it “${sees ? 'Send Messages' : 'View Channel'}” there first.`);
}

function refusal(text: string): Reply {
  return { private: true, view: { kind: 'notice', tone: 'error', text } };
}
