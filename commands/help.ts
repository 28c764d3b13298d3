import { z } from 'zod';
import { command, optionsOf, type Action, type Command, type Option, type Rights } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { whisper } from './wording/notice.ts';

const WHO: Readonly<Record<Rights, string>> = {
  anyone: 'for anybody',
  listener: 'for people who listen',
  dj: 'for DJs, or when you listen alone',
};

/** `/help` over the given commands and itself. */
export function helpFor(others: readonly Command[]): Command {
  const all = (): readonly Command[] => [...others, help];
  const help: Command = command('help', {
    description: 'What you can say, and how',
    options: z.object({ command: z.string().max(40).optional().describe('The command to explain') }),
    rights: 'anyone',
    complete: {
      command: (_context, typed) =>
        all()
          .filter(({ name }) => name.startsWith(bare(typed)))
          .map(({ name }) => ({ name, value: name })),
    },
    async run(_context, options) {
      if (options.command === undefined) return whisper(all().map(({ name, description }) => `/${name} — ${description}`).join('\n'), 'info');
      const name = bare(options.command);
      const asked = all().find((one) => one.name === name);
      if (!asked) throw new UserError('no-command', `There is no command /${name}: /help lists them all.`);
      return whisper(explained(asked), 'info');
    },
  });
  return help;
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
