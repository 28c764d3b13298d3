import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountMatrix } from '../../src/lab/recommend/count-matrix.ts';
import { readDataset } from '../../src/lab/recommend/read-dataset.ts';
import { createFolder, type TestFolder } from './support/folder.ts';

const quiet = () => undefined;
let folder: TestFolder;

beforeAll(() => {
  folder = createFolder();
});
afterAll(() => folder.remove());

function entriesOf(matrix: CountMatrix, row: number): readonly (readonly [number, number])[] {
  const entries: (readonly [number, number])[] = [];
  for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) entries.push([matrix.indices[k], matrix.counts[k]]);
  return entries;
}

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '' && !/[\t\r\n]/.test(text) && text.isWellFormed());
const listen = fc.record({ listener: id, item: id, count: fc.oneof(fc.nat(1000), fc.double({ min: 0, max: 1e12, noNaN: true })) });

describe('tables of listens', () => {
  it('are read as they were written, with any ids, counts and ends of lines', async () => {
    const listens = fc.uniqueArray(listen, { minLength: 1, maxLength: 60, selector: ({ listener, item }) => JSON.stringify([listener, item]) });
    await fc.assert(
      fc.asyncProperty(listens, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean(), async (rows, end, mark, open) => {
        const lines = ['listener\titem\tcount', ...rows.map(({ listener, item, count }) => `${listener}\t${item}\t${count}`)];
        const file = folder.file('listens', `${mark ? '\uFEFF' : ''}${lines.join(end)}${open ? '' : end}`);
        const { dataset, items, listeners } = await readDataset({ listens: file }, quiet);
        const read = Array.from({ length: listeners.size }, (_, row) => row).flatMap((row) =>
          entriesOf(dataset.listens, row).map(([item, count]) => ({ listener: listeners.nameOf(row), item: items.nameOf(item), count })),
        );
        const sorted = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).sort();
        expect(sorted(read)).toEqual(sorted(rows));
        expect(Array.from({ length: listeners.size }, (_, row) => listeners.nameOf(row))).toEqual([...new Set(rows.map(({ listener }) => listener))]);
        expect(Array.from({ length: items.size }, (_, item) => items.nameOf(item))).toEqual([...new Set(rows.map(({ item }) => item))]);
      }),
      { numRuns: 60 },
    );
  });

  it('with times are a log: what was heard again is added, and the latest time kept', async () => {
    const pair = fc.record({ listener: fc.constantFrom('a', 'b'), item: fc.constantFrom('x', 'y', 'z'), count: fc.nat(9), time: fc.nat(1000) });
    const log = fc.uniqueArray(pair, { minLength: 1, maxLength: 40, selector: ({ listener, item, time }) => `${listener}${item}${time}` });
    await fc.assert(
      fc.asyncProperty(log, async (rows) => {
        const file = folder.file('log', ['listener\titem\tcount\ttime', ...rows.map((row) => Object.values(row).join('\t')), ''].join('\n'));
        const { dataset, items, listeners } = await readDataset({ listens: file }, quiet);
        for (let row = 0; row < listeners.size; row++) {
          for (const [k, [item, count]] of entriesOf(dataset.listens, row).entries()) {
            const same = rows.filter((one) => one.listener === listeners.nameOf(row) && one.item === items.nameOf(item));
            expect(count).toBe(same.reduce((sum, one) => sum + one.count, 0));
            expect(dataset.listens.times?.[dataset.listens.pointers[row] + k]).toBe(Math.max(...same.map(({ time }) => time)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('may tell times as dates', async () => {
    const file = folder.file('dates', 'listener\titem\tcount\ttime\na\tx\t1\t2009-05-04T23:08:57Z\na\ty\t1\t2009-05-04\n');
    const { dataset } = await readDataset({ listens: file }, quiet);
    expect(Array.from(dataset.listens.times ?? [])).toEqual([Date.UTC(2009, 4, 4, 23, 8, 57) / 1000, Date.UTC(2009, 4, 4) / 1000]);
  });

  it('longer than what is read at once lose nothing at the seams', async () => {
    const count = 150_000;
    const lines = Array.from({ length: count }, (_, i) => `listener ${i % 977}\titem é ${i}\t${i}`);
    const file = folder.file('long', `listener\titem\tcount\n${lines.join('\n')}`);
    const { dataset, items } = await readDataset({ listens: file }, quiet);
    expect(items.size).toBe(count);
    expect(items.nameOf(count - 1)).toBe(`item é ${count - 1}`);
    expect(dataset.listens.counts.reduce((a, b) => a + b, 0)).toBe((count * (count - 1)) / 2);
  });
});

describe('a dataset', () => {
  it('numbers the items of all files alike, also those that nobody has heard', async () => {
    const { dataset, items, listeners } = await readDataset(
      {
        listens: folder.file('l', 'listener\titem\tcount\nada\tA\t1\n'),
        histories: folder.file('h', 'listener\titem\tcount\nbo\tB\t0\n'),
        tags: folder.file('t', 'item\ttag\tcount\nC\tjazz\t3\nA\tjazz\t1\nA\tjazz\t2\nA\tnone\t0\n'),
        texts: folder.file('x', '{"id":"D","name":"Dee","text":"a word"}\n\n{"id":5}\n'),
        vectors: folder.file('v', 'item\tv1\tv2\nE\t1\t-2e1\nA\t.5\t0\n'),
      },
      quiet,
    );
    expect(Array.from({ length: items.size }, (_, i) => items.nameOf(i))).toEqual(['A', 'B', 'C', 'D', '5', 'E']);
    expect(listeners.nameOf(0)).toBe('bo');
    expect(entriesOf(dataset.histories!, 0)).toEqual([[1, 0]]);
    expect(entriesOf(dataset.tags!, 0)).toEqual([[0, 3]]);
    expect(entriesOf(dataset.tags!, 2)).toEqual([[0, 3]]);
    expect(Array.from(dataset.texts!.pointers)).toEqual([0, 0, 0, 0, 3, 3, 3]);
    expect(Array.from(dataset.vectors!.values)).toEqual([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -20]);
    for (const part of [dataset.listens, dataset.histories!]) expect(part.columns).toBe(6);
  });
});
