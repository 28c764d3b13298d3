import { ChannelType, DiscordAPIError, type Guild, type VoiceState } from 'discord.js';
import { listenTo } from './client-events.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';
import { voiceChannelOf } from './whereabouts.ts';

/** Why nobody can hear Segue: it is among a stage's audience, muted by somebody, or not permitted to speak. */
type Silence = 'audience' | 'muted' | 'forbidden';

/** How Segue stood in the session's channel when it was last there. */
interface Standing {
  readonly channelId: string;
  readonly there: boolean;
  readonly silence: Silence | null;
}

/**
 * Sees to it that Segue may be heard: where it comes upon a stage it makes itself a speaker, or asks to speak.
 * What is missing is said once, in one sentence; while nobody can hear it, nothing is credited.
 */
export const speakOnStages: Part = (door) => {
  const { client, services } = door;
  const { sessions } = services;
  const standings = new Map<string, Standing>();

  const look = (guild: Guild): void => {
    const placeId = placeIdOf(guild.id);
    const channelId = voiceChannelOf(door, placeId);
    const before = standings.get(guild.id);
    if (channelId === null) {
      if (standings.delete(guild.id)) sessions.unheard(placeId, 'muted', false);
      return;
    }
    const own = client.user ? guild.voiceStates.cache.get(client.user.id) : undefined;
    if (!guild.available || own?.channelId !== channelId) {
      // Away, or on its way: what holds there is seen when it has come.
      if (before) standings.set(guild.id, { ...before, there: false });
      return;
    }
    const silence = silenceOf(own);
    const came = !before?.there || before.channelId !== channelId;
    standings.set(guild.id, { channelId, there: true, silence });
    if (silence !== before?.silence) sessions.unheard(placeId, 'muted', silence !== null);
    const stands = before?.channelId === channelId ? before.silence : null;
    if (silence === 'audience' && came) void askToSpeak(door, own);
    else if (silence !== null && silence !== stands) void door.say(guild, sentenceFor(silence, channelId));
  };

  const stops = [
    sessions.onChange((placeId) => {
      const guild = client.guilds.cache.get(guildIdOf(placeId) ?? '');
      if (guild) look(guild);
    }),
    listenTo(client, {
      voiceStateUpdate: (_, { guild, id }) => {
        if (id === client.user?.id) look(guild);
      },
      guildAvailable: look,
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Discord also calls a member suppressed who lacks the permission to speak in an ordinary voice channel. */
function silenceOf(own: VoiceState): Silence | null {
  if (own.suppress) return own.channel?.type === ChannelType.GuildStageVoice ? 'audience' : 'forbidden';
  return own.serverMute ? 'muted' : null;
}

function sentenceFor(silence: Silence, channelId: string): string {
  switch (silence) {
    case 'audience':
      return `Segue was moved to the audience of <#${channelId}>: invite it to speak again, or nobody hears the music.`;
    case 'muted':
      return `Segue is muted in <#${channelId}>, so nobody hears the music: unmute it there.`;
    case 'forbidden':
      return `Segue may not speak in <#${channelId}>, so nobody hears the music: give it the permission Speak there.`;
  }
}

/** Speaking at once takes the permission Mute Members, asking for it the permission Request to Speak. */
async function askToSpeak(door: Door, own: VoiceState): Promise<void> {
  const { guild, channelId } = own;
  try {
    if (await permitted(own.setSuppressed(false))) return;
    const asked = await permitted(own.setRequestToSpeak(true));
    const sentence = asked
      ? `Segue has asked to speak on the stage <#${channelId}>: a moderator must accept it before anybody hears the music.`
      : `Segue may not speak on the stage <#${channelId}>: invite it to speak, or give it the permission Request to Speak there.`;
    await door.say(guild, sentence);
  } catch (error) {
    door.log.warn({ err: error, guild: guild.id }, 'Segue could not ask to speak on a stage.');
  }
}

/** Whether Discord let it be done. */
async function permitted(deed: Promise<unknown>): Promise<boolean> {
  try {
    await deed;
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 403) return false;
    throw error;
  }
}
