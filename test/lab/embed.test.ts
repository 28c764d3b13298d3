import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WINDOW_POINTS } from '../../models/acoustic/network/mel-picture.ts';
import { seeded } from '../../models/random.ts';
import { EMBEDDING_SIZE, openSoundNetwork } from '../../src/sound-network.ts';
import { wavBytes } from '../audio/files.ts';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';

const RATE = 22_050;

let music: TestFolder;
let folder: TestFolder;
beforeAll(() => {
  music = createFolder();
  folder = createFolder();
});
afterAll(() => {
  music.remove();
  folder.remove();
});

function wav(sample: (i: number) => number): Buffer {
  const samples = Float32Array.from({ length: 6 * RATE }, (_, i) => sample(i));
  return wavBytes({ left: samples, right: samples }, { sampleRate: RATE });
}

function tableOf(file: string): { readonly head: readonly string[]; readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[] } {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
  return { head, rows: lines.map(([name, ...cells]) => ({ name, values: cells.map(Number) })) };
}

describe('lab embed', () => {
  it('writes a line for every file that can be heard, and says which cannot', async () => {
    const random = seeded(1);
    const noise = wav(() => 0.3 * (random() - 0.5));
    music.file('a tone.wav', wav((i) => 0.5 * Math.sin((2 * Math.PI * 330 * i) / RATE)));
    music.file('noise.wav', noise);
    music.file('noise again.wav', noise);
    music.file('silence.wav', wav(() => 0));
    music.file('torn.flac', 'no music at all');
    const out = join(folder.path, 'embeddings.tsv');
    const run = await runLab('embed', '--audio', music.path, '--out', out);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ tool: 'embed', files: 5, embedded: 3, failed: 2 });
    expect(run.stderr).toContain('silence.wav: nothing is heard in it\n');
    expect(run.stderr).toMatch(/^torn\.flac: /m);
    const { head, rows } = tableOf(out);
    expect(head).toEqual(['file', ...Array.from({ length: EMBEDDING_SIZE }, (_, i) => `v${i + 1}`)]);
    expect(rows.map(({ name }) => name)).toEqual(['a tone.wav', 'noise again.wav', 'noise.wav']);
    for (const { values } of rows) expect(Math.hypot(...values)).toBeCloseTo(1, 4);
    expect(rows[1].values).toEqual(rows[2].values);
    expect(rows[0].values).not.toEqual(rows[1].values);
  });

  it('writes a line for every picture', async () => {
    const random = seeded(2);
    const pixels = Uint8Array.from({ length: 3 * WINDOW_POINTS }, () => 256 * random());
    const out = join(folder.path, 'rows.tsv');
    const run = await runLab('embed', '--mel', folder.file('mel.bin', pixels), '--out', out);
    expect(JSON.parse(run.stdout)).toMatchObject({ tool: 'embed', rows: 3 });
    const { head, rows } = tableOf(out);
    expect(head[0]).toBe('row');
    expect(rows.map(({ name }) => name)).toEqual(['0', '1', '2']);
    const network = await openSoundNetwork();
    const second = network.embed({ windows: 1, pixels: pixels.subarray(WINDOW_POINTS, 2 * WINDOW_POINTS) });
    rows[1].values.forEach((value, i) => expect(value).toBeCloseTo(second?.[i] ?? NaN, 5));
  });

  it.each<[string, () => readonly string[], string]>([
    ['neither music nor pictures', () => [], 'There must be one of --audio and --mel. See: npm run lab -- embed --help'],
    ['pictures that are cut', () => ['--mel', folder.file('cut.bin', new Uint8Array(WINDOW_POINTS + 1))], `cut.bin: it does not hold pictures of ${WINDOW_POINTS} bytes each`],
    ['pictures that are not there', () => ['--mel', join(folder.path, 'gone.bin')], 'gone.bin: there is no such file'],
  ])('says that it got %s', async (_, args, fault) => {
    const run = await runLab('embed', ...args(), '--out', join(folder.path, 'unwritten.tsv'));
    expect(run.code).toBe(2);
    expect(run.stderr.trimEnd().endsWith(fault)).toBe(true);
  });
});
