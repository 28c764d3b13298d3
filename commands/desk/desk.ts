import type { Command, CommandContext, CommandDesk, Suggestion } from '../../src/command.ts';
import { optionsOf, type Option } from '../../src/command-options.ts';
import type { Logger } from '../../src/log.ts';
import { UserError } from '../../src/user-error.ts';
import { checkOptions } from './check-options.ts';
import { actionAt, findAction } from './find-action.ts';
import { completeLine, parseLine } from './line.ts';
import { readTyped } from './typed-options.ts';
import { checkRights } from '../here/rights.ts';
import { clip, inQuotes, MAX_LABEL } from '../wording/label.ts';
import { whisper } from '../wording/notice.ts';

const MAX_SUGGESTIONS = 25;

/** The pipe through which every door runs `commands`; faults of Segue's own go to `log`. */
export function createCommandDesk(commands: readonly Command[], log: Logger): CommandDesk {
  /** Suggestions are an extra: when they fail, typing goes on without them. */
  function complete(path: readonly string[], option: string, typed: string, context: CommandContext): readonly Suggestion[] {
    const found = actionAt(commands, path);
    const known = found && optionsOf(found.action).find(({ name }) => name === option);
    if (!found || !known) return [];
    const words = known.choices ?? (known.type === 'boolean' ? ['yes', 'no'] : []);
    const fixed = words.filter((word) => word.startsWith(typed.toLowerCase())).map((word) => ({ name: word, value: word }));
    try {
      return [...fixed, ...(found.action.complete?.[option]?.(context, typed) ?? [])];
    } catch (error) {
      log.error({ command: found.name, ...blameless(error, context, [typed]) }, 'Suggestions failed.');
      return fixed;
    }
  }

  return {
    commands,
    parse: (line) => parseLine(commands, line),
    complete: (path, option, typed, context) =>
      limited(complete(path, option, typed, context).filter(({ value }) => value.length <= MAX_LABEL)),
    completeLine: (line, context) =>
      limited(completeLine(commands, line, (path, option, typed) => complete(path, option, typed, context))),
    async execute(path, options, context) {
      let given: Readonly<Record<string, unknown>> = {};
      try {
        const { name, action } = findAction(commands, path, options);
        given = typeof options === 'string' ? typedValues(name, options, optionsOf(action)) : options;
        await checkRights(action.rights, context);
        return await action.run(context, checkOptions(name, action, given));
      } catch (error) {
        if (error instanceof UserError) return whisper(error.message, 'error');
        log.error({ command: path.join(' '), ...blameless(error, context, Object.values(given)) }, 'A command failed.');
        return whisper('Something went wrong on Segue’s side; it is in the log.', 'error');
      }
    },
  };
}

function typedValues(name: string, text: string, options: readonly Option[]): Readonly<Record<string, string>> {
  const { values, rest } = readTyped(text, options);
  if (rest === '') return values;
  throw new UserError('option', options.length === 0 ? `${name} takes no options.` : `${name} does not know what to do with ${inQuotes(rest)}: /help ${name.slice(1)} explains it.`);
}

function limited(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions.slice(0, MAX_SUGGESTIONS).map(({ name, value }) => ({ name: clip(name), value }));
}

/** The error without what the caller is called, or wrote. */
function blameless(error: unknown, { caller }: CommandContext, written: readonly unknown[]): { readonly error: string; readonly at: readonly string[] } {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const said = [caller.id, caller.name, ...written]
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .reduce((text, value) => text.replaceAll(value, '…'), message);
  const frames = stack.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('at '));
  return { error: `${name}: ${said}`, at: frames };
}
