import { FileFault, LineFault, quoted } from './fault.ts';
import { readLines } from './lines.ts';

/** The header that a table of tab-separated values must have. */
export interface Header {
  /** As it is named to people. */
  readonly form: string;
  readonly fits: (columns: readonly string[]) => boolean;
}

/** Exactly these columns, and then perhaps the `optional` ones. */
export function headerOf(columns: readonly string[], optional: readonly string[] = []): Header {
  const all = [...columns, ...optional];
  return {
    form: [...columns, ...optional.map((column) => `[${column}]`)].join(' '),
    fits: (found) => found.length >= columns.length && found.length <= all.length && found.every((column, i) => column === all[i]),
  };
}

/**
 * Reads tab-separated values with a header.
 *
 * @param take gets the cells of each row, as many as the header has
 * @throws FileFault also for a table without rows
 */
export async function readTable(file: string, header: Header, take: (cells: readonly string[], line: number) => void): Promise<void> {
  let width = 0;
  let rows = 0;
  await readLines(file, (text, line) => {
    const cells = text.split('\t');
    if (width === 0) {
      if (!header.fits(cells)) throw new LineFault(`the header must be ${quoted(header.form)}, separated by tabs, but is ${quoted(text)}`);
      width = cells.length;
      return;
    }
    if (cells.length !== width) throw new LineFault(`there are ${cells.length} columns, but ${width} in the header`);
    rows++;
    take(cells, line);
  });
  if (width === 0) throw new FileFault(file, 1, 'the file is empty');
  if (rows === 0) throw new FileFault(file, 2, 'there are no rows below the header');
}
