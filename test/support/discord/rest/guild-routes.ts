import { GatewayIntentBits, PermissionFlagsBits as P } from 'discord.js';
import { roleJson } from '../guild.ts';
import { channelOf, guildOf, mustBeAllowed, RestError, type Call, type Route } from './route.ts';

/** Guilds, their channels and members, and voice. */
export const guildRoutes: readonly Route[] = [
  { method: 'GET', path: '/guilds/{guild}', answer: (call) => guildOf(call) },
  { method: 'GET', path: '/guilds/{guild}/channels', answer: (call) => [...guildOf(call).channels.values()] },
  { method: 'GET', path: '/guilds/{guild}/roles', answer: (call) => guildOf(call).roles.map(roleJson) },
  { method: 'GET', path: '/guilds/{guild}/members/{user}', answer: (call) => memberOf(call) },
  {
    method: 'GET',
    path: '/channels/{channel}',
    answer(call) {
      const channel = channelOf(call);
      mustBeAllowed(channel, P.ViewChannel);
      return channel;
    },
  },
  {
    method: 'PUT',
    path: '/channels/{channel}/voice-status',
    answer(call) {
      const channel = channelOf(call);
      if (channel.kind === 'text') throw new RestError(400, 50024, 'Cannot execute action on this channel type');
      mustBeAllowed(channel, P.SetVoiceChannelStatus | (channel.guild.voice.channelId === channel.id ? 0n : P.ManageChannels));
      channel.status = (call.body as { readonly status: string | null }).status || null;
      channel.guild.dispatch('VOICE_CHANNEL_STATUS_UPDATE', { id: channel.id, status: channel.status }, GatewayIntentBits.Guilds);
    },
  },
  {
    method: 'GET',
    path: '/guilds/{guild}/voice-states/{user}',
    answer(call) {
      const member = memberOf(call);
      if (!member.voice) throw new RestError(404, 10065, 'Unknown Voice State');
      return member.voiceJson();
    },
  },
  {
    method: 'PATCH',
    path: '/guilds/{guild}/voice-states/@me',
    answer(call) {
      const { bot, channels } = guildOf(call);
      const channel = channels.get(bot.voice?.channelId ?? '');
      if (!bot.voice || !channel) throw new RestError(404, 10065, 'Unknown Voice State');
      if (channel.kind !== 'stage') throw new RestError(400, 50024, 'Cannot execute action on this channel type');
      const { suppress, request_to_speak_timestamp: request } = call.body as { readonly suppress?: boolean; readonly request_to_speak_timestamp?: string | null };
      // Anybody may go back to the audience or put the hand down.
      if (suppress === false) mustBeAllowed(channel, P.MuteMembers);
      if (request) mustBeAllowed(channel, P.RequestToSpeak);
      bot.changeVoice({ ...bot.voice, suppress: suppress ?? bot.voice.suppress, requestedToSpeak: suppress === false ? null : request === undefined ? bot.voice.requestedToSpeak : request });
    },
  },
];

function memberOf(call: Call) {
  const guild = guildOf(call);
  const id = call.params['user'] ?? '';
  const member = id === '@me' ? guild.bot : guild.members.get(id);
  if (!member) throw new RestError(404, 10007, 'Unknown Member');
  return member;
}
