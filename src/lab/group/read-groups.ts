import { growingDoubles, growingIntegers } from '../../../models/growing.ts';
import { idOf, numberOf } from '../files/cells.ts';
import { LineFault, quoted } from '../files/fault.ts';
import { Ids } from '../files/ids.ts';
import { headerOf, readTable } from '../files/table.ts';

/** More than a table that fits into memory names. */
const MOST_ITEMS = 2 ** 26;

/** What every member would like. */
export interface Relevance {
  readonly members: Ids;
  readonly items: Ids;
  /** By item; where the table has none, the least that it has for the member. */
  readonly scoresOf: (member: number) => Float64Array;
}

/** Reads a table `member item score`. @throws FileFault */
export async function readRelevance(file: string): Promise<Relevance> {
  const members = new Ids();
  const items = new Ids();
  const rows = growingIntegers();
  const columns = growingIntegers();
  const scores = growingDoubles();
  const seen = new Set<number>();
  await readTable(file, headerOf(['member', 'item', 'score']), ([member, item, score]) => {
    const row = members.numberOf(idOf('member', member));
    const column = items.numberOf(idOf('item', item));
    const pair = row * MOST_ITEMS + column;
    if (seen.has(pair)) throw new LineFault(`the member ${quoted(member)} has the item ${quoted(item)} twice`);
    seen.add(pair);
    rows.push(row);
    columns.push(column);
    scores.push(numberOf('score', score));
  });
  const [ofMember, ofItem, given] = [rows.numbers, columns.numbers, scores.numbers];
  const byMember = Map.groupBy(ofMember.keys(), (i) => ofMember[i]);
  const scoresOf = (member: number) => {
    const own = byMember.get(member) ?? [];
    const least = own.reduce((lowest, i) => Math.min(lowest, given[i]), Infinity);
    const all = new Float64Array(items.size).fill(least);
    for (const i of own) all[ofItem[i]] = given[i];
    return all;
  };
  return { members, items, scoresOf };
}

/** Reads a table `group member`: the members of every group, in the order of the table. @throws FileFault */
export async function readGroups(file: string, members: Ids): Promise<ReadonlyMap<string, readonly number[]>> {
  const groups = new Map<string, number[]>();
  await readTable(file, headerOf(['group', 'member']), ([group, member]) => {
    const name = idOf('group', group);
    if (!members.has(idOf('member', member))) throw new LineFault(`nothing is known of what the member ${quoted(member)} would like`);
    const number = members.numberOf(member);
    const own = groups.get(name) ?? [];
    if (own.includes(number)) throw new LineFault(`the member ${quoted(member)} is in the group ${quoted(name)} twice`);
    own.push(number);
    groups.set(name, own);
  });
  return groups;
}
