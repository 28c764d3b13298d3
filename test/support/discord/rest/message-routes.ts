import { PermissionFlagsBits as P } from 'discord.js';
import type { FakeChannel } from '../channel.ts';
import type { FakeMessage, MessageBody } from '../message.ts';
import { channelOf, mustBeAllowed, RestError, type Call, type Route } from './route.ts';

const CREATE = { name: 'message-create', limit: 5, windowMs: 5_000 };
const EDIT = { name: 'message-edit', limit: 5, windowMs: 5_000 };
const NONCE_LENGTH = 25;
/** Discord says “the past few minutes”. */
const NONCE_KEPT_MS = 3 * 60_000;
const REACT = { name: 'reactions', limit: 1, windowMs: 250 };

/** Messages of channels and reactions to them. */
export const messageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/{channel}/messages',
    answer(call) {
      const channel = channelOf(call);
      mustBeAllowed(channel, P.ViewChannel | P.ReadMessageHistory);
      const { after, before, limit = '50' } = call.query;
      const chosen = channel.messages.filter(({ id }) => (after === undefined || BigInt(id) > BigInt(after)) && (before === undefined || BigInt(id) < BigInt(before)));
      // The oldest ones behind `after`, otherwise the newest; newest first in both cases.
      const page = after === undefined ? chosen.slice(-Number(limit)) : chosen.slice(0, Number(limit));
      return page.toReversed().map((message) => call.discord.shown(message));
    },
  },
  { method: 'GET', path: '/channels/{channel}/messages/{message}', answer: (call) => call.discord.shown(messageOf(call, P.ReadMessageHistory)) },
  {
    method: 'POST',
    path: '/channels/{channel}/messages',
    budget: CREATE,
    answer(call) {
      const channel = channelOf(call);
      mustBeAllowed(channel, P.SendMessages | (call.files.length > 0 ? P.AttachFiles : 0n));
      const body = call.body as MessageBody;
      if (body.nonce !== undefined && body.nonce.length > NONCE_LENGTH) throw new RestError(400, 50035, `Invalid Form Body: nonce: Must be ${NONCE_LENGTH} or fewer in length.`);
      const now = call.discord.clock.now();
      const before = body.enforce_nonce === true && channel.history.find(({ author, nonce }) => author === call.discord.botUser && nonce !== null && nonce.value === body.nonce && now - nonce.at < NONCE_KEPT_MS);
      if (before) return before;
      if (channel.direct && !takesMessages(call, channel)) throw new RestError(403, 50007, 'Cannot send messages to this user');
      return channel.add(call.discord.botUser, (message) => {
        message.write(body, call.files);
        if (body.nonce !== undefined) message.nonce = { value: body.nonce, at: now };
      });
    },
  },
  {
    method: 'PATCH',
    path: '/channels/{channel}/messages/{message}',
    budget: EDIT,
    answer(call) {
      const message = messageOf(call, 0n);
      if (message.author !== call.discord.botUser) throw new RestError(403, 50005, 'Cannot edit a message authored by another user');
      mustBeAllowed(message.channel, call.files.length > 0 ? P.AttachFiles : 0n);
      message.edit(call.body as MessageBody, call.files);
      return message;
    },
  },
  {
    method: 'DELETE',
    path: '/channels/{channel}/messages/{message}',
    answer(call) {
      const message = messageOf(call, 0n);
      if (message.author !== call.discord.botUser) mustBeAllowed(message.channel, P.ManageMessages);
      message.delete();
    },
  },
  {
    method: 'PUT',
    path: '/channels/{channel}/messages/{message}/reactions/{emoji}/@me',
    budget: REACT,
    answer(call) {
      const message = messageOf(call, P.ReadMessageHistory | P.AddReactions);
      message.channel.guild.bot.react(message, call.params['emoji'] ?? '');
    },
  },
  {
    method: 'DELETE',
    path: '/channels/{channel}/messages/{message}/reactions/{emoji}/{user}',
    budget: REACT,
    answer(call) {
      const own = call.params['user'] === '@me';
      const message = messageOf(call, own ? 0n : P.ManageMessages);
      const { bot, members } = message.channel.guild;
      (own ? bot : members.get(call.params['user'] ?? ''))?.unreact(message, call.params['emoji'] ?? '');
    },
  },
  {
    method: 'DELETE',
    path: '/channels/{channel}/messages/{message}/reactions',
    budget: REACT,
    answer: (call) => messageOf(call, P.ManageMessages).clearReactions(),
  },
  {
    method: 'GET',
    path: '/channels/{channel}/messages/{message}/reactions/{emoji}',
    answer(call) {
      const message = messageOf(call, P.ReadMessageHistory);
      const users = message.reactions.get(call.params['emoji'] ?? '') ?? new Set();
      return [...users].flatMap((id) => message.channel.guild.members.get(id)?.user ?? []);
    },
  },
];

function messageOf(call: Call, permissions: bigint): FakeMessage {
  const channel = channelOf(call);
  mustBeAllowed(channel, P.ViewChannel | permissions);
  const message = channel.messages.find(({ id }) => id === call.params['message']);
  if (!message) throw new RestError(404, 10008, 'Unknown Message');
  return message;
}

function takesMessages({ discord }: Call, channel: FakeChannel): boolean {
  const members = [...discord.guilds.values()].flatMap((guild) => [...guild.members.values()]).filter(({ id }) => discord.directChannels.get(id) === channel);
  return members.length > 0 && members.every(({ takesDirectMessages }) => takesDirectMessages);
}
