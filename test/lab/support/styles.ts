import { type Random, seeded } from '../../../models/random.ts';

/** Listeners who each love one style of three, and hear a little of the others. */
export interface StyleListens {
  readonly rows: readonly { readonly listener: string; readonly item: string; readonly count: number }[];
  readonly styleOf: (name: string) => number;
}

const STYLES = 3;
const ITEMS_PER_STYLE = 15;
const HEARD_OWN = 8;
const HEARD_OTHER = 2;

/** Names end with the number of the style: `item 7 of 2`. */
export function styleListens(listeners: number, seed: number): StyleListens {
  const random = seeded(seed);
  const rows = Array.from({ length: listeners }, (_, i) => i).flatMap((i) => {
    const style = i % STYLES;
    const items = [...drawn(style, HEARD_OWN, random), ...drawn((style + 1 + Math.floor(2 * random())) % STYLES, HEARD_OTHER, random)];
    return items.map((item) => ({ listener: `listener ${i} of ${style}`, item, count: 1 + Math.floor(9 * random()) }));
  });
  return { rows, styleOf: (name) => Number(name.split(' of ')[1]) };
}

function drawn(style: number, count: number, random: Random): readonly string[] {
  const items = Array.from({ length: ITEMS_PER_STYLE }, (_, i) => ({ item: `item ${i} of ${style}`, order: random() }));
  return items.sort((a, b) => a.order - b.order).slice(0, count).map(({ item }) => item);
}

/** A table of rows, its header from their names. */
export function tableOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((cells) => `${cells.join('\t')}\n`).join('');
}
