import { countOf, idOf, timeOf } from '../files/cells.ts';
import { FileFault, LineFault, quoted } from '../files/fault.ts';
import { growingDoubles, growingIntegers } from '../../../models/growing.ts';
import { Ids } from '../files/ids.ts';
import { headerOf, readTable } from '../files/table.ts';
import { compressed, type CountEntries, type CountMatrix, firstRepeated } from './count-matrix.ts';

const HEADER = headerOf(['listener', 'item', 'count'], ['time']);

/** What was read about items, once all files have said how many there are. */
export type OfItems<T> = (items: number) => T;

/** Who heard what: listeners of one file × items of all. */
export interface ListenTable {
  readonly listeners: Ids;
  readonly matrix: OfItems<CountMatrix>;
}

/**
 * Reads a table `listener item count [time]`. With times it may be a log: a pair may come again at another time, and
 * its counts are added. Without, a pair that comes again is a fault.
 *
 * @param items gets the items that are new
 * @param others a table that must not have the same listeners
 * @throws FileFault
 */
export async function readListens(file: string, items: Ids, others: { readonly file: string; readonly listeners: Ids } | null = null): Promise<ListenTable> {
  const listeners = new Ids();
  const rows = growingIntegers();
  const columns = growingIntegers();
  const counts = growingDoubles();
  const times = growingDoubles();
  const lines = growingIntegers();
  await readTable(file, HEADER, ([listener, item, count, time], line) => {
    if (others?.listeners.has(idOf('listener', listener))) throw new LineFault(`the listener ${quoted(listener)} is also in ${others.file}`);
    rows.push(listeners.numberOf(idOf('listener', listener)));
    columns.push(items.numberOf(idOf('item', item)));
    counts.push(countOf(count));
    if (time !== undefined) times.push(timeOf(time));
    lines.push(line);
  });
  const entries: CountEntries = {
    rows: rows.numbers,
    columns: columns.numbers,
    counts: counts.numbers,
    times: times.length > 0 ? times.numbers : null,
  };
  const repeated = firstRepeated(entries, listeners.size, items.size);
  if (repeated) {
    const [earlier, later] = repeated;
    const said = entries.times === null ? 'listener and item' : 'listener, item and time';
    throw new FileFault(file, lines.numbers[later], `the same ${said} as in line ${lines.numbers[earlier]}`);
  }
  return { listeners, matrix: (all) => compressed(entries, listeners.size, all) };
}
