import type { Action, Command, Suggestion, TypedLine } from '../../src/command.ts';
import { optionsOf, type Option } from '../../src/command-options.ts';
import { actionAt } from './find-action.ts';
import { readTyped, spelled } from './typed-options.ts';

const COMMAND = /^\s*\/(\S*)(\s*)/;
const SUBCOMMAND = /^(\S+)\s*/;

/** Splits `/dj start` into its path and what is typed behind it. */
export function parseLine(commands: readonly Command[], line: string): TypedLine {
  const match = COMMAND.exec(line);
  if (!match?.[1]) return { path: [], options: line.trim() };
  const name = match[1].toLowerCase();
  const options = line.slice(match[0].length);
  const word = SUBCOMMAND.exec(options);
  const path = [name, word?.[1]?.toLowerCase() ?? ''];
  return word && actionAt(commands, path) ? { path, options: options.slice(word[0].length) } : { path: [name], options };
}

/** What the line could become: commands, then subcommands, then values and names of options. */
export function completeLine(
  commands: readonly Command[],
  line: string,
  suggest: (path: readonly string[], option: string, typed: string) => readonly Suggestion[],
): readonly Suggestion[] {
  const match = COMMAND.exec(line);
  if (!match) return [];
  const { path, options: text } = parseLine(commands, line);
  const command = commands.find(({ name }) => name === path[0]);
  // Until a space is typed, the word may still become another command.
  if (!command || match[2] === '') return commandsLike(commands, path[0] ?? '');
  const found = actionAt(commands, path);
  if (!found) return 'action' in command ? [] : subcommandsLike(command, text);
  const options = optionsOf(found.action);
  const { open } = readTyped(text, options);
  const start = `/${path.join(' ')} `;
  if (!open) return names(start, text, options);
  const typed = text.slice(open.from).replace(/^"/, '');
  const values = suggest(path, open.option.name, typed).map(({ name }) => ({
    name,
    value: start + text.slice(0, open.from) + spelled(name, open.option, options),
  }));
  return [...values, ...names(start, text, options)];
}

function commandsLike(commands: readonly Command[], typed: string): Suggestion[] {
  return commands
    .filter(({ name }) => name.startsWith(typed))
    .map((command) => suggestion(`/${command.name}`, command.description, 'subcommands' in command || takesOptions(command.action)));
}

function subcommandsLike({ name: command, subcommands }: Extract<Command, { subcommands: unknown }>, typed: string): Suggestion[] {
  return Object.entries(subcommands)
    .filter(([name]) => name.startsWith(typed.toLowerCase()))
    .map(([name, action]) => suggestion(`/${command} ${name}`, action.description, takesOptions(action)));
}

/** A space at the end invites to go on typing. */
function suggestion(line: string, description: string, goesOn: boolean): Suggestion {
  return { name: `${line} — ${description}`, value: goesOn ? `${line} ` : line };
}

function takesOptions(action: Action): boolean {
  return optionsOf(action).length > 0;
}

/** With several options, the last word may be the beginning of one's name. */
function names(start: string, text: string, options: readonly Option[]): Suggestion[] {
  if (options.length < 2) return [];
  const word = /\S*$/.exec(text)?.[0] ?? '';
  const kept = text.slice(0, text.length - word.length);
  const given = readTyped(kept, options).values;
  return options
    .filter(({ name }) => !(name in given) && name.startsWith(word.toLowerCase()))
    .map(({ name, description }) => ({ name: `${name}: ${description}`, value: `${start}${kept}${name}:` }));
}
