import { policyValue } from '../../../models/ranking/off-policy.ts';
import { seeded } from '../../../models/random.ts';
import { UserError } from '../../user-error.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { createTool } from '../tool.ts';
import { readLog, readPolicy, uniformPolicy } from './read-log.ts';

const SIGNIFICANT_DIGITS = 6;
const MOST_SEED = 1e9;

export const evaluate = createTool({
  name: 'evaluate',
  about: 'Says what another policy would have earned, from a log of decisions and their probabilities. Tables are tab-separated, with a header line.',
  options: {
    log: file('table: context action reward propensity'),
    policy: optionalFile('table: context action probability, where the context * stands for all others; every action of the log alike when left out'),
    seed: whole('which decisions foresee which', 0, MOST_SEED, 1),
    out: file('table to write: estimator value low high'),
  },
  async run({ log: logFile, policy: policyFile, seed, out }, say) {
    await checkWritable(out, [logFile, ...(policyFile === undefined ? [] : [policyFile])]);
    const log = await readLog(logFile);
    const policy = policyFile === undefined ? uniformPolicy(log) : await readPolicy(policyFile, log);
    say(`weighing ${log.actions.length} decisions`);
    const { effective, meanWeight, ...estimates } = policyValue(log, policy, seeded(seed));
    if (effective === 0) throw new UserError('usage', 'The log has nothing of what the policy does, so it cannot tell what that would earn.');
    const shown = (number: number) => Number(number.toPrecision(SIGNIFICANT_DIGITS));
    const rows = Object.entries(estimates).map(([name, { value, low, high }]) => [name, ...[value, low, high].map(shown)]);
    await writeWhole(out, ['estimator\tvalue\tlow\thigh\n', ...rows.map((row) => `${row.join('\t')}\n`)]);
    return {
      decisions: log.actions.length,
      contexts: log.contextIds.size,
      actions: log.actionIds.size,
      effective: shown(effective),
      meanWeight: shown(meanWeight),
      ...Object.fromEntries(rows.map(([name, value, low, high]) => [name, { value, low, high }])),
    };
  },
});
