import { ChannelType, PermissionFlagsBits, type Channel, type Guild, type SendableChannels } from 'discord.js';
import { translate } from '../translate.ts';
import { placeIdOf, type Door } from './door.ts';

type Writing = Pick<Door, 'services' | 'guilds' | 'log'>;

/** Where Segue writes in a guild, null when it may write nowhere: {@link Door.textChannelOf}. */
export async function textChannelOf({ services, guilds }: Writing, guild: Guild): Promise<SendableChannels | null> {
  const { textChannelId: chosen } = await services.sessions.settings(placeIdOf(guild.id));
  const { textChannelId: remembered } = await guilds.of(guild.id);
  const preferred = [chosen, remembered, guild.systemChannelId].map((id) => (id === null ? null : guild.client.channels.resolve(id)));
  const others = guild.channels.cache.filter(({ type }) => type === ChannelType.GuildText).sort((a, b) => ('position' in a && 'position' in b ? a.position - b.position : 0));
  return [...preferred, ...others.values()].find(isWritable) ?? null;
}

/** Writes a sentence there in the guild's language: {@link Door.say}. Never throws. */
export async function say(writing: Writing, guild: Guild, sentence: string): Promise<void> {
  try {
    const channel = await textChannelOf(writing, guild);
    if (!channel) return writing.log.info({ guild: guild.id }, 'Segue may write in no channel of this server.');
    const { language } = await writing.services.sessions.settings(placeIdOf(guild.id));
    await channel.send({ content: translate(sentence, language), allowedMentions: { parse: [] } });
  } catch (error) {
    writing.log.warn({ err: error, guild: guild.id }, 'A sentence could not be written.');
  }
}

/** Whether Segue may write in a channel of a guild. */
export function isWritable(channel: Channel | null): channel is SendableChannels {
  if (!channel?.isSendable() || channel.isDMBased() || !channel.guild.members.me) return false;
  const write = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return channel.permissionsFor(channel.guild.members.me)?.has([PermissionFlagsBits.ViewChannel, write]) ?? false;
}
