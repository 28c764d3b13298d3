import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolder, type TestFolder } from './support/folder.ts';
import { type LabRun, runLab } from './support/lab.ts';
import { styleListens, tableOf } from './support/styles.ts';

interface Row {
  readonly listener: string;
  readonly item: string;
  readonly rank: number;
  readonly score: string;
}

let folder: TestFolder;
const { rows, styleOf } = styleListens(45, 3);
const known = rows.filter(({ listener }) => !isNew(listener));
const fresh = rows.filter(({ listener }) => isNew(listener));
const all = (column: 'listener' | 'item', of: readonly { listener: string; item: string }[]) => [...new Set(of.map((row) => row[column]))];

function isNew(listener: string): boolean {
  return Number(listener.split(' ')[1]) >= 39;
}

beforeAll(() => {
  folder = createFolder();
  folder.file('listens.tsv', tableOf(known));
  folder.file('histories.tsv', tableOf(fresh));
});
afterAll(() => folder.remove());

const path = (name: string) => join(folder.path, name);

/** Another name for the source. */
function linked(name: string, link: (target: string, name: string) => void): string {
  link(path('read.tsv'), path(name));
  return path(name);
}

async function recommend(out: string, ...args: readonly string[]): Promise<LabRun & { readonly rows: readonly Row[]; readonly summary: Readonly<Record<string, unknown>> }> {
  const run = await runLab('recommend', '--listens', path('listens.tsv'), '--out', path(out), ...args);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stdout).toMatch(/^[^\n]+\n$/);
  const [header, ...lines] = readFileSync(path(out), 'utf8').trimEnd().split('\n');
  expect(header).toBe('listener\titem\trank\tscore');
  const read = lines.map((line) => {
    const [listener, item, rank, score] = line.split('\t');
    return { listener, item, rank: Number(rank), score };
  });
  return { ...run, rows: read, summary: JSON.parse(run.stdout) as Readonly<Record<string, unknown>> };
}

/** How many of the recommendations are of the style of their listener. */
function hitsOf(found: readonly Row[]): number {
  return found.filter(({ listener, item }) => styleOf(listener) === styleOf(item)).length / found.length;
}

function expectUnheard(found: readonly Row[], heard: readonly { listener: string; item: string }[]): void {
  const pairs = new Set(heard.map(({ listener, item }) => `${listener}\t${item}`));
  for (const { listener, item } of found) expect(pairs).not.toContain(`${listener}\t${item}`);
}

describe('lab recommend', () => {
  it('recommends to those who listened, in their order, what they have not heard and will like', async () => {
    const run = await recommend('out.tsv', '--top', '5');
    expect(all('listener', run.rows)).toEqual(all('listener', known));
    expect(run.rows.map(({ rank }) => rank)).toEqual(all('listener', known).flatMap(() => [1, 2, 3, 4, 5]));
    expectUnheard(run.rows, known);
    for (let i = 1; i < run.rows.length; i++) if (run.rows[i].rank > 1) expect(Number(run.rows[i].score)).toBeLessThanOrEqual(Number(run.rows[i - 1].score));
    expect(hitsOf(run.rows)).toBeGreaterThan(0.8);
    expect(run.summary).toMatchObject({ tool: 'recommend', method: 'blend', listeners: 39, recommendedTo: 39, items: 45, listens: known.length, seed: 1 });
    expect(Object.values(run.summary.parts as Record<string, number>).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(run.summary.seconds).toBeGreaterThan(0);
    expect(run.summary.peakMb).toBeGreaterThan(10);
    expect(run.stderr).toContain('listens.tsv');
  });

  it('gives the same bytes for the same seed and files', async () => {
    const seeds = ['7', '7', '8'];
    const runs = await Promise.all(seeds.map((seed, i) => recommend(`seed-${i}.tsv`, '--histories', path('histories.tsv'), '--seed', seed)));
    expect(runs.map(({ summary }) => summary.seed)).toEqual([7, 7, 8]);
    const [first, again, other] = seeds.map((_, i) => readFileSync(path(`seed-${i}.tsv`)));
    expect(again.equals(first)).toBe(true);
    expect(other.equals(first)).toBe(false);
  });

  it.each(['blend', 'factors', 'neighbours'])('by %s places listeners it has never seen by their history alone', async (method) => {
    const run = await recommend(`${method}.tsv`, '--histories', path('histories.tsv'), '--method', method, '--top', '5');
    expect(all('listener', run.rows)).toEqual(all('listener', fresh));
    expectUnheard(run.rows, fresh);
    expect(hitsOf(run.rows)).toBeGreaterThan(0.8);
    expect(run.summary).toMatchObject({ method, listeners: 39, recommendedTo: 6 });
  });

  it('by popularity gives the items with the most listeners, the same to everybody but for what they know', async () => {
    const run = await recommend('popular.tsv', '--histories', path('histories.tsv'), '--method', 'popular', '--top', '45');
    const listenersOf = (item: string) => known.filter((row) => row.item === item).length;
    for (const listener of all('listener', fresh)) {
      const heard = new Set(fresh.filter((row) => row.listener === listener).map(({ item }) => item));
      const got = run.rows.filter((row) => row.listener === listener);
      expect(got.length).toBe(45 - heard.size);
      const counts = got.map(({ item }) => listenersOf(item));
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      const scores = got.map(({ score }) => Number(score));
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
    expect(run.summary.parts).toEqual({ popularity: 1 });
  });

  it.each(['blend', 'neighbours'])('by %s takes a count of 0 for heard, and gives who has nothing else what is popular', async (method) => {
    const heard = known.slice(0, 4).map(({ item }) => item);
    folder.file('zero.tsv', tableOf(heard.map((item) => ({ listener: 'newcomer', item, count: 0 }))));
    const run = await recommend('zero-out.tsv', '--histories', path('zero.tsv'), '--method', method, '--top', '45');
    const got = all('item', run.rows);
    const listeners = got.map((item) => known.filter((row) => row.item === item).length);
    expect(listeners).toEqual(listeners.toSorted((a, b) => b - a));
    expect(got.length).toBe(45 - new Set(heard).size);
    for (const item of heard) expect(got).not.toContain(item);
  });

  it.each<readonly [string, () => string]>([
    ['tags', () => tableOf([...all('item', rows).map((item) => ({ item, tag: `style ${styleOf(item)}`, count: 5 })), { item: 'cold of 1', tag: 'style 1', count: 5 }])],
    ['texts', () => [...all('item', rows), 'cold of 1'].map((id) => `${JSON.stringify({ id, text: `They play ${['techno', 'folk', 'jazz'][styleOf(id)]}.` })}\n`).join('')],
    [
      'vectors',
      () => tableOf([...all('item', rows), 'cold of 1'].map((item, i) => ({ item, v1: 5 + styleOf(item), v2: styleOf(item) === 1 ? 3 : -3, v3: (i % 7) / 10 }))),
    ],
  ])('finds by %s, for those who like its style, an item that nobody has heard', async (kind, content) => {
    folder.file(kind, content());
    const run = await recommend(`${kind}.tsv`, '--histories', path('histories.tsv'), `--${kind}`, path(kind), '--top', '46');
    const rankOf = (style: number) => {
      const ranks = run.rows.filter(({ item, listener }) => item === 'cold of 1' && styleOf(listener) === style).map(({ rank }) => rank);
      return ranks.reduce((a, b) => a + b, 0) / ranks.length;
    };
    expect(rankOf(1)).toBeLessThan(Math.min(rankOf(0), rankOf(2)) - 5);
    expect(Object.keys(run.summary.parts as object)).toContain(kind);
  });
});

describe('lab, called wrongly', () => {
  const sound = () => ['recommend', '--listens', path('listens.tsv'), '--out', path('wrong.tsv')];

  it.each<readonly [string, () => readonly string[], RegExp]>([
    ['an unknown tool', () => ['bake'], /^There is no tool “bake”; there is: recommend, similar, mentions, labels, parse, analyse, embed, group, simulate, evaluate\.\n$/],
    ['without listens', () => ['recommend', '--out', path('wrong.tsv')], /^--listens is missing/],
    ['an unknown option', () => [...sound(), '--bogus', '1'], /^Unknown option '--bogus'/],
    ['an unknown method', () => [...sound(), '--method', 'magic'], /^--method is wrong: it is one of blend, factors, neighbours, popular/],
    ['no items', () => [...sound(), '--top', '0'], /^--top is wrong: it is a whole number/],
    ['half an item', () => [...sound(), '--top', '1.5'], /^--top is wrong/],
    ['a seed that is none', () => [...sound(), '--seed', '-1'], /--seed/],
    ['an option twice', () => [...sound(), '--seed', '1', '--seed', '2'], /^--seed is given twice/],
    ['a stray word', () => [...sound(), 'more'], /^Unexpected argument 'more'/],
    ['a result that would overwrite a source', () => ['recommend', '--listens', path('listens.tsv'), '--out', path('listens.tsv')], /^--out must not be a file that is read/],
    ['a result in a folder that is not there', () => ['recommend', '--listens', path('listens.tsv'), '--out', path('none/out.tsv')], /: there is no such folder to write into\n$/],
  ])('with %s says so in one line', async (_, args, line) => {
    const run = await runLab(...args());
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(line);
    expect(run.stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(path('wrong.tsv'))).toBe(false);
  });

  it.each<readonly [string, () => string]>([
    ['another way to write its name', () => `${folder.path}/./read.tsv`],
    ['a symbolic link to it', () => linked('symbolic.tsv', symlinkSync)],
    ['a hard link to it', () => linked('hard.tsv', linkSync)],
  ])('with a result that would overwrite a source, by %s, leaves the source as it was', async (_, named) => {
    folder.file('read.tsv', tableOf(known));
    const run = await runLab('recommend', '--listens', path('read.tsv'), '--out', named());
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^--out must not be a file that is read: [^\n]+\n$/);
    expect(readFileSync(path('read.tsv'), 'utf8')).toBe(tableOf(known));
  });

  it.skipIf(process.platform !== 'linux')('with a result in a folder that nobody may write says so before any work (skipped: only Linux has such a folder)', async () => {
    const run = await runLab('recommend', '--listens', path('listens.tsv'), '--out', '/proc/out.tsv');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^\/proc\/out\.tsv: [^\n]+\n$/);
  });

  it('with a bad file leaves what the result was before, and nothing else', async () => {
    mkdirSync(path('results'));
    writeFileSync(path('results/out.tsv'), 'before');
    folder.file('bad.tsv', 'listener\titem\tcount\nada\tA\t-3\n');
    const run = await runLab('recommend', '--listens', path('bad.tsv'), '--out', path('results/out.tsv'));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr.trimEnd().split('\n').at(-1)).toBe(`${path('bad.tsv')}: line 2: the count is negative: “-3”`);
    expect(readdirSync(path('results'))).toEqual(['out.tsv']);
    expect(readFileSync(path('results/out.tsv'), 'utf8')).toBe('before');
  });

  it('tells what there is', async () => {
    expect((await runLab('--help')).stdout).toContain('recommend');
    const { code, stdout } = await runLab('recommend', '--help');
    expect(code).toBe(0);
    for (const option of ['listens', 'histories', 'tags', 'texts', 'vectors', 'method', 'top', 'seed', 'out']) expect(stdout).toContain(`--${option}`);
  });
});
