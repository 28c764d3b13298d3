import { z } from 'zod';
import type { Action } from './command.ts';

/** One option of an action, as a door shows it. */
export interface Option {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'file';
  readonly required: boolean;
  /** The only values allowed, for an enum. */
  readonly choices: readonly string[] | null;
  /** Bounds of a number, or of the length of text. */
  readonly min: number | null;
  readonly max: number | null;
  /** Whether {@link CommandDesk.complete} has suggestions for it. */
  readonly completed: boolean;
}

interface OptionSchema {
  readonly type?: Option['type'];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Reading a schema takes about a millisecond, and every typed character asks for many. */
const known = new WeakMap<Action, readonly Option[]>();

/** The options of an action in the order of its schema. */
export function optionsOf(of: Action): readonly Option[] {
  const options = known.get(of) ?? readOptions(of);
  known.set(of, options);
  return options;
}

function readOptions(of: Action): readonly Option[] {
  // What a file is, JSON has no word for: it says so itself.
  const schema = z.toJSONSchema(of.options, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required);
  return Object.entries((schema.properties ?? {}) as Record<string, OptionSchema>).map(([name, option]) => ({
    name,
    description: option.description ?? '',
    type: option.type ?? 'string',
    required: required.has(name),
    choices: option.enum ?? null,
    min: bound(option.minimum ?? option.minLength),
    max: bound(option.maximum ?? option.maxLength),
    completed: of.complete?.[name] !== undefined,
  }));
}

/** A schema of whole numbers without bounds names the safe integers as such. */
function bound(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;
}
