import { randomUUID } from 'node:crypto';
import { MessageFlags } from 'discord.js';
import type { FakeChannel } from './channel.ts';
import type { FakeDiscord } from './fake-discord.ts';
import type { FakeMember } from './member.ts';
import { FakeMessage, type FakeAttachment, type MessageBody } from './message.ts';

const FIRST_ANSWER_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
const TYPES = { command: 2, component: 3, autocomplete: 4 } as const;

/** Discord's callback types. */
const MESSAGE = 4;
const DEFERRED = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;

/** Why an answer is refused, as Discord words it. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** Something somebody did that the bot has to answer, and what came of it. */
export class FakeInteraction {
  readonly kind: 'command' | 'component' | 'autocomplete';
  readonly id: string;
  readonly token = randomUUID();
  readonly member: FakeMember;
  readonly channel: FakeChannel;
  /** `performance.now()` when the bot was told. */
  readonly at = performance.now();
  /** The same clock, when the first answer came; null before. */
  acknowledgedAt: number | null = null;
  /** The same clock, when there was something to read; null before. */
  answeredAt: number | null = null;
  callback: { readonly type: number; readonly data?: MessageBody & { readonly choices?: readonly { readonly name: string; readonly value: string | number }[] } } | null = null;
  /** The answer as it is now; for a press whose answer updates the message, that message. */
  original: FakeMessage | null = null;
  readonly followUps: FakeMessage[] = [];
  /** The message with the button or menu, null for commands. */
  readonly source: FakeMessage | null;
  readonly #discord: FakeDiscord;
  readonly #data: object;
  readonly #begun: number;
  #thinking = false;
  #expired = false;

  constructor(discord: FakeDiscord, kind: FakeInteraction['kind'], member: FakeMember, channel: FakeChannel, data: object, source: FakeMessage | null) {
    this.kind = kind;
    this.id = discord.ids.moment();
    this.member = member;
    this.channel = channel;
    this.#discord = discord;
    this.#data = data;
    this.source = source;
    this.#begun = discord.clock.now();
  }

  /** Whether only the member sees the answer. */
  get ephemeral(): boolean {
    return this.original?.ephemeral ?? ((this.callback?.data?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  }

  /** What autocomplete offered. */
  get choices(): readonly { readonly name: string; readonly value: string | number }[] {
    return this.callback?.data?.choices ?? [];
  }

  /** Everything that can be read in the answer and its follow-ups. */
  get text(): string {
    return [this.original, ...this.followUps].filter((message) => message !== null && !message.deleted).map((message) => message?.text).join('\n');
  }

  /** Waits for the first answer, be it "thinking …" or the quiet one to a press. */
  async acknowledged(ms?: number): Promise<this> {
    await this.#discord.until(() => this.acknowledgedAt !== null, `the first answer to ${this.#title()}`, ms);
    return this;
  }

  /**
   * Waits until there is something to read (choices for autocomplete). A deferral is not; a press that the bot only
   * acknowledges, to change its message in its own time, never gets there: see {@link acknowledged}.
   */
  async answered(ms?: number): Promise<this> {
    await this.#discord.until(() => this.answeredAt !== null, `an answer to ${this.#title()}`, ms);
    return this;
  }

  /** The token becomes useless now. */
  expire(): void {
    this.#expired = true;
  }

  /** The bot's first answer. */
  acknowledge(callback: NonNullable<FakeInteraction['callback']>, files: readonly FakeAttachment[]): Refusal | null {
    if (this.#expired || this.#age() > FIRST_ANSWER_MS) return { status: 404, code: 10062, message: 'Unknown interaction' };
    if (this.acknowledgedAt !== null) return { status: 400, code: 40060, message: 'Interaction has already been acknowledged.' };
    this.acknowledgedAt = performance.now();
    this.callback = callback;
    const { type, data = {} } = callback;
    if (type === MESSAGE) this.original = this.#answer(data, files, false);
    else if (type === DEFERRED) {
      this.#thinking = true;
      this.original = this.#answer({ flags: (data.flags ?? 0) | MessageFlags.Loading }, [], true);
    } else if (type === UPDATE || type === DEFERRED_UPDATE) {
      this.original = this.source;
      if (type === UPDATE && this.source) this.edit(this.source, data, files);
    } else this.answeredAt = performance.now();
    return null;
  }

  /** Why the token cannot be used for messages (any more), null when it can. */
  refusal(): Refusal | null {
    if (this.#expired || this.#age() > TOKEN_MS) return { status: 401, code: 50027, message: 'Invalid Webhook Token' };
    if (this.acknowledgedAt === null) return { status: 404, code: 10015, message: 'Unknown Webhook' };
    return null;
  }

  /** The bot writes once more. The first message after a deferral takes the deferral's place. */
  followUp(body: MessageBody, files: readonly FakeAttachment[]): FakeMessage {
    if (this.#thinking && this.original?.deleted === false) return this.edit(this.original, body, files);
    const message = this.#answer(body, files, false);
    this.followUps.push(message);
    return message;
  }

  /** A message this interaction's token may change. */
  message(id: string): FakeMessage | null {
    const found = id === '@original' ? this.original : [this.original, ...this.followUps].find((message) => message?.id === id);
    return found && !found.deleted ? found : null;
  }

  edit(message: FakeMessage, body: MessageBody, files: readonly FakeAttachment[]): FakeMessage {
    this.#thinking = false;
    this.answeredAt ??= performance.now();
    message.edit(body, files);
    return message;
  }

  toJSON(): object {
    const { guild } = this.member;
    const source = this.source ? { message: this.source.toJSON() } : {};
    if (this.channel.direct) {
      return {
        id: this.id, application_id: this.#discord.applicationId, type: TYPES[this.kind], token: this.token, version: 1, channel_id: this.channel.id, channel: this.channel.toJSON(), user: this.member.user.toJSON(),
        locale: 'en-US', app_permissions: '0', entitlements: [], authorizing_integration_owners: { 0: '0' }, context: 1, attachment_size_limit: 10_485_760, data: this.#data, ...source,
      };
    }
    return {
      id: this.id, application_id: this.#discord.applicationId, type: TYPES[this.kind], token: this.token, version: 1, guild_id: guild.id, guild: { id: guild.id, locale: guild.locale, features: [] },
      channel_id: this.channel.id, channel: this.channel.toJSON(), member: { ...this.member.toJSON(), permissions: String(guild.permissionsOf(this.member, this.channel)) },
      locale: 'en-US', guild_locale: guild.locale, app_permissions: String(guild.permissionsOf(guild.bot, this.channel)), entitlements: [], authorizing_integration_owners: { 0: guild.id }, context: 0,
      attachment_size_limit: 10_485_760, data: this.#data, ...source,
    };
  }

  #answer(body: MessageBody, files: readonly FakeAttachment[], thinking: boolean): FakeMessage {
    if (!thinking) this.answeredAt ??= performance.now();
    const write = (message: FakeMessage) => {
      message.interactionId = this.id;
      message.write(body, files);
    };
    if (((body.flags ?? 0) & MessageFlags.Ephemeral) === 0) return this.channel.add(this.#discord.botUser, write);
    // Nobody but the member sees it: it is in no channel's history.
    const message = new FakeMessage(this.#discord.ids.moment(), this.channel, this.#discord.botUser);
    write(message);
    return message;
  }

  #age(): number {
    return this.#discord.clock.now() - this.#begun;
  }

  #title(): string {
    const { name, custom_id: customId } = this.#data as { name?: string; custom_id?: string };
    return `${this.kind} ${name ?? customId ?? ''} of ${this.member.user.name}`;
  }
}
