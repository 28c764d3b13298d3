import { ComponentType, PermissionFlagsBits, Routes, type Guild, type Message as DiscordMessage, type SendableChannels, type Snowflake } from 'discord.js';
import type { PlaceSettings, Track, TrackId } from '../domain.ts';
import { accentOf } from './cover-colours.ts';
import { coverIsOnCard, coverOf } from './cover.ts';
import { placeIdOf, type Door } from './door.ts';
import type { Remembered } from './guild-memory.ts';
import { isForbidden, isGone } from './paced-work.ts';
import { renderCard, type Card, type EndedCard } from './render/card.ts';
import { message, type AttachedFile } from './render/message.ts';
import { sayIn } from './render/say.ts';
import { isWritable } from './text-channel.ts';

/** Messages below the card from which on it is out of sight. */
const FAR_AWAY = 10;
/** Of a card that shows no track. */
const QUIET_ACCENT = 0x72767d;

type Place = NonNullable<Remembered['card']>;

/** A picture that the message holds. */
interface Cover {
  readonly of: TrackId;
  readonly id: Snowflake;
  readonly filename: string;
  readonly url: string;
}

/** What the message shows, as far as this process knows. */
export interface Shown {
  readonly card: Card;
  /** Everything on it except how far the bar is. */
  readonly content: string;
  readonly cover: Cover | null;
  readonly positionMs: number;
  readonly at: number;
}

/** The message of a guild that shows what plays: where it stands, and how it gets there. Requests that fail throw. */
export class CardMessage {
  readonly #door: Door;
  readonly #guildId: string;
  /** undefined until it has been read what is remembered. */
  #place: Place | null | undefined;
  #shown: Shown | null = null;
  /** Whether somebody may have put a reaction on it. */
  #reactedTo = true;

  constructor(door: Door, guildId: string) {
    this.#door = door;
    this.#guildId = guildId;
  }

  /** null when there is no message, or when it is from before a restart. */
  get shown(): Shown | null {
    return this.#shown;
  }

  /** What stands on a card beside the time bar, to compare it. */
  async content(card: Card): Promise<string> {
    const { language } = await this.#settings();
    return JSON.stringify([language, card]);
  }

  /** Whether the settings name another channel than that of the message, in which Segue may write. */
  async isMisplaced({ channels }: Guild): Promise<boolean> {
    const { textChannelId } = await this.#settings();
    const place = await this.#standing();
    return place !== null && textChannelId !== null && textChannelId !== place.channelId && isWritable(channels.cache.get(textChannelId) ?? null);
  }

  reactedTo(messageId: string): void {
    if (this.#place?.messageId === messageId) this.#reactedTo = true;
  }

  /** Edits the message, or posts it anew where that is the only way for people to see it. */
  async show(card: Card, positionMs: number, guild: Guild): Promise<void> {
    const before = this.#shown?.card;
    const newTrack = before !== undefined && card.kind === 'playing' && (before.kind !== 'playing' || before.playId !== card.playId);
    const channel = await this.#door.textChannelOf(guild);
    const moves = channel !== null && (await this.#mustMove(channel, newTrack, guild));
    if (!moves && (await this.#edit(card, positionMs))) {
      if (newTrack) await this.#clearReactions();
      return;
    }
    if (channel) await this.#post(card, positionMs, channel);
  }

  /**
   * Edits it one last time: the next session begins with a message of its own.
   * @returns whether it stands where people see that
   */
  async end(card: EndedCard): Promise<boolean> {
    const place = await this.#standing();
    const channel = this.#channelOf(place);
    const seen = place !== null && channel !== null && (await this.#edited(card)) && !(await this.#isFarAway(channel, place));
    this.#shown = null;
    if (place) await this.#remember(null);
    return seen;
  }

  async #edited(card: EndedCard): Promise<boolean> {
    try {
      return await this.#edit(card, 0);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return false;
    }
  }

  async #mustMove(channel: SendableChannels, newTrack: boolean, guild: Guild): Promise<boolean> {
    const place = await this.#standing();
    if (!place) return true;
    if (channel.id !== place.channelId) return newTrack || (await this.isMisplaced(guild));
    return newTrack && (await this.#isFarAway(channel, place));
  }

  /** Counts what stands below it; what others wrote is not read. */
  async #isFarAway(channel: SendableChannels, { messageId }: Place): Promise<boolean> {
    try {
      // Not by the client's own messages, which would keep their authors in memory.
      const below = await channel.client.rest.get(Routes.channelMessages(channel.id), { query: new URLSearchParams({ after: messageId, limit: String(FAR_AWAY) }) });
      return Array.isArray(below) && below.length >= FAR_AWAY;
    } catch (error) {
      if (isForbidden(error) || isGone(error)) return false;
      throw error;
    }
  }

  /** @returns false when there is no such message any more */
  async #edit(card: Card, positionMs: number): Promise<boolean> {
    const place = await this.#standing();
    const channel = this.#channelOf(place);
    if (!place || !channel) return false;
    const { container, kept, upload } = await this.#rendered(card, positionMs, channel);
    // What stays attached is named with its file: without the name, Discord does not find it for the component that shows it.
    const attachments = kept ? [{ id: kept.id, filename: kept.filename }] : [];
    try {
      const edited = await channel.messages.edit(place.messageId, { ...message([container], upload ? [upload] : []), attachments });
      await this.#nowShows(card, positionMs, kept ?? (upload && uploaded(edited, card, upload)));
      return true;
    } catch (error) {
      // Whatever it shows now, the next edit brings everything.
      this.#shown = null;
      if (!isGone(error)) throw error;
      return false;
    }
  }

  async #post(card: Card, positionMs: number, channel: SendableChannels): Promise<void> {
    const old = await this.#standing();
    this.#shown = null;
    const { container, upload } = await this.#rendered(card, positionMs, channel);
    const sent = await channel.send(message([container], upload ? [upload] : []));
    this.#reactedTo = false;
    await this.#remember({ channelId: channel.id, messageId: sent.id });
    await this.#nowShows(card, positionMs, upload && uploaded(sent, card, upload));
    if (old) await this.#channelOf(old)?.messages.delete(old.messageId).catch((error: unknown) => this.#door.log.debug({ err: error }, 'An old card stays.'));
  }

  /** `kept` is the cover that the message has already, `upload` the one it needs. */
  async #rendered(card: Card, positionMs: number, channel: SendableChannels): Promise<{ container: ReturnType<typeof renderCard>; kept: Cover | null; upload: AttachedFile | null }> {
    const track = trackOf(card);
    const kept = track && this.#shown?.cover?.of === track.id ? this.#shown.cover : null;
    const upload = track && !kept && mayIn(channel, PermissionFlagsBits.AttachFiles) ? await coverOf(track, this.#door) : null;
    const { language } = await this.#settings();
    const name = kept?.filename ?? upload?.name;
    const look = { say: sayIn(language), accent: track ? accentOf(track) : QUIET_ACCENT, cover: name === undefined ? null : `attachment://${name}`, positionMs };
    return { container: renderCard(card, look), kept, upload };
  }

  async #nowShows(card: Card, positionMs: number, cover: Cover | null): Promise<void> {
    const guild = this.#door.client.guilds.cache.get(this.#guildId);
    if (cover && guild) coverIsOnCard(guild, cover.of, cover.url);
    this.#shown = { card, content: await this.content(card), cover, positionMs, at: this.#door.clock.now() };
  }

  /** Reactions stand for the track that plays: those to the one before go, where Segue may remove them. */
  async #clearReactions(): Promise<void> {
    const place = await this.#standing();
    const channel = this.#channelOf(place);
    if (!this.#reactedTo || !place || !channel || !mayIn(channel, PermissionFlagsBits.ManageMessages)) return;
    this.#reactedTo = false;
    await this.#door.client.rest
      .delete(Routes.channelMessageAllReactions(channel.id, place.messageId))
      .catch((error: unknown) => this.#door.log.debug({ err: error }, 'Reactions to the track before stay on the card.'));
  }

  async #standing(): Promise<Place | null> {
    if (this.#place === undefined) this.#place = (await this.#door.guilds.of(this.#guildId)).card;
    return this.#place;
  }

  async #remember(place: Place | null): Promise<void> {
    this.#place = place;
    await this.#door.guilds.change(this.#guildId, { card: place });
  }

  #channelOf(place: Place | null): SendableChannels | null {
    const channel = place && this.#door.client.channels.cache.get(place.channelId);
    return channel?.isSendable() ? channel : null;
  }

  #settings(): Promise<PlaceSettings> {
    return this.#door.services.sessions.settings(placeIdOf(this.#guildId));
  }
}

function trackOf(card: Card): Track | null {
  switch (card.kind) {
    case 'playing':
      return card.track;
    case 'waiting':
      return null;
    case 'ended':
      return card.last?.track ?? null;
  }
}

function mayIn(channel: SendableChannels, permission: bigint): boolean {
  if (channel.isDMBased()) return false;
  const { me } = channel.guild.members;
  return me !== null && (channel.permissionsFor(me)?.has(permission) ?? false);
}

/** The cover as it lies with Discord: a file that a component shows may be missing among the attachments. */
function uploaded({ attachments, components }: DiscordMessage, card: Card, { name }: AttachedFile): Cover | null {
  const [shown] = components
    .flatMap((top) => (top.type === ComponentType.Container ? top.components : []))
    .flatMap((part) => (part.type === ComponentType.Section && part.accessory.type === ComponentType.Thumbnail ? [part.accessory.media.data] : []));
  const file = attachments.find((one) => one.name === name);
  const [id, url] = [shown?.attachment_id ?? file?.id, file?.url ?? shown?.url];
  const track = trackOf(card);
  return track && id !== undefined && url !== undefined ? { of: track.id, id, filename: name, url } : null;
}
