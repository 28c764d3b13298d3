import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { TempoLesson } from '../../../models/acoustic/rhythm/train-tempo-network.ts';
import { trainTempoNetwork } from '../../../models/acoustic/rhythm/train-tempo-network.ts';
import { seeded } from '../../../models/random.ts';
import { UserError } from '../../user-error.ts';
import { composedLessons } from './composed-lessons.ts';
import { danceLessons, excerptLessons } from './recorded-lessons.ts';

const WEIGHTS = new URL('../../../models/acoustic/rhythm/tempo-weights.json', import.meta.url);
/** Pieces of the demo library's length and styles, with other seeds, as many as it has times this. */
const ROUNDS = 6;

const options = z.object({
  excerpts: z.string({ error: '--excerpts is the folder of fnf_tempo' }),
  dance: z.string({ error: '--dance is the folder of giantsteps' }),
  rounds: z.coerce.number().int().positive().default(ROUNDS),
  seed: z.coerce.number().int().min(0).default(1),
  out: z.string().optional(),
});

/**
 * `npm run train:tempo -- --excerpts FOLDER --dance FOLDER [--rounds N] [--seed N] [--out FILE]`: makes the weights of
 * the network that chooses among possible tempi, from music that it composes itself, never that of the demo library,
 * from recordings whose tempo is known, and from dance music of whose genre one octave alone is usual.
 */
async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { excerpts: { type: 'string' }, dance: { type: 'string' }, rounds: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } } });
  const parsed = options.safeParse(values);
  if (!parsed.success) throw new UserError('usage', z.prettifyError(parsed.error));
  const { excerpts, dance, rounds, seed, out } = parsed.data;
  const lessons: TempoLesson[] = [...(await excerptLessons(excerpts)), ...(await danceLessons(dance))];
  say(`${lessons.length} recordings`);
  for (let round = 0; round < rounds; round++) {
    lessons.push(...composedLessons(seed, round));
    say(`${lessons.length} lessons`);
  }
  await writeFile(out ?? WEIGHTS, `${JSON.stringify(trainTempoNetwork(lessons, seeded(seed)))}\n`);
  say('The weights are written.');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

await run(process.argv.slice(2));
