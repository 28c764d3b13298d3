import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import type { Action } from '../../src/command.ts';
import { optionsOf } from '../../src/command-options.ts';

const WHO = { anyone: 'anybody', listener: 'people who listen', dj: 'DJs' };

function row(name: string, action: Action): string {
  const options = optionsOf(action);
  const said = [name, ...options.map((option) => (option.required ? `<${option.name}>` : `[${option.name}]`))].join(' ');
  const explained = options.map(({ name, description }) => `\`${name}\`: ${description}`).join('<br>');
  return `| \`/${said}\` | ${action.description} | ${explained} | ${WHO[action.rights]} |`;
}

it('docs/commands.md lists the commands as they are', async () => {
  const text = await readFile(new URL('../../docs/commands.md', import.meta.url), 'utf8');
  const rows = commands.flatMap((command) =>
    'action' in command
      ? [row(command.name, command.action)]
      : Object.entries(command.subcommands).map(([name, action]) => row(`${command.name} ${name}`, action)),
  );
  expect(text.split('\n').filter((line) => line.startsWith('| `/'))).toEqual(rows);
});
