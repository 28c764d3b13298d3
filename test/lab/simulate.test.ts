import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';
import { styleListens, tableOf } from './support/styles.ts';

let folder: TestFolder;
const path = (name: string) => join(folder.path, name);

beforeAll(() => {
  folder = createFolder();
  folder.file('listens.tsv', tableOf(styleListens(150, 4).rows));
});
afterAll(() => folder.remove());

interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

async function simulated(...more: readonly string[]) {
  const run = await runLab('simulate', '--listens', path('listens.tsv'), '--plays', '10', ...more);
  const summary = run.code === 0 ? (JSON.parse(run.stdout) as { readonly likeRate: Readonly<Record<string, Rate>>; readonly timesStatic: Readonly<Record<string, Rate>> }) : null;
  return { ...run, summary };
}

describe('lab simulate', () => {
  it('plays to listeners who were held out, and learning from likes and skips pleases them more', async () => {
    const { code, summary } = await simulated('--known', '1', '--out', path('rates.json'));
    expect(code).toBe(0);
    expect(summary).toMatchObject({ tool: 'simulate', listeners: 30, items: 45, plays: 10, known: 1 });
    const rates = summary?.likeRate ?? {};
    expect(Object.keys(rates)).toEqual(['static', 'resolve', 'resolve-with-skips', 'popular', 'thompson']);
    for (const { value, low, high } of Object.values(rates)) expect(0 <= value && low < value && value < high && value <= 1).toBe(true);
    expect(rates['resolve-with-skips'].value).toBeGreaterThan(rates.static.value);
    expect(rates.static.value).toBeGreaterThan(rates.popular.value);
    expect(summary?.timesStatic['resolve-with-skips'].value).toBeCloseTo(rates['resolve-with-skips'].value / rates.static.value, 2);
    const written = JSON.parse(readFileSync(path('rates.json'), 'utf8')) as unknown;
    expect(summary).toMatchObject(written as object);
  });

  it('begins with what is popular where nothing is known, and finds the way from there', async () => {
    const { summary } = await simulated('--known', '0');
    const rates = summary?.likeRate ?? {};
    expect(rates.static).toEqual(rates.popular);
    expect(rates['resolve-with-skips'].low).toBeGreaterThan(rates.static.high);
  });

  it('gives the same for the same seed', async () => {
    const [first, again, other] = await Promise.all(['5', '5', '6'].map((seed) => simulated('--seed', seed)));
    expect(again.summary?.likeRate).toEqual(first.summary?.likeRate);
    expect(other.summary?.likeRate).not.toEqual(first.summary?.likeRate);
  });

  it('says when there is nobody to play to', async () => {
    const { code, stderr } = await simulated('--known', '9');
    expect(code).toBe(2);
    expect(stderr).toContain('There is nobody to play to: of five listeners or more, one must have five items beyond the 9 known ones.');
  });
});
