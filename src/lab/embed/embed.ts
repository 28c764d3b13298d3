import { EMBEDDING_SIZE, openSoundNetwork, type SoundNetwork } from '../../sound-network.ts';
import { UserError } from '../../user-error.ts';
import { analyseFiles } from '../analyse/analyse-files.ts';
import { cellOf } from '../analyse/analysis-table.ts';
import { audioFiles } from '../analyse/audio-files.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile } from '../option.ts';
import { createTool, type Summary } from '../tool.ts';
import { readWindows } from './read-windows.ts';

const DIGITS = 6;

/** What stands in a line: what was heard, and where it lies; null where nothing is heard in it. */
type Placed = readonly [name: string, embedding: Float32Array | null];

export const embed = createTool({
  name: 'embed',
  about: `Says what music sounds like, in ${EMBEDDING_SIZE} numbers of length 1: what is alike has a large product.`,
  options: {
    audio: { ...optionalFile('folder of music, with all below it'), value: 'FOLDER' },
    mel: optionalFile('instead: pictures, each 64 mel bands × 57 frames of one byte, linear in dB'),
    out: file('table to write: file v1 … v64, or row v1 … v64'),
  },
  async run({ audio, mel, out }, say) {
    if ((audio === undefined) === (mel === undefined)) throw new UserError('usage', 'There must be one of --audio and --mel. See: npm run lab -- embed --help');
    await checkWritable(out, mel === undefined ? [] : [mel]);
    const network = await openSoundNetwork();
    say(`the network runs on ${network.backend}`);
    const summary = audio === undefined ? await embedWindows(mel as string, network, out) : await embedFolder(audio, network, out, say);
    return { backend: network.backend, ...summary };
  },
});

async function embedWindows(mel: string, network: SoundNetwork, out: string): Promise<Summary> {
  const windows = await readWindows(mel);
  await writeWhole(out, linesOf('row', windows.map((pixels, row): Placed => [String(row), network.embed({ windows: 1, pixels })])));
  return { rows: windows.length };
}

async function embedFolder(folder: string, network: SoundNetwork, out: string, say: (doing: string) => void): Promise<Summary> {
  const files = await audioFiles(folder);
  say(`listening to ${files.length} files`);
  const results = await analyseFiles(files, ({ name }, analysed) => {
    if ('reason' in analysed) say(`${name}: ${analysed.reason}`);
    else if (analysed.picture.windows === 0) say(`${name}: nothing is heard in it`);
  });
  const placed = results.map((analysed, i): Placed => [cellOf(files[i].name), 'picture' in analysed ? network.embed(analysed.picture) : null]);
  await writeWhole(out, linesOf('file', placed));
  const embedded = placed.filter(([, embedding]) => embedding !== null).length;
  return { files: files.length, embedded, failed: files.length - embedded };
}

function* linesOf(head: string, placed: readonly Placed[]): Iterable<string> {
  yield `${[head, ...Array.from({ length: EMBEDDING_SIZE }, (_, i) => `v${i + 1}`)].join('\t')}\n`;
  for (const [name, embedding] of placed) {
    if (embedding !== null) yield `${[name, ...Array.from(embedding, (value) => value.toFixed(DIGITS))].join('\t')}\n`;
  }
}
