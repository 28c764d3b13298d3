import { readFileSync } from 'node:fs';

/** A passage and the artists it mentions, by name; `start` and `end` as in a mention. */
export interface GoldPassage {
  readonly text: string;
  readonly mentions: readonly { readonly id: string; readonly start: number; readonly end: number }[];
}

const MARK = /\{([^}=]+)(?:=([^}]+))?\}/g;

/** Reads passages, one a line, with mentions in braces: `{Low}`, `{the Doors=The Doors}`. */
export function goldPassages(file: string): readonly GoldPassage[] {
  return linesOf(file).map((line) => {
    const mentions: { id: string; start: number; end: number }[] = [];
    let text = '';
    let at = 0;
    for (const { index, 0: mark, 1: written, 2: name } of line.matchAll(MARK)) {
      text += line.slice(at, index);
      mentions.push({ id: name ?? written, start: text.length, end: text.length + written.length });
      text += written;
      at = index + mark.length;
    }
    return { text: text + line.slice(at), mentions };
  });
}

/** All names that the passages mention, and others that must not be found in them. */
export function knownNames(): readonly { readonly id: string; readonly name: string }[] {
  const mentioned = ['developing.txt', 'held-back.txt'].flatMap(goldPassages).flatMap(({ mentions }) => mentions.map(({ id }) => id));
  return [...new Set([...mentioned, ...linesOf('names.txt')])].map((name) => ({ id: name, name }));
}

function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8').split('\n').filter((line) => line !== '');
}
