import { randomUUID } from 'node:crypto';
import { GatewayIntentBits } from 'discord.js';
import type { FakeChannel } from './channel.ts';
import { offeredCommand, resolvedOptions, type OptionValue } from './command-use.ts';
import type { FakeGuild } from './guild.ts';
import { FakeInteraction } from './interaction.ts';
import type { FakeMessage } from './message.ts';
import type { Role } from './permissions.ts';
import type { FakeUser } from './user.ts';

export interface MemberOptions {
  readonly bot?: boolean;
  readonly roles?: readonly Role[];
  /** Rights beyond everybody's. */
  readonly permissions?: bigint;
}

/** Where somebody's voice is connected. */
export interface VoiceState {
  channelId: string;
  sessionId: string;
  selfDeaf: boolean;
  selfMute: boolean;
  deaf: boolean;
  mute: boolean;
  suppress: boolean;
  requestedToSpeak: string | null;
}

/** What "Listening to …" shows. */
export interface Listening {
  readonly title: string;
  readonly artist?: string;
  readonly album?: string;
  /** Epoch milliseconds. */
  readonly start?: number;
  readonly end?: number;
  /** The service's own id of the track, in a field that is not documented. */
  readonly trackId?: string;
  /** `Spotify` when absent. */
  readonly name?: string;
}

/** A member of a guild, and what they do in it. */
export class FakeMember {
  readonly guild: FakeGuild;
  readonly user: FakeUser;
  readonly roles: Role[];
  /** null while not in a voice channel. */
  voice: VoiceState | null = null;
  /** Whether the bot may write to them. */
  takesDirectMessages = true;
  activities: readonly object[] = [];

  constructor(guild: FakeGuild, user: FakeUser, roles: readonly Role[]) {
    this.guild = guild;
    this.user = user;
    this.roles = [...roles];
  }

  get id(): string {
    return this.user.id;
  }

  /** Joins a voice channel, or moves to it. */
  join(channel: FakeChannel): void {
    this.changeVoice({ selfDeaf: false, selfMute: false, deaf: false, mute: false, ...this.voice, channelId: channel.id, sessionId: this.voice?.sessionId ?? randomUUID(), suppress: channel.kind === 'stage', requestedToSpeak: null });
  }

  moveTo(channel: FakeChannel): void {
    if (!this.voice) throw new Error(`${this.user.name} is in no voice channel`);
    this.join(channel);
  }

  leave(): void {
    this.changeVoice(null);
  }

  /** Somebody else takes this member out of voice. */
  disconnect(): void {
    if (this === this.guild.bot) this.guild.voice.disconnectBot();
    else this.leave();
  }

  /** Switches the own sound off or on. */
  deafen(deaf = true): void {
    this.#connected({ selfDeaf: deaf, selfMute: deaf });
  }

  /** A moderator does so. */
  serverDeafen(deaf = true): void {
    this.#connected({ deaf });
  }

  /** Uses a slash command as its definition allows: `command('dj start', { query: 'x' })`. Channels, roles and members are given as such. */
  command(name: string, options: Readonly<Record<string, OptionValue>> = {}, where: { readonly in?: FakeChannel } = {}): FakeInteraction {
    const offered = offeredCommand(this, name);
    return this.#interact('command', where.in, { ...offered.data, ...resolvedOptions(this.guild, offered, options, null) });
  }

  /** Has typed so far into a command; `focused` is the option being typed. */
  autocomplete(name: string, options: Readonly<Record<string, OptionValue>>, focused: string, where: { readonly in?: FakeChannel } = {}): FakeInteraction {
    const offered = offeredCommand(this, name);
    return this.#interact('autocomplete', where.in, { ...offered.data, ...resolvedOptions(this.guild, offered, options, focused) });
  }

  /** Presses a button. @throws Error when the message has no such button, or it is disabled */
  press(message: FakeMessage, customIdOrLabelOrEmoji: string): FakeInteraction {
    const control = this.#usable(message, customIdOrLabelOrEmoji);
    return this.#interact('component', message.channel, { custom_id: control.customId, component_type: control.type, id: 1 }, message);
  }

  /** Presses what is no longer, or never was, on the message: for somebody whose client lags behind. */
  pressStale(message: FakeMessage, customId: string): FakeInteraction {
    return this.#interact('component', message.channel, { custom_id: customId, component_type: 2, id: 1 }, message);
  }

  /** Chooses in a menu: values of its options, or channels, roles and members. */
  choose(message: FakeMessage, customId: string, values: readonly (string | FakeChannel | Role | FakeMember)[]): FakeInteraction {
    const control = this.#usable(message, customId);
    const ids = values.map((value) => (typeof value === 'string' ? value : value.id));
    if (control.type === 3) {
      const unknown = ids.find((id) => !control.options.some((option) => option.value === id));
      if (unknown !== undefined) throw new Error(`The menu ${customId} does not offer ${unknown}`);
    }
    const resolved = { resolved: this.guild.discord.resolve(this.guild, ids) };
    return this.#interact('component', message.channel, { custom_id: control.customId, component_type: control.type, id: 1, values: ids, ...(control.type === 3 ? {} : resolved) }, message);
  }

  react(message: FakeMessage, emoji: string): void {
    let users = message.reactions.get(emoji);
    if (!users) message.reactions.set(emoji, (users = new Set()));
    if (users.has(this.id)) return;
    users.add(this.id);
    this.#reaction('MESSAGE_REACTION_ADD', message, emoji, { member: this.toJSON(), message_author_id: message.author.id });
  }

  unreact(message: FakeMessage, emoji: string): void {
    const users = message.reactions.get(emoji);
    if (!users?.delete(this.id)) return;
    if (users.size === 0) message.reactions.delete(emoji);
    this.#reaction('MESSAGE_REACTION_REMOVE', message, emoji, {});
  }

  /** Writes in a channel. The bot is told only if it asked for messages, and of the words only if it asked for those. */
  says(channel: FakeChannel, text: string): FakeMessage {
    return channel.add(this.user, (message) => message.write({ content: text }, []));
  }

  /** Shows what plays on another service, or nothing more. */
  listensTo(listening: Listening | null): void {
    this.activities = listening === null ? [] : [activityOf(listening, this.guild.discord.clock.now())];
    this.guild.discord.gateway.dispatch('PRESENCE_UPDATE', this.guild, this.presenceJson(), GatewayIntentBits.GuildPresences);
  }

  /** Gives or takes a role. */
  setRole(role: Role, has: boolean): void {
    const at = this.roles.indexOf(role);
    if (has === at >= 0) return;
    if (has) this.roles.push(role);
    else this.roles.splice(at, 1);
    this.guild.dispatch('GUILD_MEMBER_UPDATE', this.toJSON(), this === this.guild.bot ? GatewayIntentBits.Guilds : GatewayIntentBits.GuildMembers);
  }

  /** Sets the voice state and tells of it. */
  changeVoice(voice: VoiceState | null): void {
    if (voice === null && this.voice === null) return;
    const before = this.voice;
    this.voice = voice;
    this.guild.discord.gateway.dispatch('VOICE_STATE_UPDATE', this.guild, { ...this.voiceJson(before), member: this.toJSON() }, GatewayIntentBits.GuildVoiceStates);
    if (this !== this.guild.bot) this.guild.voice.peopleChanged();
  }

  toJSON(): object {
    return { user: this.user.toJSON(), nick: null, avatar: null, banner: null, roles: this.roles.map(({ id }) => id), joined_at: '2026-01-01T00:00:00.000Z', premium_since: null, deaf: this.voice?.deaf ?? false, mute: this.voice?.mute ?? false, flags: 0, pending: false, communication_disabled_until: null };
  }

  voiceJson(before: VoiceState | null = null): object {
    const state = this.voice ?? before;
    return {
      guild_id: this.guild.id, user_id: this.id, channel_id: this.voice?.channelId ?? null, session_id: state?.sessionId ?? '', deaf: state?.deaf ?? false, mute: state?.mute ?? false,
      self_deaf: state?.selfDeaf ?? false, self_mute: state?.selfMute ?? false, self_video: false, suppress: state?.suppress ?? false, request_to_speak_timestamp: state?.requestedToSpeak ?? null,
    };
  }

  presenceJson(): object {
    const status = 'online';
    return { user: { id: this.id }, guild_id: this.guild.id, status, activities: this.activities, client_status: { desktop: status } };
  }

  #connected(change: Partial<VoiceState>): void {
    if (!this.voice) throw new Error(`${this.user.name} is in no voice channel`);
    this.changeVoice({ ...this.voice, ...change });
  }

  #usable(message: FakeMessage, name: string) {
    if (message.deleted) throw new Error('The message has been deleted');
    const control = message.control(name);
    if (control.disabled) throw new Error(`"${name}" is disabled`);
    return control;
  }

  #reaction(event: string, message: FakeMessage, emoji: string, more: object): void {
    this.guild.dispatch(event, { user_id: this.id, channel_id: message.channel.id, message_id: message.id, emoji: { id: null, name: emoji }, burst: false, type: 0, ...more }, GatewayIntentBits.GuildMessageReactions);
  }

  #interact(kind: FakeInteraction['kind'], channel: FakeChannel | undefined, data: object, message?: FakeMessage): FakeInteraction {
    const place = channel ?? [...this.guild.channels.values()][0];
    if (!place) throw new Error(`${this.guild.name} has no channel left`);
    const interaction = new FakeInteraction(this.guild.discord, kind, this, place, data, message ?? null);
    this.guild.discord.begin(interaction);
    return interaction;
  }
}

/** An activity of type 2 as the service of the largest following shows it: title in `details`, artists in `state`, album in `large_text`. */
function activityOf(listening: Listening, now: number): object {
  const timestamps = { ...(listening.start === undefined ? {} : { start: listening.start }), ...(listening.end === undefined ? {} : { end: listening.end }) };
  return {
    id: 'spotify:1', name: listening.name ?? 'Spotify', type: 2, created_at: now, flags: 48, details: listening.title, timestamps,
    ...(listening.artist === undefined ? {} : { state: listening.artist }),
    ...(listening.album === undefined ? {} : { assets: { large_image: 'spotify:cover', large_text: listening.album } }),
    ...(listening.trackId === undefined ? {} : { sync_id: listening.trackId }),
    party: { id: 'spotify:party' },
  };
}
