import { visible } from '../../visible.ts';

/** What Discord would read as markup, a mention or a link inside a line. */
const MARKUP = /[\\`*_~|[\]<@]|:(?=\/\/)/g;
/** What would make a heading, a quotation or a list of a line. */
const LINE_START = /^(\s*)([#>+-])/;
const NUMBERED = /^(\s*\d+)\./;
/** Titles and names are data: the text as people read it, whatever markup, mention or link it looks like. One line. */
export function plain(text: string): string {
  return visible(text)
    .replace(MARKUP, '\\$&')
    .replace(LINE_START, '$1\\$2')
    .replace(NUMBERED, '$1\\.');
}

/** {@link plain} for text of several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map((line) => /^\s*/.exec(line)?.[0] + plain(line)).join('\n');
}

/** At most `max` characters, without cutting one in half. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}

/** A title or a name inside a text with little room. */
export function short(text: string): string {
  return plain(clip(text, 80));
}

/** As many of the lines as fit into `max` characters, and below them how many do not. */
export function fitted(lines: readonly string[], max: number, rest: (count: number) => string): string {
  const room = max - rest(lines.length).length - 1;
  let length = 0;
  const kept = lines.filter((line) => (length += line.length + 1) <= room);
  return (kept.length === lines.length ? lines : [...kept, rest(lines.length - kept.length)]).join('\n');
}

/** `3:07`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
