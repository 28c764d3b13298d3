import { idOf } from './cells.ts';
import { headerOf, readTable } from './table.ts';

export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** Reads a table `id name`; an id that comes again has several names. @throws FileFault */
export async function readNames(file: string): Promise<readonly NamedId[]> {
  const names: NamedId[] = [];
  await readTable(file, headerOf(['id', 'name']), ([id, name]) => names.push({ id: idOf('id', id), name: idOf('name', name) }));
  return names;
}
