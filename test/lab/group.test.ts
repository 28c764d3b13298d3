import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';

const RELEVANCE = ['member\titem\tscore', 'ada\trock\t10', 'ada\tpop\t7', 'ada\tjazz\t0', 'ben\tjazz\t3', 'ben\tpop\t2.4', 'ben\tfolk\t1', ''].join('\n');

let folder: TestFolder;
const path = (name: string) => join(folder.path, name);

beforeAll(() => {
  folder = createFolder();
  folder.file('relevance.tsv', RELEVANCE);
  folder.file('groups.tsv', 'group\tmember\nboth\tada\nalone\tben\nboth\tben\n');
});
afterAll(() => folder.remove());

async function lists(groups: string, ...more: readonly string[]) {
  const run = await runLab('group', '--relevance', path('relevance.tsv'), '--groups', groups, '--out', path('lists.tsv'), ...more);
  return { ...run, lines: run.code === 0 ? readFileSync(path('lists.tsv'), 'utf8').trimEnd().split('\n') : [] };
}

describe('lab group', () => {
  it('makes a list for every group, in the order of the table', async () => {
    const { code, lines, stdout } = await lists(path('groups.tsv'), '--top', '2');
    expect(code).toBe(0);
    expect(lines[0]).toBe('group\titem\trank');
    expect(lines.slice(3)).toEqual(['alone\tjazz\t1', 'alone\tpop\t2']);
    expect(lines.slice(1, 3).map((line) => line.split('\t')[0])).toEqual(['both', 'both']);
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'group', groups: 2, members: 2, items: 4, mode: 'fair' });
  });

  it('finds what both like well enough when nobody shall be miserable, and lets them choose in turn', async () => {
    expect((await lists(path('groups.tsv'), '--mode', 'least-misery', '--top', '1')).lines[1]).toBe('both\tpop\t1');
    expect((await lists(path('groups.tsv'), '--mode', 'round-robin', '--top', '2')).lines.slice(1, 3)).toEqual(['both\trock\t1', 'both\tjazz\t2']);
  });

  it.each([
    ['group\tmember\nboth\tcleo\n', 'line 2: nothing is known of what the member “cleo” would like'],
    ['group\tmember\nboth\tada\nboth\tada\n', 'line 3: the member “ada” is in the group “both” twice'],
  ])('says what is wrong with a table of groups', async (content, fault) => {
    const { code, stderr } = await lists(folder.file('faulty.tsv', content));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toBe(`${path('faulty.tsv')}: ${fault}`);
  });

  it('says when a member has an item twice', async () => {
    const run = await runLab('group', '--relevance', folder.file('twice.tsv', `${RELEVANCE}ada\tpop\t1\n`), '--groups', path('groups.tsv'), '--out', path('lists.tsv'));
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain('line 8: the member “ada” has the item “pop” twice');
  });
});
