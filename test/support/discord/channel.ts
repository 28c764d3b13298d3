import { ChannelType, GatewayIntentBits } from 'discord.js';
import type { FakeGuild } from './guild.ts';
import type { FakeMember } from './member.ts';
import { FakeMessage } from './message.ts';
import type { Overwrite } from './permissions.ts';
import type { FakeUser } from './user.ts';

export type ChannelKind = 'text' | 'voice' | 'stage';

export interface VoiceChannelOptions {
  /** 0 or absent: no limit. */
  readonly userLimit?: number;
  readonly stage?: boolean;
  /** Bits per second. */
  readonly bitrate?: number;
}

const TYPES = { text: ChannelType.GuildText, voice: ChannelType.GuildVoice, stage: ChannelType.GuildStageVoice } as const;

/** A text, voice or stage channel; people can write in all of them. */
export class FakeChannel {
  readonly id: string;
  readonly guild: FakeGuild;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly userLimit: number;
  readonly bitrate: number;
  readonly overwrites: Overwrite[] = [];
  /** The text shown under a voice channel's name, null when there is none. */
  status: string | null = null;
  deleted = false;
  /** Whether it is between the bot and one person. */
  readonly direct: boolean = false;
  readonly #history: FakeMessage[] = [];

  constructor(guild: FakeGuild, id: string, name: string, kind: ChannelKind, options: VoiceChannelOptions = {}) {
    this.guild = guild;
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.userLimit = options.userLimit ?? 0;
    this.bitrate = options.bitrate ?? 64_000;
  }

  /** What everybody in the channel sees, oldest first. */
  get messages(): readonly FakeMessage[] {
    return this.#history.filter((message) => !message.deleted);
  }

  /** Deleted ones too. */
  get history(): readonly FakeMessage[] {
    return this.#history;
  }

  /** The next message that is written here. */
  async messageAdded(ms?: number): Promise<FakeMessage> {
    const before = this.#history.length;
    return this.guild.discord.until(() => this.#history[before], `a message in #${this.name}`, ms);
  }

  /** Members whose voice is connected here, the bot included. */
  get connected(): readonly FakeMember[] {
    return this.guild.allMembers.filter((member) => member.voice?.channelId === this.id);
  }

  /** Takes rights from the bot in this channel. */
  deny(permissions: bigint): void {
    const overwrite = this.#botOverwrite();
    overwrite.deny |= permissions;
    overwrite.allow &= ~permissions;
    this.dispatch('CHANNEL_UPDATE', this.toJSON());
  }

  /** Gives rights to the bot in this channel. */
  allow(permissions: bigint): void {
    const overwrite = this.#botOverwrite();
    overwrite.allow |= permissions;
    overwrite.deny &= ~permissions;
    this.dispatch('CHANNEL_UPDATE', this.toJSON());
  }

  delete(): void {
    if (this.deleted) return;
    this.deleted = true;
    this.guild.channels.delete(this.id);
    for (const member of this.connected) member.disconnect();
    this.dispatch('CHANNEL_DELETE', this.toJSON());
  }

  /** Adds a message, telling the bot if it asked for messages. */
  add(author: FakeUser, write: (message: FakeMessage) => void): FakeMessage {
    const message = new FakeMessage(this.guild.discord.ids.moment(), this, author);
    write(message);
    this.#history.push(message);
    this.guild.discord.gateway.dispatch('MESSAGE_CREATE', this.guild, (intents) => ({ ...this.guild.discord.shown(message, intents), guild_id: this.guild.id }), GatewayIntentBits.GuildMessages);
    return message;
  }

  dispatch(event: string, data: object): void {
    this.guild.discord.gateway.dispatch(event, this.guild, data, event.startsWith('MESSAGE') ? GatewayIntentBits.GuildMessages : GatewayIntentBits.Guilds);
  }

  toJSON(): object {
    const voice = { bitrate: this.bitrate, user_limit: this.userLimit, rtc_region: null, video_quality_mode: 1 };
    return {
      id: this.id, guild_id: this.guild.id, name: this.name, type: TYPES[this.kind], position: 0, nsfw: false, parent_id: null, last_message_id: this.#history.at(-1)?.id ?? null, rate_limit_per_user: 0, flags: 0,
      permission_overwrites: this.overwrites.map(({ id, type, allow, deny }) => ({ id, type, allow: String(allow), deny: String(deny) })),
      ...(this.kind === 'text' ? { topic: null } : voice),
    };
  }

  #botOverwrite(): Overwrite {
    const id = this.guild.discord.botUser.id;
    let overwrite = this.overwrites.find((one) => one.id === id);
    if (!overwrite) this.overwrites.push((overwrite = { id, type: 1, allow: 0n, deny: 0n }));
    return overwrite;
  }
}

/** Messages between the bot and somebody; no guild has to do with them. */
export class FakeDirectChannel extends FakeChannel {
  override readonly direct = true;
  readonly recipient: FakeUser;

  constructor({ guild, user }: FakeMember) {
    super(guild, guild.discord.ids.lasting(), `direct messages of ${user.name}`, 'text');
    this.recipient = user;
  }

  /** The bot asks for no messages. */
  override dispatch(): void {}

  override toJSON(): object {
    return { id: this.id, type: ChannelType.DM, last_message_id: this.history.at(-1)?.id ?? null, flags: 0, recipients: [this.recipient.toJSON()] };
  }
}
