import { OAuth2Scopes, PermissionsBitField, type PermissionFlagsBits } from 'discord.js';

/** What Segue asks for in a server, and nothing more. */
export const PERMISSIONS = {
  ViewChannel: 'to see the channels it writes and plays in',
  SendMessages: 'for the card that shows what plays, and for answers that come late',
  AttachFiles: 'for the cover on the card',
  ReadMessageHistory: 'to find its own card again, and for the reactions on it',
  ManageMessages: 'to clear the reactions on its card when the next track begins',
  Connect: 'to come into a voice channel',
  Speak: 'to be heard there',
  RequestToSpeak: 'to be heard in a stage channel',
  SetVoiceChannelStatus: 'to show the track as the status of the voice channel',
} as const satisfies Partial<Record<keyof typeof PermissionFlagsBits, string>>;

/** The address at which somebody who manages a server lets Segue in. */
export function inviteLink(applicationId: string): string {
  const permissions = new PermissionsBitField(Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]).bitfield;
  const asked = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${asked}`;
}
