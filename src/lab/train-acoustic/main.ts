import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConvolutionalNetwork } from '../../../models/acoustic/network/convolutional-network.ts';
import { neighbourQuality } from '../../../models/acoustic/network/neighbour-quality.ts';
import { trainNetwork } from '../../../models/acoustic/network/training/train-network.ts';
import { packWeights } from '../../../models/acoustic/network/weights.ts';
import { WEIGHTS_FILE } from '../../sound-weights.ts';
import { openTensorBackend } from '../../tensor-backend.ts';
import { UserError } from '../../user-error.ts';
import { lesson } from './lesson.ts';
import { type GenrePicture, readGenrePictures } from './genre-pictures.ts';
import { synthesisePictures } from './synthesised-pictures.ts';

/** What made the weights that ship. */
const SEED = 1;
const STEPS = 2600;
const COMPOSITIONS = 240;
const SHOWN_EVERY = 20;

const whole = (least: number) => z.coerce.number().int().min(least);

const options = z.object({
  genres: z.string({ error: '--genres is the folder of genre_mel' }),
  out: z.string().optional(),
  seed: whole(0).default(SEED),
  steps: whole(1).default(STEPS),
  compositions: whole(16).default(COMPOSITIONS),
  holdOut: z.boolean().default(false),
});

/**
 * `npm run train:acoustic -- --genres FOLDER [--hold-out] [--out FILE] [--seed N] [--steps N] [--compositions N]`: makes
 * the weights that ship, from the pictures of genre_mel and from music that it composes itself. With `--hold-out` it
 * learns from the `train` rows alone and says how well the `valid` rows are placed; nothing is written but to `--out`.
 */
async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      genres: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string' },
      steps: { type: 'string' },
      compositions: { type: 'string' },
      'hold-out': { type: 'boolean' },
    },
  });
  const parsed = options.safeParse({ ...values, holdOut: values['hold-out'] });
  if (!parsed.success) throw new UserError('usage', z.prettifyError(parsed.error));
  const { genres, out, seed, steps, compositions, holdOut } = parsed.data;
  const pictures = await readGenrePictures(genres);
  const learnt = holdOut ? pictures.filter(({ split }) => split === 'train') : pictures;
  say(`${await openTensorBackend()}; ${learnt.length} pictures of genres; composing ${compositions} pieces of music`);
  const made = await synthesisePictures(0, compositions, (count) => {
    if (count % 40 === 0) say(`composed ${count}`);
  });
  const { sets, plan } = lesson(learnt, made, { seed, steps });
  let sum = 0;
  const weights = await trainNetwork(sets, plan, (step, loss) => {
    sum += loss;
    if ((step + 1) % SHOWN_EVERY > 0) return;
    say(`step ${step + 1} of ${steps}: loss ${(sum / SHOWN_EVERY).toFixed(4)}`);
    sum = 0;
  });
  const file = packWeights(weights);
  const target = out ?? (holdOut ? null : WEIGHTS_FILE);
  if (target !== null) await writeFile(target, file);
  const network = new ConvolutionalNetwork(weights);
  const references = learnt.map((picture) => placed(network, picture));
  const queries = holdOut ? pictures.filter((picture) => !learnt.includes(picture)).map((picture) => placed(network, picture)) : references;
  const { precision, triplet } = neighbourQuality(queries, references);
  const who = holdOut ? 'held-out' : 'learnt';
  say(`${who} pictures among the learnt: P@10 ${precision.toFixed(3)}, triplet ${triplet.toFixed(3)}; ${file.length} bytes of weights`);
}

function placed(network: ConvolutionalNetwork, { pixels, genre }: GenrePicture) {
  return { embedding: network.embedWindows({ windows: 1, pixels }), label: genre };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
