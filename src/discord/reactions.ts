import { Events, type MessageReaction, type PartialMessageReaction, type PartialUser, type User } from 'discord.js';
import type { Reaction } from '../domain.ts';
import { RateLimit } from '../rate-limit.ts';
import { KeyLock } from '../storage/key-lock.ts';
import { listenTo } from './client-events.ts';
import { placeIdOf, type Door, type Part } from './door.ts';
import { whoIn } from './flood.ts';

type Reacted = MessageReaction | PartialMessageReaction;

const MEANINGS: Readonly<Record<string, Reaction>> = { '👍': 'like', '👎': 'dislike', '❤': 'love' };
/** Of one member in one guild: more than anybody means. */
const MOST = { burst: 20, perSecond: 0.5 };
/** Variation selectors and skin tones say nothing about the music. */
const ORNAMENTS = /\p{Variation_Selector}|\p{Emoji_Modifier}/gu;

/**
 * Reactions to the card count as the command of the same name, about the track that plays, and are taken back
 * with it. Whoever may not react is not told: an emoji asks for no answer.
 */
export const hearReactions: Part = (door) => {
  // A reaction and its taking back come within moments: the second looks at what the first left.
  const lock = new KeyLock();
  const limit = new RateLimit({ ...MOST, clock: door.clock });
  const hear = (reacted: Reacted, user: User | PartialUser, added: boolean) => {
    const reaction = MEANINGS[reacted.emoji.name?.replace(ORNAMENTS, '') ?? ''];
    if (!reaction || reacted.emoji.id !== null || user.bot === true) return;
    const who = whoIn({ guildId: reacted.message.guildId, user });
    if (!limit.allow(who)) return;
    lock
      .run(who, () => react(door, reacted, user.id, reaction, added))
      .catch((error: unknown) => door.log.warn({ err: error }, 'A reaction could not be counted.'));
  };
  return listenTo(door.client, {
    [Events.MessageReactionAdd]: (reacted, user) => hear(reacted, user, true),
    [Events.MessageReactionRemove]: (reacted, user) => hear(reacted, user, false),
  });
};

async function react(door: Door, { message }: Reacted, userId: string, reaction: Reaction, added: boolean): Promise<void> {
  const { guild } = message;
  // Who is in no voice channel hears nothing; they need not even be looked up.
  if (!guild?.voiceStates.cache.get(userId)?.channelId) return;
  if ((await door.guilds.of(guild.id)).card?.messageId !== message.id) return;
  const state = door.services.sessions.get(placeIdOf(guild.id))?.view().state;
  if (!state || !('current' in state)) return;
  const member = await guild.members.fetch(userId);
  if (member.user.bot) return;
  const context = await door.contextOf(member);
  if (!context.caller.here) return;
  const standing = await door.services.listening.reactionOf(context.caller.id, state.current.track.id);
  // The command takes back what stands already: it is for the one case what it would be against in the other.
  if ((standing === reaction) === added) return;
  await door.desk.execute([reaction], { track: state.current.track.id }, context);
}
