import type { Estimate } from '../../../models/ranking/estimate.ts';
import { seeded } from '../../../models/random.ts';
import { openFittingPool } from '../../training/fitting-pool.ts';
import { UserError } from '../../user-error.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { readDataset } from '../recommend/read-dataset.ts';
import { createTool } from '../tool.ts';
import { holdOut } from './audience.ts';
import { likeRates, meanRate, timesAsMuch } from './like-rates.ts';
import { trainPolicies } from './policies.ts';

const THREADS = 2;
const MOST_LISTENERS = 100_000;
const MOST_PLAYS = 1_000;
const MOST_SEED = 2 ** 32 - 1;
const SIGNIFICANT_DIGITS = 4;
/** Of all listeners, at most this share is held out: somebody must be left to learn from. */
const MOST_SHARE = 0.2;

export const simulate = createTool({
  name: 'simulate',
  about: 'Plays to simulated listeners, who like what is held back of them, and says how often each way to learn pleases them.',
  options: {
    listens: file('table: listener item count [time]; a fifth of the listeners, at most, is held out, the others are learnt from'),
    tags: optionalFile('table: item tag count'),
    plays: whole('picks for each listener', 1, MOST_PLAYS, 40),
    known: whole('items of a listener that are known at the start', 0, MOST_PLAYS, 3),
    listeners: whole('how many are held out', 1, MOST_LISTENERS, 400),
    seed: whole('the same seed and files give the same result', 0, MOST_SEED, 1),
    out: optionalFile('JSON to write: like-rates by policy'),
  },
  async run({ out, listeners: wanted, known, plays, seed, ...files }, say) {
    if (out !== undefined) await checkWritable(out, Object.values(files).filter((name) => name !== undefined));
    const { dataset, listeners } = await readDataset(files, say);
    const most = Math.min(wanted, Math.floor(MOST_SHARE * listeners.size));
    const audience = holdOut(dataset.listens, { most, known }, seeded(seed));
    if (audience.listeners.length === 0) throw new UserError('usage', `There is nobody to play to: of five listeners or more, one must have five items beyond the ${known} known ones.`);
    const pool = openFittingPool({ threads: THREADS, background: false });
    try {
      const training = { listens: audience.listens, tags: dataset.tags, items: dataset.items, known, plays, seed };
      const policies = await trainPolicies(training, pool, ({ share, doing }) => say(`${doing}: ${Math.round(100 * share)} %`));
      const found = Object.entries(policies).map(([name, policy]) => {
        say(`playing to ${audience.listeners.length} listeners: ${name}`);
        return [name, likeRates(audience.listeners, policy, plays)] as const;
      });
      const unlearnt = found[0][1];
      const result = {
        listeners: audience.listeners.length,
        items: dataset.items,
        plays,
        known,
        seed,
        likeRate: Object.fromEntries(found.map(([name, rates]) => [name, shown(meanRate(rates))])),
        timesStatic: Object.fromEntries(found.slice(1).map(([name, rates]) => [name, shown(timesAsMuch(rates, unlearnt))])),
      };
      if (out !== undefined) await writeWhole(out, [`${JSON.stringify(result, null, 2)}\n`]);
      return result;
    } finally {
      await pool.close();
    }
  },
});

function shown(estimate: Estimate | null): Estimate | null {
  const rounded = (number: number) => Number(number.toPrecision(SIGNIFICANT_DIGITS));
  return estimate && { value: rounded(estimate.value), low: rounded(estimate.low), high: rounded(estimate.high) };
}
