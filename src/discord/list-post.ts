import type { REST, Snowflake } from 'discord.js';
import type { ListId } from '../domain.ts';
import { NotPosted } from '../weekly/courier.ts';
import type { Message } from './render/message.ts';

type Rest = Pick<REST, 'get' | 'post'>;

/** Milliseconds from 1970 to the beginning of Discord's ids. */
const DISCORD_EPOCH = 1_420_070_400_000;
const ID_TIME_BITS = 22n;
const PAGE = 100;
/** Beyond that nobody finds anything again by looking. */
const MOST_PAGES = 50;

/** What Discord says when somebody takes no messages, or shares no server any more: that changes in no hurry. */
const NO_WAY = new Map([
  [50007, 'dm-closed'],
  [50278, 'left'],
  [10007, 'left'],
  [10013, 'left'],
]);
const UNKNOWN_CHANNEL = 10003;
const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;

/** A channel for direct messages with somebody; the same one every time. @throws NotPosted when there is no way to them */
export async function directChannel(rest: Rest, userId: Snowflake): Promise<Snowflake> {
  const channel = (await certainly(() => rest.post('/users/@me/channels', { body: { recipient_id: userId } }))) as { readonly id: Snowflake };
  return channel.id;
}

/**
 * The message by which a list came into a channel, as its buttons carry the list's id; null when there is none.
 * @param since epoch ms: only messages after it are looked at
 * @throws Error when there are too many messages to tell
 */
export async function findPosted(rest: Rest, { channelId, selfId, listId, since }: { channelId: Snowflake; selfId: Snowflake; listId: ListId; since: number }): Promise<Snowflake | null> {
  let after = String(BigInt(Math.max(0, since - DISCORD_EPOCH)) << ID_TIME_BITS);
  for (let page = 0; page < MOST_PAGES; page++) {
    const messages = await messagesAfter(rest, channelId, after);
    const found = messages.find(({ author, components }) => author.id === selfId && JSON.stringify(components ?? []).includes(listId));
    if (found) return found.id;
    if (messages.length < PAGE) return null;
    after = messages.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after);
  }
  throw new Error('the channel has too many messages to look through');
}

/**
 * Posts a list. The nonce is the list's id: what was posted with it minutes ago is not posted again.
 * @throws NotPosted when Discord refused it; anything else leaves open whether it is there
 */
export async function postList(rest: Rest, { channelId, listId, message, signal }: { channelId: Snowflake; listId: ListId; message: Message; signal: AbortSignal }): Promise<Snowflake> {
  const { files = [], flags, components, allowedMentions } = message;
  const posted = (await certainly(() =>
    rest.post(`/channels/${channelId}/messages`, {
      body: { flags, components, allowed_mentions: allowedMentions, nonce: listId, enforce_nonce: true, attachments: files.map(({ name }, id) => ({ id: String(id), filename: name })) },
      files: files.map(({ name, attachment }) => ({ name, data: attachment })),
      signal,
    }),
  )) as { readonly id: Snowflake };
  return posted.id;
}

interface Seen {
  readonly id: Snowflake;
  readonly author: { readonly id: Snowflake };
  readonly components?: readonly unknown[];
}

/** None where there is no such channel any more. */
async function messagesAfter(rest: Rest, channelId: Snowflake, after: Snowflake): Promise<readonly Seen[]> {
  try {
    return (await rest.get(`/channels/${channelId}/messages`, { query: new URLSearchParams({ after, limit: String(PAGE) }) })) as readonly Seen[];
  } catch (error) {
    if (refusalOf(error)?.code === UNKNOWN_CHANNEL) return [];
    throw error;
  }
}

/** Tells what Discord refused from what may have happened all the same. */
async function certainly<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    const noWay = NO_WAY.get(refusal.code);
    throw new NotPosted(noWay ?? `refused-${refusal.code}`, noWay !== undefined);
  }
}

/** An answer of Discord's that says no; an error without one says nothing of what became of the request. */
function refusalOf(error: unknown): { readonly code: number } | null {
  if (!(error instanceof Error) || !('status' in error) || !('code' in error)) return null;
  const { status, code } = error;
  if (typeof status !== 'number' || status < 400 || status >= 500 || status === TOO_MANY_REQUESTS || status === REQUEST_TIMEOUT) return null;
  return { code: Number(code) };
}
