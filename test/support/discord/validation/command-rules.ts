import type { OptionDefinition } from '../command-use.ts';
import type { Findings } from './findings.ts';

export interface Command {
  readonly name: string;
  readonly type?: number;
  readonly description?: string;
  readonly options?: readonly OptionDefinition[];
  readonly [key: string]: unknown;
}

const COMMAND_KEYS = [
  'id', 'name', 'name_localizations', 'description', 'description_localizations', 'options', 'default_member_permissions', 'dm_permission', 'default_permission', 'integration_types', 'contexts', 'type', 'nsfw', 'handler',
];
const OPTION_KEYS = [
  'type', 'name', 'name_localizations', 'description', 'description_localizations', 'required', 'choices', 'options', 'channel_types', 'min_value', 'max_value', 'min_length', 'max_length', 'autocomplete',
];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT_INPUT = 1;
const SUBCOMMAND = 1;
const GROUP = 2;

/** The rules for a whole set of commands (https://docs.discord.com/developers/interactions/application-commands). */
export function judgeCommands(commands: readonly Command[], findings: Findings): void {
  const typed = commands.filter(({ type = CHAT_INPUT }) => type === CHAT_INPUT);
  findings.refuse(typed.length > 100, `there are ${typed.length} commands; 100 are allowed`);
  findings.unique(typed.map(({ name }) => name), 'the command');
  for (const command of commands) judgeCommand(command, findings);
}

export function judgeCommand(command: Command, findings: Findings): void {
  const { name, type = CHAT_INPUT, description = '', options = [] } = command;
  findings.keys(command, COMMAND_KEYS, `/${name}`);
  if (type !== CHAT_INPUT) return findings.length(name, 1, 32, `the name ${name}`);
  judgeName(name, findings);
  findings.length(description, 1, 100, `the description of /${name}`);
  judgeOptions(options, `/${name}`, 0, findings);
  const size = sizeOf(command);
  findings.refuse(size > 8_000, `/${name} has ${size} characters in total; 8000 are allowed`);
}

function judgeName(name: string, findings: Findings): void {
  findings.refuse(!NAME.test(name) || name !== name.toLowerCase(), `"${name}" cannot be the name of a command or option`);
}

function judgeOptions(options: readonly OptionDefinition[], where: string, depth: number, findings: Findings): void {
  findings.length(options, 0, 25, `the options of ${where}`);
  findings.unique(options.map(({ name }) => name), `in ${where} the option`);
  const parts = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  findings.refuse(parts.length > 0 && parts.length < options.length, `${where} has subcommands beside options`);
  findings.refuse(depth > 0 && options.some(({ type }) => type === GROUP), `${where} has a group within a subcommand or group`);
  const optional = options.findIndex(({ required = false }) => !required);
  findings.refuse(optional >= 0 && options.slice(optional).some(({ required = false }) => required), `${where} has a required option behind an optional one`);
  for (const option of options) judgeOption(option, `${where} ${option.name}`, depth, findings);
}

function judgeOption(option: OptionDefinition, where: string, depth: number, findings: Findings): void {
  const { type, choices = [], options = [] } = option;
  findings.keys(option, OPTION_KEYS, where);
  judgeName(option.name, findings);
  findings.length(option.description, 1, 100, `the description of ${where}`);
  findings.refuse(type < 1 || type > 11, `${where} has the unknown type ${type}`);
  findings.length(choices, 0, 25, `the choices of ${where}`);
  findings.refuse(choices.length > 0 && option.autocomplete === true, `${where} has choices and completes as well`);
  judgeChoices(choices, where, findings);
  if (type === SUBCOMMAND || type === GROUP) judgeOptions(options, where, type === SUBCOMMAND ? 2 : depth + 1, findings);
  else findings.refuse(options.length > 0, `${where} has options of its own and is no subcommand`);
}

/** Choices of an option, or what autocomplete offers. */
export function judgeChoices(choices: readonly { readonly name: string; readonly value: string | number }[], where: string, findings: Findings): void {
  for (const { name, value } of choices) {
    findings.length(name, 1, 100, `a choice of ${where}`);
    if (typeof value === 'string') findings.length(value, 1, 100, `the value of a choice of ${where}`);
  }
}

/** Characters of names, descriptions and values, in all depths. */
function sizeOf({ name, description = '', options = [], choices = [] }: Pick<Command, 'name' | 'description'> & { readonly options?: readonly OptionDefinition[]; readonly choices?: OptionDefinition['choices'] }): number {
  const below = options.reduce((sum, option) => sum + sizeOf(option), 0);
  const chosen = choices.reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0);
  return name.length + description.length + below + chosen;
}
