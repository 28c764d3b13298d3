import { PermissionFlagsBits as P, PermissionsBitField } from 'discord.js';
import { PERMISSIONS } from '../../../src/discord/invite.ts';

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly position: number;
  readonly managed: boolean;
}

export interface Overwrite {
  readonly id: string;
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export const EVERYONE =
  P.ViewChannel | P.SendMessages | P.SendMessagesInThreads | P.EmbedLinks | P.AttachFiles | P.ReadMessageHistory | P.AddReactions | P.UseExternalEmojis |
  P.Connect | P.Speak | P.UseVAD | P.UseApplicationCommands | P.RequestToSpeak | P.ChangeNickname;

/** What the bot's own role grants when it was invited by its link. */
export const BOT = PermissionsBitField.resolve(Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]);

const ALL = Object.values(P).reduce((all, bit) => all | bit, 0n);

/** What somebody with these roles may do in a channel with these overwrites, by Discord's order: roles, everyone's overwrite, roles', the member's. */
export function permissionsIn(guildId: string, memberId: string, roles: readonly Role[], overwrites: readonly Overwrite[]): bigint {
  const base = roles.reduce((sum, role) => sum | role.permissions, 0n);
  if (base & P.Administrator) return ALL;
  const roleIds = new Set(roles.map((role) => role.id));
  const apply = (granted: bigint, chosen: readonly Overwrite[]) => {
    const deny = chosen.reduce((sum, { deny }) => sum | deny, 0n);
    const allow = chosen.reduce((sum, { allow }) => sum | allow, 0n);
    return (granted & ~deny) | allow;
  };
  let granted = apply(base, overwrites.filter(({ id }) => id === guildId));
  granted = apply(granted, overwrites.filter(({ id, type }) => type === 0 && id !== guildId && roleIds.has(id)));
  granted = apply(granted, overwrites.filter(({ id, type }) => type === 1 && id === memberId));
  return granted & P.ViewChannel ? granted : 0n;
}
