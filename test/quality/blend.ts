import type { JudgedCase } from '../../models/collaborative/train-taste.ts';
import { seeded, shuffled } from '../../models/random.ts';
import { BLEND_TERMS } from '../../models/ranking/blend-weights.ts';
import { rankedCase } from '../../models/ranking/fit-blend.ts';
import { ndcg } from '../../models/ranking/ndcg.ts';
import { fitRankingWeights, type RankedCase } from '../../models/ranking/ranking-loss.ts';
import { openFittingPool, type FittingPool } from '../../src/training/fitting-pool.ts';
import { missingFolder, readLastFm, type LastFm } from './lastfm.ts';
import { learnServer } from './learnt-server.ts';
import { byListener, core } from './splits.ts';
import { type Trial, trialOf } from './trial.ts';

/** Servers drawn of each size: the small ones differ most. */
const SERVERS: Readonly<Record<number, number>> = { 10: 12, 30: 6, 100: 4, 300: 3, 1000: 2 };
const REFERENCE: Readonly<Record<number, number>> = { 10: 1.01, 30: 1.25, 100: 1.29, 300: 1.15, 1000: 1.04 };
/** Not those that the prior and the form of the weights were developed with (7,001 to 7,004). */
const FIRST_SEED = 7_101;
const ITEM_SEED = 2011;
const CORE = 5;
const KNOWN = 0.8;
const DEPTH = 20;
const MOST_ASKED = 300;
const THREADS = 2;
/** Cases of a size that count for the pooled fit, so that the large servers do not decide it alone. */
const MOST_POOLED = 300;

interface Figures {
  readonly blend: number;
  /** Of who hears what alone, of tags alone, and of what is popular: the one that was best on the inner split. */
  readonly single: number;
  /** Of the signals as they are blended, where who hears what is factorised together with tags. */
  readonly part: number;
  readonly names: readonly [string, string, string];
  readonly inner: readonly RankedCase[];
}

/**
 * Servers of so many listeners drawn from the 5-core of HetRec Last.fm, a fifth of whose plays are hidden from everything; what the
 * server learns is learnt as the trainer does, weights included. The tags are those that other listeners gave.
 */
async function blendProtocol(say: (line: string) => void): Promise<void> {
  const missing = missingFolder();
  if (missing !== null) return say(`The development data is not there, so nothing was measured: ${missing}`);
  say(`\nblend: servers of N members, a fifth of whose plays is hidden; NDCG@${DEPTH}`);
  const data = readLastFm();
  const pool = openFittingPool({ threads: THREADS, background: false });
  const pooled: RankedCase[] = [];
  try {
    for (const [size, servers] of Object.entries(SERVERS).map(([n, count]) => [Number(n), count] as const)) {
      const all: Figures[] = [];
      for (let server = 0; server < servers; server++) {
        const figures = await measure(serverOf(data, size, FIRST_SEED + server), FIRST_SEED + server, pool);
        all.push(figures);
        const { blend, single, part, names } = figures;
        say(`  ${size} members · seed ${FIRST_SEED + server}: ${blend.toFixed(4)} (${names[0]}); best single ${single.toFixed(4)} (${names[1]}), ${(blend / single).toFixed(3)} ×; best part ${part.toFixed(4)} (${names[2]}), ${(blend / part).toFixed(3)} ×`);
      }
      pooled.push(...all.flatMap(({ inner }) => inner).slice(0, MOST_POOLED));
      const mean = (of: (figures: Figures) => number) => all.reduce((sum, figures) => sum + of(figures), 0) / all.length;
      const [blend, single, part] = [mean((f) => f.blend), mean((f) => f.single), mean((f) => f.part)];
      say(`= ${size} members: blend ${blend.toFixed(4)}, best single signal ${single.toFixed(4)}: ${(blend / single).toFixed(3)} × (to reach ${REFERENCE[size]}); best of its own parts ${part.toFixed(4)}: ${(blend / part).toFixed(3)} ×`);
    }
  } finally {
    await pool.close();
  }
  const fitted = fitRankingWeights(pooled, { weights: BLEND_TERMS.map(() => 1), precision: BLEND_TERMS.map(() => 0.01) });
  say(`= fitted to the inner splits of all sizes together, before it is normalised: ${BLEND_TERMS.map((term, i) => `${term} ${fitted[i].toFixed(2)}`).join(', ')} (collaborative is what listens add to foretold; 1 where nothing was known)`);
}

function serverOf({ plays, taggings }: LastFm, size: number, seed: number): Trial {
  const dense = core(plays, CORE);
  const listeners = byListener(dense);
  const random = seeded(seed);
  const eligible = [...listeners].filter(([, part]) => part.length > CORE).map(([listener]) => listener);
  const here = new Set(shuffled(eligible, random).slice(0, size));
  const parts = Array.from(here, (listener) => shuffled(listeners.get(listener) ?? [], random));
  return trialOf({
    items: shuffled([...new Set(dense.map(({ item }) => item))], seeded(ITEM_SEED)),
    listens: parts.flatMap((part) => part.slice(0, Math.floor(KNOWN * part.length))),
    histories: null,
    taggings: taggings.filter(({ listener }) => !here.has(listener)),
    held: parts.flatMap((part) => part.slice(Math.floor(KNOWN * part.length))),
  });
}

async function measure(trial: Trial, seed: number, pool: FittingPool): Promise<Figures> {
  const server = await learnServer(trial, { seed, depth: DEPTH }, pool);
  const { taste, heardAlone, blend: { origin } } = server;
  const [cases, alone] = [server.asked(taste).slice(0, MOST_ASKED), server.asked(heardAlone).slice(0, MOST_ASKED)];
  const blend = meanOf(cases, (one) => quality(one, server.scores(server.read(one))));

  const ways = (own: readonly JudgedCase[], plays: readonly JudgedCase[]) => {
    const read = own.map((one) => ({ one, ...server.read(one).columns }));
    return {
      plays: meanOf(plays, (one) => quality(one, one.collaborative)),
      collaborative: meanOf(own, (one) => quality(one, one.collaborative)),
      tags: meanOf(read, ({ one, tags: says }) => quality(one, says)),
      popularity: meanOf(read, ({ one, popularity }) => quality(one, popularity)),
    };
  };
  const [inside, outside] = [ways(taste.judged, heardAlone.judged), ways(cases, alone)];
  const best = (names: readonly (keyof typeof inside)[]) => names.reduce((a, b) => (inside[b] > inside[a] ? b : a));
  const [single, part] = [best(['plays', 'tags', 'popularity']), best(['collaborative', 'tags', 'popularity'])];
  const random = seeded(seed);
  return { blend, single: outside[single], part: outside[part], names: [origin, single, part], inner: taste.judged.map((one) => rankedCase(server.read(one), random)) };
}

function quality({ history, held }: JudgedCase, scores: ArrayLike<number>): number {
  const row = Float32Array.from(scores);
  for (const { column } of history) row[column] = -Infinity;
  return ndcg(row, held, DEPTH);
}

function meanOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}

export const blendProtocols = { blend: blendProtocol };
