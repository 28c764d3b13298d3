import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { UserError } from '../user-error.ts';

/** What a tool did: the one line of JSON it ends with. */
export type Summary = Readonly<Record<string, unknown>>;

/** A tool of the lab, as it is found by its name. */
export interface Tool {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** What `--help` shows. */
  readonly help: string;
  /** @throws UserError for what the person who called it can mend */
  readonly run: (args: readonly string[], say: (doing: string) => void) => Promise<Summary>;
}

/** One option of a tool. */
export interface ToolOption<T = unknown> {
  /** What stands for the value in the help. */
  readonly value: string;
  readonly about: string;
  /** Gets the text of the value, or undefined when it is not given. */
  readonly schema: z.ZodType<T, string | undefined>;
}

type Options = Readonly<Record<string, ToolOption>>;
type Given<O extends Options> = { readonly [Name in keyof O]: z.output<O[Name]['schema']> };

/** A tool from its options and what it does with them. */
export function createTool<O extends Options>(tool: {
  readonly name: string;
  readonly about: string;
  readonly options: O;
  readonly run: (given: Given<O>, say: (doing: string) => void) => Promise<Summary>;
}): Tool {
  const { name, about, options } = tool;
  return { name, about, help: helpOf(name, about, options), run: (args, say) => tool.run(parsed(name, options, args), say) };
}

function parsed<O extends Options>(tool: string, options: O, args: readonly string[]): Given<O> {
  const texts = textsOf(tool, options, args);
  const entries = Object.entries(options).map(([name, { schema }]) => {
    const { success, data, error } = schema.safeParse(texts[name]);
    if (success) return [name, data];
    const given = texts[name] === undefined ? 'is missing' : 'is wrong';
    throw usageFault(tool, `--${name} ${given}: ${error.issues[0].message}`);
  });
  return Object.fromEntries(entries) as Given<O>;
}

function textsOf(tool: string, options: Options, args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const known = Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string', multiple: true } as const]));
  try {
    const { values } = parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false });
    return Object.fromEntries(
      Object.entries(values).map(([name, given]) => {
        if (given !== undefined && given.length > 1) throw usageFault(tool, `--${name} is given twice`);
        return [name, given?.[0]];
      }),
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own sentence, without the advice after it.
    throw usageFault(tool, error.message.split('. ')[0].replace(/\s+/g, ' '));
  }
}

function usageFault(tool: string, fault: string): UserError {
  return new UserError('usage', `${fault.replace(/\.$/, '')}. See: npm run lab -- ${tool} --help`);
}

function helpOf(tool: string, about: string, options: Options): string {
  const names = Object.entries(options).map(([name, option]) => ({ left: `--${name} ${option.value}`, about: option.about }));
  const width = Math.max(...names.map(({ left }) => left.length));
  const lines = names.map((option) => `  ${option.left.padEnd(width)}  ${option.about}`);
  return [`npm run --silent lab -- ${tool} [options]`, '', about, '', ...lines, ''].join('\n');
}
