import type { Guild, SendableChannels } from 'discord.js';
import type { ListenerId, Presence } from '../domain.ts';
import { placeIdOf, type Door } from './door.ts';
import type { Remembered } from './guild-memory.ts';
import { isGone } from './paced-work.ts';
import { renderConsent } from './render/consent.ts';
import { sayIn } from './render/say.ts';
import { isWritable } from './text-channel.ts';
import { voiceChannelOf } from './whereabouts.ts';

/** A message that asks, with the people whose names stand in it. */
interface Question {
  readonly message: Remembered['questions'][number];
  readonly named: readonly Presence[];
}

/**
 * The questions for consent in one guild. They stay, for whoever wants to answer later; names stand in them only
 * as long as their members have not answered and the session runs.
 */
export class ConsentQuestions {
  readonly #door: Door;
  readonly #guildId: string;
  /** undefined until it has been read what is remembered: of messages from before a restart the names are not known. */
  #standing: readonly Question[] | undefined;
  readonly #answered = new Set<ListenerId>();

  constructor(door: Door, guildId: string) {
    this.#door = door;
    this.#guildId = guildId;
  }

  names(id: ListenerId): boolean {
    return this.#standing?.some(({ named }) => named.some((who) => who.id === id)) ?? false;
  }

  /** The member has said yes or no, or was forgotten. */
  answered(id: ListenerId): void {
    this.#answered.add(id);
  }

  over(): void {
    for (const { named } of this.#standing ?? []) for (const { id } of named) this.#answered.add(id);
  }

  /** Who listens and never was asked. */
  unasked(): readonly Presence[] {
    const { sessions, listening } = this.#door.services;
    const placeId = placeIdOf(this.#guildId);
    if (!sessions.get(placeId)) return [];
    return sessions.present(placeId).filter(({ id }) => listening.consentOf(id) === 'unasked' && !listening.wasAsked(id));
  }

  /** Brings the questions up to date and asks whoever is to be asked. @returns whether there was anything to do */
  async run(): Promise<boolean> {
    const guild = this.#door.client.guilds.cache.get(this.#guildId);
    if (!guild) return false;
    const tidied = await this.#tidy(guild);
    const asked = await this.#ask(guild);
    return tidied || asked;
  }

  async #tidy(guild: Guild): Promise<boolean> {
    const { listening } = this.#door.services;
    const standing = await this.#read();
    let tidied = false;
    for (const question of standing) {
      const still = question.named.filter(({ id }) => listening.consentOf(id) === 'unasked' && !this.#answered.has(id));
      if (still.length > 0 && still.length === question.named.length) continue;
      await this.#edit(question, still, guild);
      await this.#become(this.#standing?.flatMap((one) => (one !== question ? one : still.length > 0 ? { ...question, named: still } : [])) ?? []);
      tidied = true;
    }
    if (this.#standing?.length === 0) this.#answered.clear();
    return tidied;
  }

  async #ask(guild: Guild): Promise<boolean> {
    const people = this.unasked();
    const channel = people.length > 0 ? await this.#channelIn(guild) : null;
    if (!channel) return false;
    const { id: messageId, channelId } = await channel.send(await this.#rendered(people));
    this.#standing = [...(await this.#read()), { message: { channelId, messageId }, named: people }];
    await this.#door.services.listening.markAsked(people.map(({ id }) => id));
    await this.#become(this.#standing);
    return true;
  }

  /** The chat of the voice channel, where those who listen read it; where Segue may not write there, as anywhere else. */
  async #channelIn(guild: Guild): Promise<SendableChannels | null> {
    const voice = guild.channels.cache.get(voiceChannelOf(this.#door, placeIdOf(guild.id)) ?? '') ?? null;
    return isWritable(voice) ? voice : this.#door.textChannelOf(guild);
  }

  async #edit({ message: { channelId, messageId } }: Question, named: readonly Presence[], guild: Guild): Promise<void> {
    const channel = guild.channels.cache.get(channelId);
    if (!channel?.isTextBased()) return;
    try {
      await channel.messages.edit(messageId, await this.#rendered(named));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  async #rendered(people: readonly Presence[]) {
    const { language } = await this.#door.services.sessions.settings(placeIdOf(this.#guildId));
    return renderConsent(people.map(({ name }) => name), sayIn(language));
  }

  async #read(): Promise<readonly Question[]> {
    this.#standing ??= (await this.#door.guilds.of(this.#guildId)).questions.map((message) => ({ message, named: [] }));
    return this.#standing;
  }

  async #become(standing: readonly Question[]): Promise<void> {
    this.#standing = standing;
    await this.#door.guilds.change(this.#guildId, { questions: standing.map(({ message }) => message) });
  }
}
