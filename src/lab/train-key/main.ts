import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fitKeyProfiles } from '../../../models/acoustic/tonal/fit-key-profiles.ts';
import { UserError } from '../../user-error.ts';
import { composedExamples, excerptExamples, RIDGE } from './key-examples.ts';

const PROFILES = new URL('../../../models/acoustic/tonal/key-profiles.json', import.meta.url);
/** Pieces of the composer, from the set that `npm run quality -- key` does not use. */
const COMPOSED = 64;
const SET = 0;

const options = z.object({ dance: z.string({ error: '--dance is the folder of giantsteps' }), out: z.string().optional() });

/**
 * `npm run train:key -- --dance FOLDER [--out FILE]`: makes the profiles that keys are told by, from dance music whose
 * keys people have labelled and from music that it composes itself, never that of the demo library.
 */
async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { dance: { type: 'string' }, out: { type: 'string' } } });
  const parsed = options.safeParse(values);
  if (!parsed.success) throw new UserError('usage', z.prettifyError(parsed.error));
  const recorded = await excerptExamples(parsed.data.dance);
  say(`${recorded.length} recordings`);
  const { major, minor, minorBias } = fitKeyProfiles([...recorded, ...composedExamples(SET, COMPOSED)], RIDGE);
  const profiles = { major: Array.from(major, rounded), minor: Array.from(minor, rounded), minorBias: rounded(minorBias) };
  await writeFile(parsed.data.out ?? PROFILES, `${JSON.stringify(profiles)}\n`);
  say('The profiles are written.');
}

/** Two places are as good as all. */
function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

await run(process.argv.slice(2));
