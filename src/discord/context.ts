import { ChannelType, PermissionFlagsBits, type GuildMember, type VoiceBasedChannel } from 'discord.js';
import type { CommandContext } from '../command.ts';
import type { Destination } from '../domain.ts';
import { UserError } from '../user-error.ts';
import { countIn, nameOf } from './attendance.ts';
import { listenerIdOf, placeIdOf, type Door } from './door.ts';

/** A member as commands see them. @param djRoleId the role of the guild's settings */
export function contextOf(door: Door, member: GuildMember, djRoleId: string | null): CommandContext {
  const { services } = door;
  const placeId = placeIdOf(member.guild.id);
  const channelId = member.voice.channelId;
  const playing = services.sessions.get(placeId)?.view().destination;
  return {
    caller: {
      id: listenerIdOf(member.id),
      name: nameOf(member),
      manager: member.permissions.has(PermissionFlagsBits.ManageGuild),
      operator: false,
      dj: djRoleId !== null && member.roles.cache.has(djRoleId),
      here: channelId !== null && (playing?.kind !== 'discord' || playing.channelId === channelId),
    },
    placeId,
    services,
    destination() {
      const channel = member.voice.channel;
      if (!channel) throw new UserError('nowhere', 'Join a voice channel first, then say it again: Segue comes to where you are.');
      mustBeHeardIn(channel);
      // Before the music starts, so that it is chosen for those who are there; a session that moves is followed.
      if (!playing) countIn(door, member.guild, channel.id);
      return { kind: 'discord', guildId: member.guild.id, channelId: channel.id } satisfies Destination;
    },
  };
}

/** What Segue needs in a voice channel, as people find it in its settings. */
const NEEDED: readonly (readonly [bigint, string])[] = [
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.Connect, 'Connect'],
  [PermissionFlagsBits.Speak, 'Speak'],
];

/** @throws UserError naming what keeps Segue from being heard there. */
function mustBeHeardIn(channel: VoiceBasedChannel): void {
  const { me } = channel.guild.members;
  // Discord shows it as the channel's name.
  const name = `<#${channel.id}>`;
  const granted = me && channel.permissionsFor(me);
  if (!granted) throw new UserError('permission', `Segue does not see ${name} yet: say it again in a moment.`);
  const stage = channel.type === ChannelType.GuildStageVoice;
  const missing = NEEDED.filter(([permission]) => !(stage && permission === PermissionFlagsBits.Speak) && !granted.has(permission)).map(([, label]) => label);
  if (stage && !granted.has(PermissionFlagsBits.RequestToSpeak) && !granted.has(PermissionFlagsBits.MuteMembers)) missing.push('Request to Speak');
  if (missing.length > 0) {
    throw new UserError('permission', `Segue may not play in ${name}: it lacks ${missing.map((label) => `“${label}”`).join(' and ')}, which whoever manages the server can grant in the channel’s settings.`);
  }
  const inside = channel.members.has(me.id);
  if (channel.full && !inside && !granted.has(PermissionFlagsBits.MoveMembers)) {
    throw new UserError('full', `${name} is full: make room for one more, or raise its limit of people.`);
  }
}
