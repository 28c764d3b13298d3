import type { Option } from '../../src/command-options.ts';

/** What was typed after a command's name, told apart by option. */
export interface TypedOptions {
  readonly values: Readonly<Record<string, string>>;
  /** What stands before the first `name:` and was taken by position. */
  readonly positional: string;
  /** Words of it that no option takes. */
  readonly rest: string;
  /** The option that more typing would go into, and where in the text its value begins. */
  readonly open: { readonly option: Option; readonly from: number } | null;
}

/** A `name:` in the text: where it begins, and where its value does. */
interface Mark {
  readonly name: string;
  readonly at: number;
  readonly from: number;
}

const QUOTED = /"(?:[^"\\]|\\.)*"(?=\s|$)/sy;
const WORD = /\S+/y;
const SPACE = /\s*/y;
const NAME = /([a-z0-9_-]+):/iy;

/**
 * Reads options as people type them. `name:value` goes to that option, up to the next such pair; before the
 * first pair words go to the options in their order, where text takes all that is left and anything else
 * one word. A value wholly in double quotes is what they hold, with `\"` and `\\` for themselves. A `name:`
 * that no option has is text like any other.
 */
export function readTyped(text: string, options: readonly Option[]): TypedOptions {
  const marks = marksIn(text, options);
  const end = marks[0]?.at ?? text.length;
  const named = Object.fromEntries(marks.map(({ name, from }, i) => [name, unquoted(text.slice(from, marks[i + 1]?.at))]));
  const values: Record<string, string> = {};
  let open: TypedOptions['open'] = null;
  let at = 0;
  for (const option of options) {
    if (option.name in named) continue;
    const from = skip(SPACE, text, at, end);
    at = takesLine(option) ? end : wordEnd(text, from, end);
    const value = unquoted(text.slice(from, at));
    if (value !== '') values[option.name] = value;
    if (at === text.length) open ??= { option, from };
  }
  const last = marks.at(-1);
  const option = options.find(({ name }) => name === last?.name);
  if (last && option) open = { option, from: skip(SPACE, text, last.from, text.length) };
  return { values: { ...values, ...named }, positional: text.slice(0, end).trim(), rest: text.slice(at, end).trim(), open };
}

/** The value as it must be typed, between whatever else, so that {@link readTyped} reads it back. */
export function spelled(value: string, option: Option, options: readonly Option[]): string {
  const { values } = readTyped(`${option.name}:${value}`, options);
  const plain = values[option.name] === value && Object.keys(values).length === 1 && !value.includes('"');
  return plain && (takesLine(option) || !/\s/.test(value)) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function takesLine({ type, choices }: Option): boolean {
  return type === 'string' && choices === null;
}

function marksIn(text: string, options: readonly Option[]): Mark[] {
  const marks: Mark[] = [];
  let at = skip(SPACE, text, 0, text.length);
  while (at < text.length) {
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[1]?.toLowerCase();
    if (name !== undefined && options.some((option) => option.name === name)) {
      marks.push({ name, at, from: NAME.lastIndex });
      at = NAME.lastIndex;
    }
    at = skip(SPACE, text, wordEnd(text, at, text.length), text.length);
  }
  return marks;
}

/** Behind the word or the quoted text that begins at `from`. */
function wordEnd(text: string, from: number, limit: number): number {
  const quoted = skip(QUOTED, text, from, limit);
  return quoted > from ? quoted : skip(WORD, text, from, limit);
}

function skip(pattern: RegExp, text: string, from: number, limit: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? Math.min(pattern.lastIndex, limit) : from;
}

function unquoted(text: string): string {
  const value = text.trim();
  QUOTED.lastIndex = 0;
  const whole = QUOTED.exec(value)?.[0] === value && value !== '';
  return whole ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value;
}
