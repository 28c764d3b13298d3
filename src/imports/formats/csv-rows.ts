import { BadHistory, unknownHistory } from './bad-history.ts';

const LONGEST_ROW = 64 * 1024;
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * The rows of a table in text (RFC 4180) that comes in pieces. What separates fields is whatever the first line has most of:
 * commas, semicolons or tabs.
 */
export class CsvRows {
  readonly #take: (row: readonly string[]) => void;
  readonly #name: string;
  #separator: string | null = null;
  /** What has come and belongs to no row yet. */
  #rest = '';
  #begun = false;

  /** @param name of what is read, in a sentence */
  constructor(take: (row: readonly string[]) => void, name: string) {
    this.#take = take;
    this.#name = name;
  }

  /** @throws BadHistory when it is no table */
  push(piece: string): void {
    this.#rest += piece;
    this.#separator ??= separatorOf(this.#rest);
    if (this.#separator !== null) this.#read(this.#separator, false);
    if (this.#rest.length <= LONGEST_ROW) return;
    throw this.#begun ? new BadHistory(`${this.#name} is no table of plays: one of its lines has no end.`) : unknownHistory(this.#name);
  }

  /** @throws BadHistory when it has not come to its end */
  end(): void {
    if (this.#rest.trim() !== '') this.#read(this.#separator ?? separatorOf(`${this.#rest}\n`) ?? ',', true);
  }

  #read(separator: string, last: boolean): void {
    const text = this.#rest;
    let begin = 0;
    while (begin < text.length) {
      const row = rowAt(text, begin, separator, last);
      if (row === null && last) throw new BadHistory(`${this.#name} breaks off in the middle: download it again and give the whole file.`);
      if (row === null) break;
      begin = row.end;
      this.#begun = true;
      if (row.fields.length > 1 || row.fields[0] !== '') this.#take(row.fields);
    }
    this.#rest = text.slice(begin);
  }
}

/** The row that begins there and where the next one does; null when its end is not there. */
function rowAt(text: string, begin: number, separator: string, last: boolean): { readonly fields: readonly string[]; readonly end: number } | null {
  const fields: string[] = [];
  let at = begin;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      for (at++; ; ) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return null;
        field += text.slice(at, quote);
        at = quote + 1;
        // Whether it is doubled, only the next piece tells.
        if (at === text.length && !last) return null;
        if (text[at] !== '"') break;
        field += '"';
        at++;
      }
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n') at++;
    if (at === text.length && !last) return null;
    fields.push((field + text.slice(from, at)).replace(/\r$/, ''));
    if (text[at] !== separator) return { fields, end: at + 1 };
    at++;
  }
}

/** Null as long as the first line has not come whole. */
function separatorOf(text: string): string | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const line = text.slice(0, end).replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}
