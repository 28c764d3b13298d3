import type { Action, Command } from '../../src/command.ts';
import { optionsOf, type Option } from '../../src/command-options.ts';
import { UserError } from '../../src/user-error.ts';
import { listed } from '../wording/label.ts';
import { readTyped } from './typed-options.ts';

export interface Found {
  /** As people call it: `/dj start`. */
  readonly name: string;
  readonly action: Action;
}

/** The action at a full path; undefined when there is none. */
export function actionAt(commands: readonly Command[], [name, subcommand, ...more]: readonly string[]): Found | undefined {
  const command = commands.find((one) => one.name === name);
  if (!command || more.length > 0) return undefined;
  if ('action' in command) return subcommand === undefined ? { name: `/${command.name}`, action: command.action } : undefined;
  if (subcommand === undefined || !Object.hasOwn(command.subcommands, subcommand)) return undefined;
  const action = command.subcommands[subcommand];
  return action && { name: `/${command.name} ${subcommand}`, action };
}

/**
 * The action that is meant: at the path, or without a subcommand the first that knows every option given by name.
 * @throws UserError saying what there is instead.
 */
export function findAction(commands: readonly Command[], path: readonly string[], given: Readonly<Record<string, unknown>> | string): Found {
  const found = actionAt(commands, path);
  if (found) return found;
  if (path.length === 0) throw new UserError('no-command', 'Say a command such as /play: /help lists them all.');
  const command = commands.find(({ name }) => name === path[0]);
  if (!command || 'action' in command) {
    throw new UserError('no-command', `There is no command /${path.join(' ')}: /help lists them all.`);
  }
  const subcommands = Object.entries(command.subcommands);
  const meant = path.length === 1 ? subcommands.find(([, action]) => knows(optionsOf(action), given)) : undefined;
  if (meant) return { name: `/${command.name} ${meant[0]}`, action: meant[1] };
  throw new UserError('no-command', `Say ${listed(subcommands.map(([name]) => `/${command.name} ${name}`), 'or')}.`);
}

function knows(options: readonly Option[], given: Readonly<Record<string, unknown>> | string): boolean {
  if (typeof given === 'string') return readTyped(given, options).positional === '';
  return Object.keys(given).every((key) => options.some(({ name }) => name === key));
}
