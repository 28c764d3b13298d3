import type { FakeChannel } from './channel.ts';
import type { FakeGuild } from './guild.ts';
import type { FakeMember } from './member.ts';
import type { Role } from './permissions.ts';

/** A file that somebody attaches to a command. */
export class FakeUpload {
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

export type OptionValue = string | number | boolean | FakeChannel | FakeMember | Role | FakeUpload;

/** A command's definition as the bot has deployed it. */
export interface CommandDefinition {
  readonly id: string;
  readonly name: string;
  readonly type?: number;
  readonly description?: string;
  readonly default_member_permissions?: string | null;
  readonly options?: readonly OptionDefinition[];
  readonly [field: string]: unknown;
}

export interface OptionDefinition {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly OptionDefinition[];
}

/** What a client sends of a command, and the options that can be filled in. */
export interface OfferedCommand {
  readonly title: string;
  readonly data: object;
  readonly definitions: readonly OptionDefinition[];
  /** Puts the filled-in options where subcommands have them. */
  nest(options: readonly object[]): readonly object[];
}

const SUBCOMMAND = 1;
const GROUP = 2;
const ATTACHMENT = 11;
const ADMINISTRATOR = 8n;

/**
 * The command as the client of a member offers it, by its full name ("dj start").
 * @throws Error when the bot has deployed no such command, or the member may not use it
 */
export function offeredCommand(member: FakeMember, title: string): OfferedCommand {
  const { guild } = member;
  const [name, ...path] = title.split(' ');
  const known = [...(guild.discord.guildCommands.get(guild.id) ?? []), ...guild.discord.commands];
  const command = known.find((one) => one.name === name);
  if (!command) throw new Error(`The bot has no command /${name ?? ''}, only ${known.map((one) => one.name).join(', ')}`);
  const needed = command.default_member_permissions;
  const granted = guild.permissionsOf(member);
  if (needed !== undefined && needed !== null && (granted & ADMINISTRATOR) === 0n && (granted & BigInt(needed)) !== BigInt(needed)) {
    throw new Error(`/${command.name} is not offered to ${member.user.name}: it needs the permissions ${needed}`);
  }
  const steps: OptionDefinition[] = [];
  let definitions = command.options ?? [];
  for (const part of path) {
    const step = definitions.find((one) => one.name === part && (one.type === SUBCOMMAND || one.type === GROUP));
    if (!step) throw new Error(`/${command.name} has no part called ${part}`);
    steps.push(step);
    definitions = step.options ?? [];
  }
  if (definitions.some(({ type }) => type === SUBCOMMAND || type === GROUP)) throw new Error(`/${title} is only the beginning of commands`);
  return {
    title,
    data: { id: command.id, name: command.name, type: 1 },
    definitions,
    nest: (options) => steps.reduceRight<readonly object[]>((inner, step) => [{ type: step.type, name: step.name, options: inner }], options),
  };
}

/**
 * The options as a client sends them.
 * @param focused the option that is being typed, for autocomplete
 * @throws Error for what a client would not send: unknown options, missing required ones, wrong kinds, values that are no choice
 */
export function resolvedOptions(guild: FakeGuild, offered: OfferedCommand, values: Readonly<Record<string, OptionValue>>, focused: string | null): object {
  const unknown = Object.keys(values).find((name) => !offered.definitions.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`/${offered.title} has no option ${unknown}`);
  if (focused !== null && !offered.definitions.some((one) => one.name === focused && one.autocomplete)) throw new Error(`/${offered.title} does not complete ${focused}`);
  const ids: string[] = [];
  const uploads: string[] = [];
  const options = offered.definitions.flatMap((definition) => {
    const value = values[definition.name];
    if (value === undefined) {
      if (definition.required && focused === null) throw new Error(`/${offered.title} needs ${definition.name}`);
      return [];
    }
    if ((definition.type === ATTACHMENT) !== (value instanceof FakeUpload)) throw new Error(`/${offered.title} wants ${definition.type === ATTACHMENT ? 'a file' : 'no file'} for ${definition.name}`);
    const sent = value instanceof FakeUpload ? guild.discord.upload(value.name, value.bytes) : typeof value === 'object' ? value.id : value;
    if (value instanceof FakeUpload) uploads.push(sent as string);
    else if (typeof value === 'object') ids.push(sent as string);
    else if (focused === null) check(offered.title, definition, value);
    return [{ type: definition.type, name: definition.name, value: sent, ...(definition.name === focused ? { focused: true } : {}) }];
  });
  return { options: offered.nest(options), ...(ids.length + uploads.length === 0 ? {} : { resolved: { ...guild.discord.resolve(guild, ids), ...guild.discord.resolveUploads(uploads) } }) };
}

const KINDS: Readonly<Record<number, string>> = { 3: 'string', 4: 'number', 5: 'boolean', 10: 'number' };

function check(title: string, definition: OptionDefinition, value: string | number | boolean): void {
  const kind = KINDS[definition.type];
  if (kind !== undefined && typeof value !== kind) throw new Error(`/${title} wants a ${kind} for ${definition.name}`);
  if (definition.choices && !definition.choices.some((choice) => choice.value === value)) throw new Error(`/${title} has no choice ${String(value)} for ${definition.name}`);
}
