import { z } from 'zod';
import type { Estimate } from '../../../models/ranking/estimate.ts';
import { type PolicyValue, policyValue } from '../../../models/ranking/off-policy.ts';
import { seeded } from '../../../models/random.ts';
import { UserError } from '../../user-error.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { createTool, type Summary } from '../tool.ts';
import { openLog } from './open-log.ts';
import { readLog, readPolicy, uniformPolicy } from './read-log.ts';
import { readServerLog } from './server-log.ts';
import { serverDecisions } from './server-policies.ts';

const SIGNIFICANT_DIGITS = 6;
const MOST_SEED = 1e9;

export const evaluate = createTool({
  name: 'evaluate',
  about: 'Says what another policy would have earned, from a log of decisions and their probabilities: of a server, or a table. Tables are tab-separated, with a header line.',
  options: {
    log: optionalFile('table: context action reward propensity; left out, the picks that a server has logged'),
    database: { value: 'DB', about: 'file of SQLite or URL of Postgres, in place of the one the bot would use', schema: z.string().min(1, 'it is a file or a URL').optional() },
    policy: optionalFile('table: context action probability, where the context * stands for all others; every action of the log alike when left out'),
    seed: whole('which decisions foresee which', 0, MOST_SEED, 1),
    out: file('table to write: [policy] estimator value low high'),
  },
  async run({ log, database, policy, seed, out }, say) {
    if (log !== undefined && database !== undefined) throw new UserError('usage', 'A log is read from --log or from --database, not from both.');
    if (log === undefined && policy !== undefined) throw new UserError('usage', 'A policy of your own needs a --log: of the picks of a server only some can be valued.');
    await checkWritable(out, [log, policy, database].filter((name) => name !== undefined));
    return log === undefined ? evaluateServer({ database, seed, out }, say) : evaluateTable({ log, policy, seed, out }, say);
  },
});

async function evaluateTable(
  { log: logFile, policy: policyFile, seed, out }: { readonly log: string; readonly policy: string | undefined; readonly seed: number; readonly out: string },
  say: (doing: string) => void,
): Promise<Summary> {
  const log = await readLog(logFile);
  const policy = policyFile === undefined ? uniformPolicy(log) : await readPolicy(policyFile, log);
  say(`weighing ${log.actions.length} decisions`);
  const value = policyValue(log, policy, seeded(seed));
  if (value.effective === 0) throw new UserError('usage', 'The log has nothing of what the policy does, so it cannot tell what that would earn.');
  await writeWhole(out, ['estimator\tvalue\tlow\thigh\n', ...rowsOf(value).map((row) => `${row.join('\t')}\n`)]);
  return { decisions: log.actions.length, contexts: log.contextIds.size, actions: log.actionIds.size, ...summaryOf(value) };
}

async function evaluateServer({ database, seed, out }: { readonly database: string | undefined; readonly seed: number; readonly out: string }, say: (doing: string) => void): Promise<Summary> {
  const storage = await openLog(database);
  try {
    say('reading the log');
    const { picks, untold } = await readServerLog(storage);
    if (picks.length === 0) throw new UserError('usage', 'The log has no picks yet that somebody’s listening tells anything of.');
    const { log, policies } = serverDecisions(picks);
    say(`weighing ${picks.length} picks`);
    const values = [...policies].map(([name, policy]) => [name, policyValue(log, policy, seeded(seed))] as const).filter(([, { effective }]) => effective > 0);
    await writeWhole(out, ['policy\testimator\tvalue\tlow\thigh\n', ...values.flatMap(([name, value]) => rowsOf(value).map((row) => `${name}\t${row.join('\t')}\n`))]);
    const sessions = new Set(log.groups).size;
    return { decisions: picks.length, untold, sessions, contexts: new Set(log.contexts).size, policies: Object.fromEntries(values.map(([name, value]) => [name, summaryOf(value)])) };
  } finally {
    await storage.close();
  }
}

function rowsOf({ ips, snips, dr }: PolicyValue): readonly (readonly (string | number)[])[] {
  return Object.entries({ ips, snips, dr }).map(([name, { value, low, high }]) => [name, ...[value, low, high].map(shown)]);
}

function summaryOf({ ips, snips, dr, effective, meanWeight }: PolicyValue): Summary {
  const rounded = ({ value, low, high }: Estimate) => ({ value: shown(value), low: shown(low), high: shown(high) });
  return { effective: shown(effective), meanWeight: shown(meanWeight), ips: rounded(ips), snips: rounded(snips), dr: rounded(dr) };
}

function shown(number: number): number {
  return Number(number.toPrecision(SIGNIFICANT_DIGITS));
}
