import type { Storage } from '../storage/storage.ts';
import type { Budget } from './fetch/budget.ts';
import type { ReadingProgress, SourceProgress } from './reading.ts';
import type { SourceRunner } from './source-runner.ts';
import type { TaskQueue } from './task-queue.ts';
import { ARTICLES } from './web-tasks.ts';

/** Sources of running text. */
const TEXTS = ['wikipedia', 'lastfm', 'feeds', 'pages'];

const CREDITS: Readonly<Record<string, string>> = {
  wikipedia: 'Wikipedia, CC BY-SA 4.0',
  musicbrainz: 'MusicBrainz, tags CC BY-NC-SA 3.0',
  listenbrainz: 'ListenBrainz, CC0',
  lastfm: 'Last.fm',
};

interface Reckoning {
  readonly storage: Pick<Storage, 'db'>;
  readonly queue: TaskQueue;
  readonly budget: Budget;
  readonly artistSources: readonly string[];
  readonly runners: readonly SourceRunner[];
}

/** How far the reading has come. */
export async function readingProgress({ storage, queue, budget, artistSources, runners }: Reckoning): Promise<ReadingProgress> {
  const addresses = storage.db.selectFrom('reading').select(['source', 'url']).groupBy(['source', 'url']);
  const rows = await storage.db
    .selectFrom(addresses.as('a'))
    .select(({ fn }) => ['a.source', fn.countAll<number>().as('n')] as const)
    .groupBy('a.source')
    .execute();
  const readings = new Map(rows.map(({ source, n }) => [source, n]));
  const sources: SourceProgress[] = [];
  for (const { name, state, oneService } of runners) {
    // Articles are read for the feeds.
    if (name === ARTICLES) continue;
    const fault = oneService ? state.fault : await queue.fault(name === 'feeds' ? [name, ARTICLES] : [name]);
    sources.push({ name, readings: readings.get(name) ?? 0, fault, nextTryAt: state.nextTryAt });
  }
  return {
    artists: await queue.progress(artistSources),
    articles: TEXTS.reduce((sum, source) => sum + (readings.get(source) ?? 0), 0),
    today: { requests: await budget.spent(), budget: budget.perDay },
    sources,
    credits: sources.flatMap(({ name }) => (CREDITS[name] === undefined || !readings.has(name) ? [] : [CREDITS[name]])),
  };
}
