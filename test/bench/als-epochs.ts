import { trainAls } from '../../models/collaborative/als.ts';
import { type Interactions, transposed } from '../../models/collaborative/interactions.ts';
import type { AlsSettings } from '../../models/collaborative/row-solver.ts';
import { seeded } from '../../models/random.ts';
import { createKernels } from '../../src/kernels.ts';
import { plainGram, PlainRowSolver } from '../models/collaborative/plain-row-solver.ts';
import { cpuSeconds, ratio } from './cpu-time.ts';
import { type Figure, quantile } from './figure.ts';
import { listensOfFile, type Shape, syntheticListens } from './listens.ts';

const SHAPE: Shape = { listeners: 1892, tracks: 17_632, listens: 92_834 };
const EPOCHS = 8;
const BARS: Readonly<Record<number, number>> = { 64: 0.075, 128: 0.24 };

/** Epochs of training in CPU seconds, over made-up listens and, when there is a file, those of the file. */
export function alsEpochs(file: string | undefined): Figure[] {
  const read = listensOfFile(file);
  return [
    ...epochs(`made-up listens, ${shapeOf(SHAPE)}`, syntheticListens(SHAPE)),
    ...(read ? epochs(`listens of the file, ${shapeOf({ listeners: read.rows, tracks: read.columns, listens: read.indices.length })}`, read) : []),
    ...growth(),
  ];
}

function shapeOf({ listeners, tracks, listens }: Shape): string {
  return [listeners, tracks].map((n) => n.toLocaleString('en')).join(' × ') + `, ${listens.toLocaleString('en')}`;
}

export function settings(dimensions: number): AlsSettings {
  return { dimensions, unobservedWeight: 0.1, regularisation: 0.003, frequencyExponent: 1 };
}

/** Seconds of an epoch over these listens, and of the textbook's way. */
function epochs(of: string, matrix: Interactions): Figure[] {
  return [64, 128].flatMap((d) => {
    const { least, median } = epochSeconds(matrix, d);
    const plain = cpuSeconds(() => plainEpoch(matrix, d));
    return [
      { name: `ALS epoch, d = ${d}, ${of}, least of ${EPOCHS}`, value: least, unit: 's', reference: ratio('plain', plain, least), aim: `≤ ${BARS[d]}` },
      { name: `ALS epoch, d = ${d}, ${of}, median`, value: median, unit: 's', aim: `≤ ${BARS[d]}` },
    ];
  });
}

function epochSeconds(matrix: Interactions, d: number, epochs = EPOCHS): { readonly least: number; readonly median: number } {
  const seconds: number[] = [];
  let since = process.cpuUsage();
  const onEpoch = () => {
    const { user, system } = process.cpuUsage(since);
    seconds.push((user + system) / 1e6);
    since = process.cpuUsage();
  };
  trainAls(createKernels(), matrix, settings(d), seeded(1), { epochs: epochs + 1, onEpoch });
  // The first contains the loading and the first half epoch.
  return { least: Math.min(...seconds.slice(1)), median: quantile(seconds.slice(1), 0.5) };
}

function plainEpoch(matrix: Interactions, d: number): void {
  const random = seeded(1);
  const solver = new PlainRowSolver(settings(d));
  const [rows, columns] = [matrix.rows, matrix.columns].map((count) => Float32Array.from({ length: count * d }, () => 0.1 * (random() - 0.5)));
  const half = (entries: Interactions, fixed: Float32Array, solved: Float32Array) => {
    const gramian = plainGram(fixed, d);
    for (let row = 0; row < entries.rows; row++) solved.set(solver.solve(entries, row, fixed, gramian), row * d);
  };
  half(transposed(matrix), rows, columns);
  half(matrix, columns, rows);
}

/** What an epoch grows by: each of listens, tracks and d four times as much, alone; and a large server. */
function growth(): Figure[] {
  const base = { listeners: 5000, tracks: 20_000, listens: 250_000, d: 32 };
  const large = { listeners: 20_000, tracks: 50_000, listens: 2_000_000 };
  const cases = [
    ...[base, { ...base, listens: 4 * base.listens }, { ...base, tracks: 4 * base.tracks }, { ...base, d: 4 * base.d }],
    ...[64, 128].map((d) => ({ ...large, d })),
  ];
  return cases.map(({ d, ...shape }) => {
    const matrix = syntheticListens(shape);
    return { name: `ALS epoch, d = ${d}, ${shapeOf(shape)}, least`, value: epochSeconds(matrix, d, 3).least, unit: 's' };
  });
}
