import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMono } from '../audio/mono.ts';

/** A recording that people have labelled. */
export interface LabelledExcerpt {
  readonly file: string;
  /** By the columns of the table. */
  readonly labels: Readonly<Record<string, string>>;
  /** At 22,050 Hz. */
  readonly mono: Float32Array;
}

/** The recordings of a folder with a table `labels.csv`, whose first column is `file`; Opus files. */
export async function* labelledExcerpts(folder: string): AsyncIterable<LabelledExcerpt> {
  const [header, ...lines] = (await readFile(join(folder, 'labels.csv'), 'utf8')).trimEnd().split(/\r?\n/);
  const names = header.split(',');
  for (const line of lines) {
    const labels = Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell]));
    yield { file: labels.file, labels, mono: await readMono({ path: join(folder, labels.file), format: 'opus' }) };
  }
}
