import { openFittingPool } from '../../training/fitting-pool.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { choice, file, optionalFile, whole } from '../option.ts';
import { createTool } from '../tool.ts';
import { type NamedDataset, readDataset } from './read-dataset.ts';
import { type Recommendation, recommended } from './recommended.ts';
import { METHODS, trainRecommender } from './recommender.ts';

const THREADS = 2;
/** A listener's list may be as long as anybody can want, but not fill the disk by a slip of the finger. */
const MOST_TOP = 100_000;
const MOST_SEED = 2 ** 32 - 1;
const SIGNIFICANT_DIGITS = 6;

export const recommend = createTool({
  name: 'recommend',
  about: 'Recommends unheard items to listeners. Tables are tab-separated, with a header line.',
  options: {
    listens: file('table: listener item count [time]; what is learnt from'),
    histories: optionalFile('table: listener item count [time]; listeners unseen in training, to recommend for'),
    tags: optionalFile('table: item tag count'),
    texts: optionalFile('lines of JSON: {"id", "name", "text"}'),
    vectors: optionalFile('table: item v1 … vd'),
    method: choice('what may speak', METHODS, 'blend'),
    top: whole('items for each listener', 1, MOST_TOP, 10),
    seed: whole('the same seed and files give the same result', 0, MOST_SEED, 1),
    out: file('table to write: listener item rank score'),
  },
  async run({ out, method, seed, top, ...files }, say) {
    await checkWritable(out, Object.values(files).filter((name) => name !== undefined));
    const named = await readDataset(files, say);
    const { dataset } = named;
    const pool = openFittingPool({ threads: THREADS, background: false });
    try {
      const recommender = await trainRecommender(dataset, { method, seed, top }, pool, ({ share, doing }) =>
        say(`${doing}: ${Math.round(100 * share)} %`),
      );
      say(`recommending to ${named.listeners.size} listeners`);
      await writeWhole(out, linesOf(named, recommended(recommender.scorer, dataset, top)));
      const { rows, indices } = dataset.listens;
      return { method, parts: recommender.parts, listeners: rows, recommendedTo: named.listeners.size, items: dataset.items, listens: indices.length, seed };
    } finally {
      await pool.close();
    }
  },
});

function* linesOf({ listeners, items }: NamedDataset, recommendations: Iterable<Recommendation>): Iterable<string> {
  yield 'listener\titem\trank\tscore\n';
  for (const { listener, items: best, scores } of recommendations) {
    const name = listeners.nameOf(listener);
    yield Array.from(best, (item, i) => `${name}\t${items.nameOf(item)}\t${i + 1}\t${scores[i].toPrecision(SIGNIFICANT_DIGITS)}\n`).join('');
  }
}
