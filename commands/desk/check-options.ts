import type { Action } from '../../src/command.ts';
import { optionsOf, type Option } from '../../src/command-options.ts';
import { UserError } from '../../src/user-error.ts';
import { listed } from '../wording/label.ts';

const YES = new Set(['yes', 'true', 'on']);
const NO = new Set(['no', 'false', 'off']);

/**
 * The options as the action wants them; words are turned into numbers and booleans where it takes those.
 * @param name the action as people call it, `/dj start`.
 * @throws UserError naming the option at fault and what was expected.
 */
export function checkOptions(name: string, action: Action, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const options = optionsOf(action);
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const option = options.find((one) => one.name === key);
    if (!option) throw wrong(`${name} has no option ${key}: it takes ${listed(options.map((one) => one.name)) || 'none'}.`);
    if (value !== undefined && value !== null && value !== '') values[key] = converted(value, option);
  }
  const missing = options.find((option) => option.required && !(option.name in values));
  if (missing?.type === 'file') throw wrong(`${name} needs a file: in Discord it is attached to the command, in the listening room the answer to /import lets you choose one.`);
  if (missing) throw wrong(`${name} needs the option ${missing.name}: ${missing.description}.`);
  const parsed = action.options.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = options.find((one) => one.name === issue?.path[0]);
  throw wrong(`The option ${option?.name} must be ${option && expected(option)}.`);
}

function wrong(sentence: string): UserError {
  return new UserError('option', sentence);
}

function converted(value: unknown, { type, choices }: Option): unknown {
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  if (type === 'boolean') return YES.has(word) ? true : NO.has(word) ? false : value;
  if (type === 'integer' || type === 'number') return /^[+-]?\d+(\.\d+)?$/.test(word) ? Number(word) : value;
  return choices?.find((choice) => choice.toLowerCase() === word) ?? value;
}

function expected({ type, choices, min, max }: Option): string {
  if (choices) return `one of ${choices.join(', ')}`;
  switch (type) {
    case 'boolean':
      return 'yes or no';
    case 'file':
      return 'a file';
    case 'string':
      return max === null ? 'text' : `text of at most ${max} characters`;
    case 'integer':
    case 'number': {
      const range = min !== null && max !== null ? ` from ${min} to ${max}` : '';
      return `${type === 'integer' ? 'a whole number' : 'a number'}${range}`;
    }
  }
}
