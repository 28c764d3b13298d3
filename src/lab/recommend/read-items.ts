import { TextTerms } from '../../../models/language/text-terms.ts';
import type { TermCounts } from '../../../models/language/term-vectors.ts';
import { countOf, idOf, numberOf } from '../files/cells.ts';
import { LineFault, quoted } from '../files/fault.ts';
import { growingDoubles, growingFloats, growingIntegers } from '../../../models/growing.ts';
import { Ids } from '../files/ids.ts';
import { type Header, headerOf, readTable } from '../files/table.ts';
import { readTextObjects } from '../files/texts.ts';
import { compressed, type CountMatrix } from './count-matrix.ts';
import type { ItemVectors } from './dataset.ts';
import type { OfItems } from './read-listens.ts';

/** Reads a table `item tag count`; a tag that comes again for an item was given again. @throws FileFault */
export async function readTags(file: string, items: Ids): Promise<OfItems<CountMatrix>> {
  const tags = new Ids();
  const rows = growingIntegers();
  const columns = growingIntegers();
  const counts = growingDoubles();
  await readTable(file, headerOf(['item', 'tag', 'count']), ([item, tag, count]) => {
    const about = items.numberOf(idOf('item', item));
    const given = countOf(count);
    idOf('tag', tag);
    if (given === 0) return;
    rows.push(about);
    columns.push(tags.numberOf(tag));
    counts.push(given);
  });
  return (all) => compressed({ rows: rows.numbers, columns: columns.numbers, counts: counts.numbers, times: null }, all, tags.size);
}

/** Reads objects `{id, name, text}`. @throws FileFault */
export async function readTexts(file: string, items: Ids): Promise<OfItems<TermCounts>> {
  const terms = new TextTerms();
  await readTextObjects(file, ({ id, name, text }) => terms.add(items.numberOf(id), `${name} ${text}`));
  return (all) => terms.build(all);
}

const VECTOR_HEADER: Header = {
  form: 'item v1 … vd',
  fits: (columns) => columns.length > 1 && columns[0] === 'item',
};

/** Reads a table `item v1 … vd`. @throws FileFault */
export async function readVectors(file: string, items: Ids): Promise<OfItems<ItemVectors>> {
  const read = new Ids();
  const rows = growingIntegers();
  const numbers = growingFloats();
  await readTable(file, VECTOR_HEADER, ([item, ...vector]) => {
    once(read, 'item', idOf('item', item));
    rows.push(items.numberOf(item));
    vector.forEach((cell, i) => numbers.push(singleOf(`number v${i + 1}`, cell)));
  });
  const dimensions = numbers.length / rows.length;
  return (all) => {
    const values = new Float32Array(all * dimensions);
    rows.numbers.forEach((item, i) => values.set(numbers.numbers.subarray(i * dimensions, (i + 1) * dimensions), item * dimensions));
    return { dimensions, values };
  };
}

/** A number that single precision holds. */
function singleOf(name: string, cell: string): number {
  const number = Math.fround(numberOf(name, cell));
  if (!Number.isFinite(number)) throw new LineFault(`the ${name} is too large: ${quoted(cell)}`);
  return number;
}

function once(read: Ids, name: string, id: string): void {
  if (read.has(id)) throw new LineFault(`the ${name} ${quoted(id)} comes twice`);
  read.numberOf(id);
}
