import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type FittingPool, openFittingPool } from '../../src/training/fitting-pool.ts';
import { artistProtocols } from './artists.ts';
import { blendProtocols } from './blend.ts';
import { type Contestant, CONTESTANTS, judge } from './contest.ts';
import { embeddingProtocols } from './embedding.ts';
import { groupsProtocol } from './groups.ts';
import { type LastFm, missingFolder, readLastFm } from './lastfm.ts';
import { policyValueProtocols } from './policy-value.ts';
import { type Protocol, protocols } from './protocols.ts';
import { requestProtocols } from './requests.ts';
import { rhythmProtocols } from './rhythm.ts';
import { simulateProtocol } from './simulate.ts';
import { soundProtocols } from './sound.ts';
import { soundTasteProtocols } from './sound-taste.ts';

const THREADS = 2;
/** Protocols that need other data than listens. */
const others = { ...requestProtocols, ...rhythmProtocols, ...soundProtocols, ...soundTasteProtocols, ...embeddingProtocols, ...blendProtocols, ...policyValueProtocols };

/** Protocols of what is made of the models' scores. */
const loops: Readonly<Record<string, (data: LastFm, pool: FittingPool, say: (line: string) => void) => Promise<void>>> = { simulate: simulateProtocol, groups: groupsProtocol };

/**
 * `npm run quality -- [protocol …] [--method …] [--folds n]`: how well the lab recommends on the development data.
 * One line a fold as it comes, then mean ± standard deviation over the folds.
 */
async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { method: { type: 'string', multiple: true }, folds: { type: 'string' } },
  });
  const names = [...protocols.map(({ name }) => name), ...Object.keys(artistProtocols), ...Object.keys(loops), ...Object.keys(others)];
  const chosen = z.array(z.enum(names, `There are the protocols ${names.join(', ')}.`)).parse(positionals);
  const methods = z.array(z.enum(CONTESTANTS)).optional().parse(values.method);
  const folds = z.coerce.number().int().positive().optional().parse(values.folds);
  const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);
  for (const [name, protocol] of Object.entries(others)) if (isChosen(name)) await protocol(say);
  if (chosen.length > 0 && chosen.every((name) => name in others)) return;
  const missing = missingFolder();
  if (missing !== null) return say(`The development data is not there, so nothing was measured: ${missing}`);
  const data = readLastFm();
  for (const [name, protocol] of Object.entries(artistProtocols)) if (isChosen(name)) protocol(data, say);
  const pool = openFittingPool({ threads: THREADS, background: false });
  try {
    for (const [name, protocol] of Object.entries(loops)) if (isChosen(name)) await protocol(data, pool, say);
    for (const protocol of protocols) {
      if (!isChosen(protocol.name)) continue;
      await runProtocol(protocol, methods ?? protocol.contestants, Math.min(folds ?? Infinity, protocol.folds));
    }
  } finally {
    await pool.close();
  }

  async function runProtocol({ name, about, depth, variants }: Protocol, contestants: readonly Contestant[], count: number): Promise<void> {
    say(`\n${name}: ${about}; NDCG@${depth}`);
    for (const variant of variants) {
      const found = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
      for (let fold = 0; fold < count; fold++) {
        const trial = variant.trial(data, fold);
        for (const contestant of contestants) {
          const { ndcg, listeners, parts, seconds } = await judge(trial, contestant, depth, fold + 1, pool);
          found.get(contestant)?.push(ndcg);
          say(`  ${variant.name} · ${contestant} · fold ${fold + 1}: ${ndcg.toFixed(4)}  (${listeners} listeners, ${seconds.toFixed(1)} s; ${shown(parts)})`);
        }
      }
      for (const [contestant, figures] of found) say(`= ${variant.name} · ${contestant}: ${meanAndDeviation(figures)}`);
    }
  }
}

function meanAndDeviation(figures: readonly number[]): string {
  const mean = figures.reduce((a, b) => a + b, 0) / figures.length;
  if (figures.length < 2) return mean.toFixed(4);
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / (figures.length - 1);
  return `${mean.toFixed(4)} ± ${Math.sqrt(variance).toFixed(4)}`;
}

function shown(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, weight]) => `${name} ${weight.toFixed(2)}`)
    .join(', ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await run();
