import { z } from 'zod';
import { command, type Action, type Command, type Rights } from '../src/command.ts';
import { optionsOf, type Option } from '../src/command-options.ts';
import { UserError } from '../src/user-error.ts';
import { whisper } from './wording/notice.ts';

const WHO: Readonly<Record<Rights, string>> = {
  anyone: 'for anybody',
  listener: 'for people who listen',
  dj: 'for DJs, or when you listen alone',
};

/** Commands by what they are about, in the order in which help lists them. */
export type CommandGroups = Readonly<Record<string, readonly Command[]>>;

/** `/help` over the given commands and itself, which belongs to the last group. */
export function helpFor(others: CommandGroups): Command {
  const groups = (): readonly (readonly [string, readonly Command[]])[] => {
    const given = Object.entries(others);
    return given.map(([name, commands], i) => [name, i === given.length - 1 ? [...commands, help] : commands]);
  };
  const all = (): readonly Command[] => groups().flatMap(([, commands]) => commands);
  const help: Command = command('help', {
    description: 'What you can say, and how',
    options: z.object({ command: z.string().max(40).optional().describe('The command to explain, or what commands are about') }),
    rights: 'anyone',
    complete: {
      command: (_context, typed) =>
        [...groups().map(([name]) => name), ...all().map(({ name }) => name)]
          .filter((name) => name.startsWith(bare(typed)))
          .map((name) => ({ name, value: name })),
    },
    async run(_context, options) {
      if (options.command === undefined) return whisper([...groups().map(([name, commands]) => named(name, commands)), 'Say /help and one of these words to read more.'].join('\n'), 'info');
      const name = bare(options.command);
      const group = groups().find(([about]) => about === name)?.[1];
      if (group) return whisper(group.map((one) => `/${one.name} — ${one.description}`).join('\n'), 'info');
      const asked = all().find((one) => one.name === name);
      if (!asked) throw new UserError('no-command', `There is no command /${name}: /help lists them all.`);
      return whisper(explained(asked), 'info');
    },
  });
  return help;
}

function named(group: string, commands: readonly Command[]): string {
  return `${group}: ${commands.map(({ name }) => `/${name}`).join(' ')}`;
}

function bare(typed: string): string {
  return typed.trim().replace(/^\//, '').toLowerCase();
}

function explained(of: Command): string {
  if ('action' in of) return usage(`/${of.name}`, of.action);
  return Object.entries(of.subcommands).map(([name, action]) => usage(`/${of.name} ${name}`, action)).join('\n');
}

function usage(name: string, of: Action): string {
  const options = optionsOf(of).map((option) => `  ${option.name}: ${option.description} (${kind(option)})`);
  return [`${name} — ${of.description} (${WHO[of.rights]})`, ...options].join('\n');
}

function kind({ type, choices, required }: Option): string {
  const words = { string: 'text', integer: 'whole number', number: 'number', boolean: 'yes or no', file: 'file' };
  return `${choices ? `one of ${choices.join(', ')}` : words[type]}${required ? '' : ', optional'}`;
}
