import { GatewayIntentBits, MessageFlags, type APIMessageTopLevelComponent } from 'discord.js';
import type { FakeChannel } from './channel.ts';
import type { FakeUser } from './user.ts';

export interface FakeAttachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
}

/** What can be pressed or chosen from on a message. */
export interface FakeControl {
  readonly type: number;
  readonly customId: string;
  readonly label: string | null;
  readonly emoji: string | null;
  readonly disabled: boolean;
  readonly style: number | null;
  readonly options: readonly { readonly label: string; readonly value: string; readonly default?: boolean }[];
}

/** The part of a message that its author sets. */
export interface MessageBody {
  nonce?: string;
  enforce_nonce?: boolean;
  content?: string | null;
  embeds?: readonly unknown[];
  components?: readonly APIMessageTopLevelComponent[];
  flags?: number;
  attachments?: readonly { readonly id: string | number; readonly filename?: string; readonly description?: string }[];
}

interface Node {
  readonly type: number;
  readonly components?: readonly Node[];
  readonly accessory?: Node;
  readonly content?: string;
  readonly custom_id?: string;
  readonly label?: string;
  readonly emoji?: { readonly name?: string; readonly id?: string };
  readonly disabled?: boolean;
  readonly style?: number;
  readonly options?: FakeControl['options'];
}

/** A message as everybody sees it now. */
export class FakeMessage {
  readonly id: string;
  readonly channel: FakeChannel;
  readonly author: FakeUser;
  /** `performance.now()` of the test's thread. */
  readonly createdAt = performance.now();
  /** The same clock, one entry an edit. */
  readonly editedAt: number[] = [];
  /** Who reacted, by emoji. */
  readonly reactions = new Map<string, Set<string>>();
  content = '';
  embeds: readonly unknown[] = [];
  components: readonly APIMessageTopLevelComponent[] = [];
  attachments: readonly FakeAttachment[] = [];
  flags = 0;
  /** By which the author tells it from others, and when: Discord remembers it for minutes. */
  nonce: { readonly value: string; readonly at: number } | null = null;
  deleted = false;
  /** Set for answers to interactions. */
  interactionId: string | null = null;
  readonly #createdTime: string;

  constructor(id: string, channel: FakeChannel, author: FakeUser) {
    this.id = id;
    this.channel = channel;
    this.author = author;
    this.#createdTime = new Date(channel.guild.discord.clock.now()).toISOString();
  }

  get ephemeral(): boolean {
    return (this.flags & MessageFlags.Ephemeral) !== 0;
  }

  get isV2(): boolean {
    return (this.flags & MessageFlags.IsComponentsV2) !== 0;
  }

  /** Everything readable on it: content, text displays, labels of buttons; one line each. */
  get text(): string {
    const words = this.#nodes().flatMap((node) => [node.content, node.custom_id === undefined ? undefined : node.label]);
    return [this.content, ...words].filter((word) => word !== undefined && word !== '').join('\n');
  }

  /** Buttons and menus in the order in which they are seen. */
  get controls(): readonly FakeControl[] {
    return this.#nodes()
      .filter((node) => node.custom_id !== undefined)
      .map((node) => ({
        type: node.type,
        customId: node.custom_id ?? '',
        label: node.label ?? null,
        emoji: node.emoji?.name ?? null,
        disabled: node.disabled ?? false,
        style: node.style ?? null,
        options: node.options ?? [],
      }));
  }

  /** @throws Error when nothing on the message goes by that id, label or emoji */
  control(customIdOrLabelOrEmoji: string): FakeControl {
    const wanted = customIdOrLabelOrEmoji;
    const found = this.controls.find(({ customId, label, emoji }) => customId === wanted || label === wanted || emoji === wanted);
    if (!found) throw new Error(`The message has nothing called "${wanted}", only ${JSON.stringify(this.controls.map(({ customId, label, emoji }) => [customId, label, emoji]))}`);
    return found;
  }

  /** Somebody with the right to do so deletes it. */
  delete(): void {
    if (this.deleted) return;
    this.deleted = true;
    this.#tell('MESSAGE_DELETE', { id: this.id, channel_id: this.channel.id });
  }

  /** Somebody with the right to do so takes all reactions away: their authors have taken none back. */
  clearReactions(): void {
    this.reactions.clear();
    this.channel.guild.dispatch('MESSAGE_REACTION_REMOVE_ALL', { channel_id: this.channel.id, message_id: this.id }, GatewayIntentBits.GuildMessageReactions);
  }

  /** The author edits it: what is left out stays. */
  edit(body: MessageBody, files: readonly FakeAttachment[]): void {
    // Ephemeral is decided at the first answer; what was drawn with components stays so.
    const lasting = this.flags & (MessageFlags.Ephemeral | MessageFlags.IsComponentsV2);
    this.write({ ...body, flags: (body.flags ?? 0) | lasting }, files);
    this.editedAt.push(performance.now());
    this.#tell('MESSAGE_UPDATE', this.toJSON());
  }

  /** Takes over what the author sends. */
  write(body: MessageBody, files: readonly FakeAttachment[]): void {
    if (body.content !== undefined) this.content = body.content ?? '';
    if (body.embeds !== undefined) this.embeds = body.embeds;
    if (body.components !== undefined) this.components = body.components;
    this.flags = body.flags ?? 0;
    const kept = this.attachments.filter(({ id }) => body.attachments === undefined || body.attachments.some((one) => String(one.id) === id));
    const described = files.map((file, index) => ({ ...file, description: body.attachments?.find((one) => String(one.id) === String(index))?.description ?? null }));
    this.attachments = [...kept, ...described];
  }

  toJSON(): object {
    const { guild } = this.channel;
    const attachments = this.attachments.map(({ id, name, type, bytes, description }) => ({
      id, filename: name, size: bytes.length, url: this.#urlOf(id, name), proxy_url: this.#urlOf(id, name), content_type: type, ...(description === null ? {} : { description }),
    }));
    return {
      id: this.id, channel_id: this.channel.id, type: this.interactionId === null ? 0 : 20, author: this.author.toJSON(), content: this.content,
      timestamp: this.#createdTime, edited_timestamp: this.editedAt.length === 0 ? null : new Date(guild.discord.clock.now()).toISOString(),
      tts: false, mention_everyone: false, mentions: [], mention_roles: [], attachments, embeds: this.embeds, components: this.#resolved(this.components), pinned: false, flags: this.flags,
      ...(this.author.bot ? { application_id: guild.discord.applicationId } : {}),
      reactions: [...this.reactions].map(([emoji, users]) => {
        const me = users.has(guild.discord.botUser.id);
        return { emoji: { id: null, name: emoji }, count: users.size, count_details: { burst: 0, normal: users.size }, me, me_burst: false, burst_colors: [] };
      }),
    };
  }

  /** Everybody who sees the message is told; an ephemeral one is nobody's business. */
  #tell(event: string, data: object): void {
    if (!this.ephemeral) this.channel.dispatch(event, { ...data, guild_id: this.channel.guild.id });
  }

  #urlOf(id: string, name: string): string {
    return `${this.channel.guild.discord.origin}/attachments/${this.channel.id}/${id}/${encodeURIComponent(name)}`;
  }

  /** Components as Discord returns them: `attachment://` has become an address. */
  #resolved(components: readonly unknown[]): unknown {
    return JSON.parse(JSON.stringify(components), (key, value: unknown) => {
      const file = key === 'url' && typeof value === 'string' && value.startsWith('attachment://') ? value.slice('attachment://'.length) : null;
      const attachment = file === null ? undefined : this.attachments.find(({ name }) => name === file);
      return attachment ? this.#urlOf(attachment.id, attachment.name) : value;
    });
  }

  #nodes(): readonly Node[] {
    const walk = (node: Node): Node[] => [node, ...(node.components ?? []).flatMap(walk), ...(node.accessory ? [node.accessory] : [])];
    return (this.components as unknown as readonly Node[]).flatMap(walk);
  }
}
