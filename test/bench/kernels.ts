import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { FoldIn } from '../../models/collaborative/fold-in.ts';
import { interactionsOf } from '../../models/collaborative/interactions.ts';
import { copyByteQuery, copyByteVectors } from '../../models/kernels/byte-vectors.ts';
import { allocateSymmetric, copyVectors } from '../../models/kernels/vectors.ts';
import { seeded } from '../../models/random.ts';
import { createKernels } from '../../src/kernels.ts';
import { plainGram, PlainRowSolver, solvePlainly } from '../models/collaborative/plain-row-solver.ts';
import { alsEpochs, settings } from './als-epochs.ts';
import { cpuSeconds, leastSeconds, medianMs, ratio } from './cpu-time.ts';
import { type Figure, quantile } from './figure.ts';

/**
 * The kernels in CPU time, against the same over plain typed arrays and ml-matrix. `SEGUE_LISTENS` names a file of
 * `listener item count` lines to train on besides made-up listens.
 */
export async function benchKernels(): Promise<Figure[]> {
  return [...alsEpochs(process.env.SEGUE_LISTENS), ...top100(), ...reSolve(), ...dense(2000), largeInverse(8000)];
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
  const row = interactionsOf(tracks, [history]);
  const solver = new PlainRowSolver(settings(d));
  const plain = medianMs(times, () => solver.solve(row, 0, vectors, gramian));
  const system = new Matrix(d, d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) system.set(i, j, gramian[Math.max(i, j) * d + Math.min(i, j)] + (i === j ? 20 : 0));
  const right = Matrix.columnVector(Array.from({ length: d }, random));
  const library = medianMs(times, () => new CholeskyDecomposition(system).solve(right));
  const reference = `${ratio('plain', plain, ours, 'ms')}; ${ratio('ml-matrix, the solution alone,', library, ours, 'ms')}`;
  return [{ name: `re-solve one listener, d = ${d}, 200 tracks, median`, value: ours, unit: 'ms', reference, aim: '≤ 0.2' }];
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
  const filling = leastSeconds(5, fill);
  const times = (run: () => void) => leastSeconds(5, () => (fill(), run())) - filling;
  const decomposition = times(() => kernels.cholesky(matrix, 1));
  const inversion = times(() => kernels.invert(matrix, 1));
  const plain = cpuSeconds(() => solvePlainly(a.slice(), new Float64Array(n), n));
  const library = Matrix.from1DArray(n, n, a);
  const theirs = cpuSeconds(() => new CholeskyDecomposition(library));
  const small = library.subMatrix(0, n / 4 - 1, 0, n / 4 - 1);
  const theirInverse = 64 * cpuSeconds(() => inverse(small));
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

/** As large as item–item models are made. */
function largeInverse(n: number): Figure {
  const kernels = createKernels();
  const matrix = allocateSymmetric(kernels.memory, n);
  const view = kernels.memory.view(matrix.block);
  const random = seeded(5);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) view[i * n + j] = random() < 0.02 ? 2 : 0;
    view[i * n + i] = 600;
  }
  const seconds = cpuSeconds(() => kernels.invert(matrix, 1));
  return { name: `inverse, n = ${n.toLocaleString('en')} (${speed(n ** 3, seconds)})`, value: seconds, unit: 's' };
}

function speed(operations: number, seconds: number): string {
  return `${(operations / seconds / 1e9).toPrecision(2)} GFLOP/s`;
}
