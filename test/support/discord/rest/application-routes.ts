import type { CommandDefinition } from '../command-use.ts';
import type { FakeDiscord } from '../fake-discord.ts';
import { RestError, type Call, type Route } from './route.ts';

/** The bot itself, the gateway's address, and its commands: everywhere or in one guild. */
export const applicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', answer: ({ discord }) => ({ url: gatewayUrl(discord) }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    // As many may identify at once as a large bot may: otherwise every shard waits five seconds for the one before.
    answer: ({ discord }) => ({ url: gatewayUrl(discord), shards: discord.shards, session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 16 } }),
  },
  { method: 'GET', path: '/users/@me', answer: ({ discord }) => discord.botUser },
  {
    method: 'GET',
    path: '/users/{user}',
    answer({ discord, params }) {
      const user = [...discord.guilds.values()].map((guild) => guild.members.get(params['user'] ?? '')?.user).find((found) => found !== undefined);
      if (!user) throw new RestError(404, 10013, 'Unknown User');
      return user;
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    answer({ discord, body }) {
      const { recipient_id: id } = body as { readonly recipient_id: string };
      const member = [...discord.guilds.values()].map((guild) => guild.members.get(id)).find((found) => found !== undefined);
      if (!member) throw new RestError(400, 50033, 'Invalid Recipient(s)');
      return discord.directChannelOf(member);
    },
  },
  { method: 'GET', path: '/applications/@me', answer: ({ discord }) => ({ id: discord.applicationId, name: discord.botUser.name, description: '', icon: null, bot_public: false, bot_require_code_grant: false, verify_key: '', team: null, flags: 0, approximate_guild_count: discord.guilds.size }) },
  ...['/applications/{application}/commands', '/applications/{application}/guilds/{guild}/commands'].flatMap(commandRoutes),
];

function gatewayUrl({ origin }: FakeDiscord): string {
  return origin.replace('http', 'ws');
}

function commandRoutes(path: string): readonly Route[] {
  return [
    { method: 'GET', path, answer: (call) => commandsOf(call) },
    {
      method: 'PUT',
      path,
      answer(call) {
        const before = commandsOf(call);
        return keep(call, (call.body as readonly CommandDefinition[]).map((command) => defined(call, command, before.find(({ name }) => name === command.name))));
      },
    },
    {
      method: 'POST',
      path,
      answer(call) {
        const body = call.body as CommandDefinition;
        const before = commandsOf(call);
        const command = defined(call, body, before.find(({ name }) => name === body.name));
        keep(call, [...before.filter(({ name }) => name !== body.name), command]);
        return command;
      },
    },
    {
      method: 'PATCH',
      path: `${path}/{command}`,
      answer(call) {
        const before = commandOf(call);
        const command = defined(call, { ...before, ...(call.body as CommandDefinition) }, before);
        keep(call, commandsOf(call).map((one) => (one === before ? command : one)));
        return command;
      },
    },
    { method: 'DELETE', path: `${path}/{command}`, answer: (call) => void keep(call, commandsOf(call).filter((one) => one !== commandOf(call))) },
  ];
}

function commandsOf({ discord, params }: Call): readonly CommandDefinition[] {
  if (params['application'] !== discord.applicationId) throw new RestError(403, 20012, 'You are not authorized to perform this action on this application');
  const guildId = params['guild'];
  return guildId === undefined ? discord.commands : discord.guildCommands.get(guildId) ?? [];
}

function commandOf(call: Call): CommandDefinition {
  const command = commandsOf(call).find(({ id }) => id === call.params['command']);
  if (!command) throw new RestError(404, 10063, 'Unknown application command');
  return command;
}

function keep({ discord, params }: Call, commands: readonly CommandDefinition[]): readonly CommandDefinition[] {
  const guildId = params['guild'];
  if (guildId === undefined) discord.commands = commands;
  else discord.guildCommands.set(guildId, commands);
  return commands;
}

/** A command as Discord returns it; one of the same name keeps its id. */
function defined({ discord, params }: Call, command: CommandDefinition, before: CommandDefinition | undefined): CommandDefinition {
  return { type: 1, default_member_permissions: null, nsfw: false, options: [], ...command, id: before?.id ?? discord.ids.lasting(), application_id: discord.applicationId, version: discord.ids.moment(), ...(params['guild'] === undefined ? {} : { guild_id: params['guild'] }) };
}
