import { GatewayIntentBits } from 'discord.js';
import { FakeChannel, type VoiceChannelOptions } from './channel.ts';
import type { FakeDiscord } from './fake-discord.ts';
import { FakeMember, type MemberOptions } from './member.ts';
import { BOT, EVERYONE, permissionsIn, type Role } from './permissions.ts';
import { FakeUser } from './user.ts';
import { FakeVoice } from './voice/voice.ts';

export interface GuildOptions {
  readonly name?: string;
  /** `['general']` when absent. */
  readonly textChannels?: readonly string[];
  /** `['lounge']` when absent. */
  readonly voiceChannels?: readonly string[];
  readonly members?: readonly string[];
  /** What the bot's role grants; by default what its invitation asks for. */
  readonly botPermissions?: bigint;
  /** The language of the server, `en-US` when absent. */
  readonly locale?: string;
}

/** A server. Its owner is a person of its own who says nothing. */
export class FakeGuild {
  readonly discord: FakeDiscord;
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly roles: Role[] = [];
  readonly channels = new Map<string, FakeChannel>();
  /** By user id. */
  readonly members = new Map<string, FakeMember>();
  readonly bot: FakeMember;
  readonly owner: FakeMember;
  /** The bot's voice connection as Discord sees it. */
  readonly voice: FakeVoice;
  /** Whether the guild cannot be reached at the moment. */
  unavailable = false;

  constructor(discord: FakeDiscord, options: GuildOptions = {}) {
    this.discord = discord;
    this.id = discord.ids.guild();
    this.name = options.name ?? 'The Basement';
    this.locale = options.locale ?? 'en-US';
    this.roles.push({ id: this.id, name: '@everyone', permissions: EVERYONE, position: 0, managed: false });
    const botRole: Role = { id: discord.ids.lasting(), name: discord.botUser.name, permissions: options.botPermissions ?? BOT, position: 1, managed: true };
    this.roles.push(botRole);
    this.bot = this.#seat(discord.botUser, { roles: [botRole] });
    this.owner = this.#seat(new FakeUser(discord.ids.lasting(), 'Owner'), {});
    this.voice = new FakeVoice(this);
    for (const name of options.textChannels ?? ['general']) this.#open(name, 'text');
    for (const name of options.voiceChannels ?? ['lounge']) this.#open(name, 'voice');
    for (const name of options.members ?? []) this.#seat(new FakeUser(discord.ids.lasting(), name), {});
  }

  get allMembers(): readonly FakeMember[] {
    return [...this.members.values()];
  }

  /** The channel of that name. @throws Error when there is none */
  channel(name: string): FakeChannel {
    const found = [...this.channels.values()].find((channel) => channel.name === name);
    if (!found) throw new Error(`${this.name} has no channel called ${name}`);
    return found;
  }

  /** The member of that name. @throws Error when there is none */
  member(name: string): FakeMember {
    const found = this.allMembers.find((member) => member.user.name === name);
    if (!found) throw new Error(`${this.name} has no member called ${name}`);
    return found;
  }

  addTextChannel(name: string): FakeChannel {
    return this.#announced(this.#open(name, 'text'));
  }

  addVoiceChannel(name: string, options: VoiceChannelOptions = {}): FakeChannel {
    return this.#announced(this.#open(name, options.stage ? 'stage' : 'voice', options));
  }

  addRole(name: string, options: { readonly permissions?: bigint } = {}): Role {
    const role = { id: this.discord.ids.lasting(), name, permissions: options.permissions ?? 0n, position: this.roles.length, managed: false };
    this.roles.push(role);
    this.dispatch('GUILD_ROLE_CREATE', { role: roleJson(role) }, GatewayIntentBits.Guilds);
    return role;
  }

  /** @param name of a new person, or somebody who is in another guild already */
  addMember(name: string | FakeUser, options: MemberOptions = {}): FakeMember {
    const user = typeof name === 'string' ? new FakeUser(this.discord.ids.lasting(), name, options.bot ?? false) : name;
    const own = options.permissions === undefined ? [] : [this.addRole(`rights of ${user.name}`, { permissions: options.permissions })];
    const member = this.#seat(user, { ...options, roles: [...(options.roles ?? []), ...own] });
    this.dispatch('GUILD_MEMBER_ADD', member.toJSON(), GatewayIntentBits.GuildMembers);
    return member;
  }

  /** The bot is kicked from the server. */
  remove(): void {
    if (!this.discord.guilds.delete(this.id)) return;
    this.discord.formerGuilds.push(this);
    this.voice.orphaned();
    this.discord.gateway.dispatch('GUILD_DELETE', this, { id: this.id }, GatewayIntentBits.Guilds);
  }

  /** The bot is let into the server that it was kicked from. */
  readmit(): void {
    this.discord.formerGuilds.splice(this.discord.formerGuilds.indexOf(this), 1);
    this.discord.guilds.set(this.id, this);
    this.announce();
  }

  /** Discord cannot serve the guild (true), can again (false). */
  outage(unavailable: boolean): void {
    if (unavailable === this.unavailable) return;
    this.unavailable = unavailable;
    if (unavailable) this.dispatch('GUILD_DELETE', { id: this.id, unavailable: true }, GatewayIntentBits.Guilds);
    else this.announce();
  }

  /** Tells the bot about the guild as a whole. */
  announce(): void {
    this.discord.gateway.dispatch('GUILD_CREATE', this, (intents) => this.describe(intents), GatewayIntentBits.Guilds);
  }

  dispatch(event: string, data: object, intent: number): void {
    this.discord.gateway.dispatch(event, this, { guild_id: this.id, ...data }, intent);
  }

  /** What a member may do, in a channel or in the guild as a whole. */
  permissionsOf(member: FakeMember, channel?: FakeChannel): bigint {
    const roles = this.roles.filter((role) => role.id === this.id || member.roles.includes(role) || (member === this.owner && role.permissions !== 0n));
    return permissionsIn(this.id, member.user.id, roles, channel?.overwrites ?? []);
  }

  /** GUILD_CREATE as a bot with these intents gets it: without presences it is told only of itself and who is in voice. */
  describe(intents: number): object {
    const everybody = (intents & GatewayIntentBits.GuildPresences) !== 0;
    const told = this.allMembers.filter((member) => everybody || member === this.bot || member.voice !== null);
    return {
      ...this.toJSON(), joined_at: '2026-01-01T00:00:00.000Z', large: false, unavailable: false, member_count: this.members.size,
      voice_states: intents & GatewayIntentBits.GuildVoiceStates ? this.allMembers.filter(({ voice }) => voice !== null).map((member) => member.voiceJson()) : [],
      members: told.map((member) => member.toJSON()),
      channels: [...this.channels.values()].map((channel) => channel.toJSON()),
      presences: everybody ? this.allMembers.filter(({ activities }) => activities.length > 0).map((member) => member.presenceJson()) : [],
      threads: [], stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [],
    };
  }

  toJSON(): object {
    return {
      id: this.id, name: this.name, owner_id: this.owner.user.id, icon: null, splash: null, discovery_splash: null, afk_channel_id: null, afk_timeout: 300, verification_level: 0,
      default_message_notifications: 0, explicit_content_filter: 0, mfa_level: 0, features: [], emojis: [], stickers: [], system_channel_id: null, system_channel_flags: 0, rules_channel_id: null,
      public_updates_channel_id: null, safety_alerts_channel_id: null, vanity_url_code: null, description: null, banner: null, premium_tier: 0, premium_subscription_count: 0,
      preferred_locale: this.locale, nsfw_level: 0, premium_progress_bar_enabled: false, application_id: null, roles: this.roles.map(roleJson),
    };
  }

  #open(name: string, kind: FakeChannel['kind'], options?: VoiceChannelOptions): FakeChannel {
    const channel = new FakeChannel(this, this.discord.ids.lasting(), name, kind, options);
    this.channels.set(channel.id, channel);
    return channel;
  }

  #announced(channel: FakeChannel): FakeChannel {
    channel.dispatch('CHANNEL_CREATE', channel.toJSON());
    return channel;
  }

  #seat(user: FakeUser, options: MemberOptions): FakeMember {
    const member = new FakeMember(this, user, options.roles ?? []);
    this.members.set(user.id, member);
    return member;
  }
}

export function roleJson(role: Role): object {
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return { id: role.id, name: role.name, color: 0, colors, hoist: false, icon: null, unicode_emoji: null, position: role.position, permissions: String(role.permissions), managed: role.managed, mentionable: false, flags: 0 };
}
