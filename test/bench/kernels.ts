import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { trainAls } from '../../models/collaborative/als.ts';
import { FoldIn } from '../../models/collaborative/fold-in.ts';
import { type Interactions, transposed } from '../../models/collaborative/interactions.ts';
import type { AlsSettings } from '../../models/collaborative/row-solver.ts';
import { copyByteQuery, copyByteVectors } from '../../models/kernels/byte-vectors.ts';
import { allocateSymmetric, copyVectors } from '../../models/kernels/vectors.ts';
import { seeded } from '../../models/random.ts';
import { createKernels } from '../../src/kernels.ts';
import { plainGram, PlainRowSolver, solvePlainly } from '../models/collaborative/plain-row-solver.ts';
import { type Figure, quantile } from './figure.ts';
import { listensOfFile, type Shape, syntheticListens } from './listens.ts';

const SHAPE: Shape = { listeners: 1892, tracks: 17_632, listens: 92_834 };
const EPOCHS = 8;
const BARS: Readonly<Record<number, number>> = { 64: 0.075, 128: 0.24 };

/**
 * The kernels in CPU time, against the same over plain typed arrays and ml-matrix. `SEGUE_LISTENS` names a file of
 * `listener item count` lines to train on besides made-up listens.
 */
export async function benchKernels(): Promise<Figure[]> {
  const read = listensOfFile(process.env.SEGUE_LISTENS);
  return [
    ...epochs(`made-up listens, ${shapeOf(SHAPE)}`, syntheticListens(SHAPE)),
    ...(read ? epochs(`listens of the file, ${shapeOf({ listeners: read.rows, tracks: read.columns, listens: read.indices.length })}`, read) : []),
    ...growth(),
    ...top100(),
    ...reSolve(),
    ...dense(2000),
  ];
}

function shapeOf({ listeners, tracks, listens }: Shape): string {
  return [listeners, tracks].map((n) => n.toLocaleString('en')).join(' × ') + `, ${listens.toLocaleString('en')}`;
}

function settings(dimensions: number): AlsSettings {
  return { dimensions, unobservedWeight: 0.1, regularisation: 0.003, frequencyExponent: 1 };
}

/** CPU seconds of the whole process, helper threads included. */
function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function repeated(times: number, run: () => void): { readonly least: number; readonly median: number } {
  const seconds = Array.from({ length: times }, () => cpuSeconds(run));
  return { least: Math.min(...seconds), median: quantile(seconds, 0.5) };
}

function ratio(name: string, theirs: number, ours: number, unit = 's'): string {
  return `${name} ${theirs.toPrecision(3)} ${unit}, ${(theirs / ours).toPrecision(2)} ×`;
}

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

function epochSeconds(matrix: Interactions, d: number): { readonly least: number; readonly median: number } {
  const seconds: number[] = [];
  let since = process.cpuUsage();
  const onEpoch = () => {
    const { user, system } = process.cpuUsage(since);
    seconds.push((user + system) / 1e6);
    since = process.cpuUsage();
  };
  trainAls(createKernels(), matrix, settings(d), seeded(1), { epochs: EPOCHS + 1, onEpoch });
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

/** What an epoch grows by: each of listens, tracks and d four times as much, alone. */
function growth(): Figure[] {
  const base = { listeners: 5000, tracks: 20_000, listens: 250_000, d: 32 };
  const cases = [base, { ...base, listens: 4 * base.listens }, { ...base, tracks: 4 * base.tracks }, { ...base, d: 4 * base.d }];
  return cases.map(({ d, ...shape }) => {
    const matrix = syntheticListens(shape);
    return { name: `ALS epoch, d = ${d}, ${shapeOf(shape)}, least`, value: epochSeconds(matrix, d).least, unit: 's' };
  });
}

/** The best 100 of 100,000 tracks, in clusters as factors have them. */
function top100(): Figure[] {
  const [count, d, k, queries] = [100_000, 64, 100, 50];
  const random = seeded(3);
  const normal = () => random() + random() + random() - 1.5;
  const centres = Array.from({ length: 1000 }, () => Float32Array.from({ length: d }, normal));
  const near = () => centres[Math.floor(random() * centres.length)].map((x) => x + 0.7 * normal());
  const data = new Float32Array(count * d);
  for (let i = 0; i < count; i++) data.set(near(), i * d);
  const asked = Array.from({ length: queries }, near);

  const kernels = createKernels();
  const { memory } = kernels;
  const vectors = copyVectors(memory, data, d);
  const bytes = copyByteVectors(memory, data, d);
  const out = memory.allocate('f32', count);
  const whole = (query: Float32Array) =>
    memory.scope(() => {
      kernels.scores(memory.copy('f32', query), vectors, out);
      return kernels.topK(out, k);
    });
  const rounded = (query: Float32Array) =>
    memory.scope(() => {
      kernels.scores8(copyByteQuery(memory, query, bytes), bytes, out);
      return kernels.topK(out, k);
    });
  const matrix = Matrix.from1DArray(count, d, data);
  const find = (search: (query: Float32Array) => ArrayLike<number>): { readonly least: number; readonly median: number } => {
    const milliseconds = asked.map((query) => 1000 * cpuSeconds(() => search(query)));
    return { least: Math.min(...milliseconds), median: quantile(milliseconds, 0.5) };
  };
  const plain = find((query) => highest(plainScores(query, data), k)).median;
  const library = find((query) => highest(matrix.mmul(Matrix.columnVector(query)).to1DArray(), k)).median;
  const exact = find(whole);
  const nearly = find(rounded);
  const recall = asked.map((query) => share(whole(query), rounded(query)));
  const name = `best ${k} of ${count.toLocaleString('en')} × ${d}`;
  const reference = (ours: number) => `${ratio('plain', plain, ours, 'ms')}; ${ratio('ml-matrix', library, ours, 'ms')}`;
  return [
    { name: `${name}, median (least ${exact.least.toPrecision(2)})`, value: exact.median, unit: 'ms', reference: reference(exact.median), aim: '≤ 2' },
    { name: `${name}, bytes, median (least ${nearly.least.toPrecision(2)})`, value: nearly.median, unit: 'ms', reference: reference(nearly.median), aim: '≤ 2' },
    { name: `${name}, bytes: share of the true ${k}`, value: recall.reduce((a, b) => a + b, 0) / queries, unit: '' },
  ];
}

/** How many of the true ones are among the found ones, 0 to 1. */
function share(truth: Int32Array, found: Int32Array): number {
  const known = new Set(found);
  return truth.filter((i) => known.has(i)).length / truth.length;
}

function plainScores(query: Float32Array, data: Float32Array): Float32Array {
  const d = query.length;
  const scores = new Float32Array(data.length / d);
  for (let i = 0, at = 0; i < scores.length; i++, at += d) {
    let [a, b, c, e] = [0, 0, 0, 0];
    for (let j = 0; j < d; j += 4) {
      a += query[j] * data[at + j];
      b += query[j + 1] * data[at + j + 1];
      c += query[j + 2] * data[at + j + 2];
      e += query[j + 3] * data[at + j + 3];
    }
    scores[i] = a + b + c + e;
  }
  return scores;
}

/** Insertion into a sorted list: nearly all scores end at the first comparison. */
function highest(scores: ArrayLike<number>, k: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (best.length === k && !(scores[i] > scores[best[k - 1]])) continue;
    let at = best.length === k ? k - 1 : best.length;
    for (; at > 0 && scores[best[at - 1]] < scores[i]; at--) best[at] = best[at - 1];
    best[at] = i;
  }
  return best;
}

/** One listener with 200 tracks at d = 64. ml-matrix only solves the system, which somebody has built. */
function reSolve(): Figure[] {
  const [d, tracks, times] = [64, 10_000, 300];
  const random = seeded(2);
  const vectors = Float32Array.from({ length: tracks * d }, () => random() - 0.5);
  const history = Array.from({ length: 200 }, (_, i) => ({ column: i * 50, positive: 1 + random(), negative: 0 }));
  const foldIn = new FoldIn(createKernels(), vectors, settings(d));
  const ours = medianMs(times, () => foldIn.solve(history));
  const gramian = plainGram(vectors, d);
  const row: Interactions = {
    ...{ rows: 1, columns: tracks, pointers: Int32Array.of(0, 200), indices: Int32Array.from(history, (h) => h.column) },
    ...{ positive: Float32Array.from(history, (h) => h.positive), negative: new Float32Array(200) },
  };
  const solver = new PlainRowSolver(settings(d));
  const plain = medianMs(times, () => solver.solve(row, 0, vectors, gramian));
  const system = new Matrix(d, d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) system.set(i, j, gramian[Math.max(i, j) * d + Math.min(i, j)] + (i === j ? 20 : 0));
  const right = Matrix.columnVector(Array.from({ length: d }, random));
  const library = medianMs(times, () => new CholeskyDecomposition(system).solve(right));
  const reference = `${ratio('plain', plain, ours, 'ms')}; ${ratio('ml-matrix, the solution alone,', library, ours, 'ms')}`;
  return [{ name: `re-solve one listener, d = ${d}, 200 tracks, median`, value: ours, unit: 'ms', reference, aim: '≤ 0.2' }];
}

/** Wall-clock, since CPU time counts no less than a microsecond; the median passes over interruptions. */
function medianMs(times: number, run: () => unknown): number {
  const runs = Array.from({ length: times }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return quantile(runs.slice(times / 3), 0.5);
}

/** Cholesky decomposition and inverse of a large co-occurrence matrix. */
function dense(n: number): Figure[] {
  const kernels = createKernels();
  const matrix = allocateSymmetric(kernels.memory, n);
  const a = new Float64Array(n * n);
  const random = seeded(4);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i] = random() < 0.05 ? 3 * random() : 0;
    a[i * n + i] = 400;
  }
  const fill = () => kernels.memory.view(matrix.block).set(a);
  const times = (run: () => void) =>
    repeated(5, () => {
      fill();
      run();
    }).least - repeated(5, fill).least;
  const decomposition = times(() => kernels.cholesky(matrix, 1));
  const inversion = times(() => kernels.invert(matrix, 1));
  const plain = cpuSeconds(() => solvePlainly(a.slice(), new Float64Array(n), n));
  const library = Matrix.from1DArray(n, n, a);
  const theirs = cpuSeconds(() => new CholeskyDecomposition(library));
  const small = library.subMatrix(0, n / 4 - 1, 0, n / 4 - 1);
  const theirInverse = 64 * cpuSeconds(() => inverse(small));
  const speed = (operations: number, seconds: number) => `${(operations / seconds / 1e9).toPrecision(2)} GFLOP/s`;
  return [
    {
      name: `Cholesky decomposition, n = ${n.toLocaleString('en')} (${speed(n ** 3 / 3, decomposition)})`,
      value: decomposition,
      unit: 's',
      reference: `${ratio('plain', plain, decomposition)}; ${ratio('ml-matrix', theirs, decomposition)}`,
    },
    {
      name: `inverse, n = ${n.toLocaleString('en')} (${speed(n ** 3, inversion)})`,
      value: inversion,
      unit: 's',
      reference: ratio(`ml-matrix, 64 times that of n = ${n / 4},`, theirInverse, inversion),
    },
  ];
}
