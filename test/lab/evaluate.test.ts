import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';

const HEAD = 'context\taction\treward\tpropensity\n';
/** In the morning b earns, in the evening a; the log does either as likely. */
const EARNS: Readonly<Record<string, number>> = { 'morning a': 0.1, 'morning b': 0.5, 'evening a': 0.8, 'evening b': 0.3 };

let folder: TestFolder;
const path = (name: string) => join(folder.path, name);

beforeAll(() => {
  folder = createFolder();
  const random = seeded(3);
  const rows = Array.from({ length: 4000 }, () => {
    const [context, action] = [random() < 0.5 ? 'morning' : 'evening', random() < 0.5 ? 'a' : 'b'];
    return `${context}\t${action}\t${random() < EARNS[`${context} ${action}`] ? 1 : 0}\t0.5\n`;
  });
  folder.file('log.tsv', HEAD + rows.join(''));
});
afterAll(() => folder.remove());

async function evaluated(...more: readonly string[]) {
  const run = await runLab('evaluate', '--log', path('log.tsv'), '--out', path('value.tsv'), ...more);
  return { ...run, table: run.code === 0 ? readFileSync(path('value.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t')) : [] };
}

describe('lab evaluate', () => {
  it('tells what doing everything alike would earn, when no policy is named', async () => {
    const { code, table, stdout } = await evaluated();
    expect(code).toBe(0);
    expect(table.map(([name]) => name)).toEqual(['estimator', 'ips', 'snips', 'dr']);
    for (const [, value, low, high] of table.slice(1)) {
      expect(Math.abs(Number(value) - 0.425)).toBeLessThan(0.03);
      expect(Number(low)).toBeLessThan(Number(value));
      expect(Number(high)).toBeGreaterThan(Number(value));
    }
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'evaluate', decisions: 4000, contexts: 2, actions: 2, meanWeight: 1, effective: 4000 });
  });

  it('tells what another policy would earn, and holds for other contexts what stands for all', async () => {
    const policy = folder.file('policy.tsv', 'context\taction\tprobability\nmorning\tb\t1\n*\ta\t0.9\n*\tb\t0.1\n');
    const { table } = await evaluated('--policy', policy);
    const truth = (0.5 + 0.9 * 0.8 + 0.1 * 0.3) / 2;
    for (const [name, , low, high] of table.slice(1)) expect(Number(low) < truth && truth < Number(high), name).toBe(true);
  });

  it.each([
    ['the probabilities of the context “*” add up to 0.500, not to 1', 'context\taction\tprobability\n*\ta\t0.5\n'],
    ['it does not say what is done in the context “evening”, nor has it rows for “*”', 'context\taction\tprobability\nmorning\ta\t1\n'],
    ['line 3: the action “a” comes twice in the context “*”', 'context\taction\tprobability\n*\ta\t0.5\n*\ta\t0.5\n'],
  ])('refuses a policy: %s', async (fault, content) => {
    const { code, stderr } = await evaluated('--policy', folder.file('faulty.tsv', content));
    expect(code).toBe(2);
    expect(stderr).toContain(fault);
  });

  it('refuses a propensity that cannot be, and a policy of which the log has nothing', async () => {
    const never = await runLab('evaluate', '--log', folder.file('never.tsv', `${HEAD}morning\ta\t1\t0\n`), '--out', path('value.tsv'));
    expect(never).toMatchObject({ code: 2 });
    expect(never.stderr).toContain('line 2: the propensity is not above 0 to 1: “0”');
    const other = await evaluated('--policy', folder.file('other.tsv', 'context\taction\tprobability\n*\tc\t1\n'));
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('The log has nothing of what the policy does');
  });
});
