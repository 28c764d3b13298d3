import { DiscordAPIError, MessageFlags, RESTJSONErrorCodes, type ChatInputCommandInteraction, type MessageComponentInteraction } from 'discord.js';
import type { Reply } from '../command.ts';
import { translate } from '../translate.ts';
import { placeIdOf, type Door } from './door.ts';
import type { Message } from './render/message.ts';
import { renderReply } from './render/reply.ts';
import { isWritable } from './text-channel.ts';

/** An interaction that may be answered with a message. */
export type Answerable = ChatInputCommandInteraction<'cached'> | MessageComponentInteraction<'cached'>;

export interface Answer {
  /** Whether the answer will most likely be for everybody: Discord must be told before it is there. */
  readonly publicly: boolean;
  readonly work: () => Promise<Reply>;
}

/** Discord waits 3 s for a first word; with the way there, nothing comes of it after this. */
const TOO_LATE_MS = 4_000;

/** What Discord says when the interaction cannot be answered any more: too late, or after its 15 minutes. */
const GONE: ReadonlySet<unknown> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

const FAILED: Reply = { private: true, view: { kind: 'notice', tone: 'error', text: 'Something went wrong on Segue’s side; it is in the log.' } };

/**
 * Answers an interaction: tells Discord at once that an answer comes, does the work meanwhile, and delivers it
 * to whom it is for. When the interaction is lost, an answer for everybody goes to the channel. Never rejects.
 */
export async function answer(door: Door, interaction: Answerable, { publicly, work }: Answer): Promise<void> {
  try {
    const [reply, announced] = await Promise.all([done(door, work), announce(door, interaction, publicly)]);
    const rendered = await renderReply(reply, door, interaction.guildId);
    if (announced && (await deliver(door, interaction, rendered, { publicly, reply }))) return;
    await deliverLate(door, interaction, reply.private ? null : rendered);
  } catch (error) {
    door.log.error({ err: error }, 'An answer could not be given.');
  }
}

async function done({ log }: Door, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error }, 'What was asked for failed.');
    return FAILED;
  }
}

/** Whether Discord waits for the answer. */
async function announce({ clock, log }: Door, interaction: Answerable, publicly: boolean): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const cancel = clock.after(TOO_LATE_MS, () => resolve('late'));
  const announced = interaction.deferReply(publicly ? {} : { flags: MessageFlags.Ephemeral }).then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, 'Discord did not take the first word of an answer.');
      // A first try did arrive, and only its receipt was lost.
      interaction.deferred = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
      return interaction.deferred;
    },
  );
  const first = await Promise.race([announced, late]);
  cancel();
  if (first !== 'late') return first;
  void announced.then((waits) => (waits ? interaction.deleteReply().catch(() => {}) : undefined));
  return false;
}

/** @returns whether it arrived; if not, the interaction is lost */
async function deliver(door: Door, interaction: Answerable, rendered: Message, { publicly, reply }: { publicly: boolean; reply: Reply }): Promise<boolean> {
  try {
    if (reply.private === !publicly) {
      await interaction.editReply(rendered);
    } else {
      // Who may see a message is settled when it is announced.
      await interaction.deleteReply();
      await interaction.followUp({ ...rendered, flags: reply.private ? MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral : MessageFlags.IsComponentsV2 });
    }
    return true;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    door.log.warn({ err: error }, 'Discord did not take an answer.');
    if (GONE.has(error.code)) return false;
    await interaction.editReply(await renderReply(FAILED, door, interaction.guildId));
    return true;
  }
}

/** @param rendered null for an answer that only the caller may see */
async function deliverLate(door: Door, interaction: Answerable, rendered: Message | null): Promise<void> {
  const { guild } = interaction;
  const channel = isWritable(interaction.channel) ? interaction.channel : await door.textChannelOf(guild);
  if (!channel) return door.log.info({ guild: guild.id }, 'An answer came too late, and Segue may write in no channel of the server.');
  if (rendered) return void (await channel.send(rendered));
  const { language } = await door.services.sessions.settings(placeIdOf(guild.id));
  // What somebody asks for themselves, such as about their privacy, is nobody else's business.
  await channel.send(translate(`<@${interaction.user.id}>, an answer came too late for you alone to see: ask again.`, language));
}
