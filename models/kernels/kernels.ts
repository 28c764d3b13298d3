import type { ByteQuery, ByteVectors } from './byte-vectors.ts';
import { type Block, KernelMemory } from './memory.ts';
import type { SymmetricMatrix, Vectors } from './vectors.ts';

/** What `assembly/index.ts` exports; addresses in bytes. */
interface Exports {
  gram(vectors: number, count: number, stride: number, g: number, work: number): void;
  symmetricEigen(a: number, n: number, values: number, vectors: number, work: number): number;
  rotate(vectors: number, count: number, stride: number, m: number, work: number): void;
  solveRows(...addressesAndSizes: number[]): void;
  scores(query: number, vectors: number, count: number, stride: number, out: number): void;
  scores8(query: number, unit: number, vectors: number, scales: number, count: number, stride: number, out: number): void;
  topK(scores: number, count: number, k: number, chosen: number, heap: number): number;
  choleskyBlocked(a: number, n: number, least: number, work: number): void;
  choleskySolve(a: number, n: number, b: number): void;
  invertBlocked(a: number, n: number, least: number, work: number): void;
}

/** Weighted rows in the memory of kernels, compressed as `Interactions` are. */
export interface WeightedRows {
  readonly pointers: Block<'i32'>;
  readonly indices: Block<'i32'>;
  readonly positive: Block<'f32'>;
  readonly negative: Block<'f32'>;
}

/** The systems of many rows that have everything but their entries and their ridge in common. */
export interface RowSystems {
  readonly rows: WeightedRows;
  /** What the indices point to. */
  readonly vectors: Vectors;
  /** stride */
  readonly diagonal: Block<'f32'>;
  /** One a row, greater than 0. */
  readonly ridge: Block<'f32'>;
  /** Receives one vector a row. */
  readonly solved: Vectors;
}

const BLOCK_ROWS = 64;
const GATHERED_ROWS = 128;

/**
 * The hot loops of taste in WebAssembly, four floats an instruction, with a memory of their own. One instance serves
 * one thread and one model: what it has allocated lives as long as it does, or until released.
 * Single precision unless said otherwise; the same input gives the same bits on every processor.
 */
export class Kernels {
  readonly memory = new KernelMemory();
  readonly #call: Exports;

  /** @param module the compiled `kernels.wasm` */
  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory.memory } });
    this.#call = exports as unknown as Exports;
  }

  /** Σ v·vᵀ, stride × stride, summed in double precision. */
  gram(vectors: Vectors): Block<'f64'> {
    const { stride } = vectors;
    const sum = this.memory.allocate('f64', stride * stride);
    this.memory.scope(() => {
      const work = this.memory.allocate('f32', stride * stride);
      this.#call.gram(vectors.block.at, vectors.count, stride, sum.at, work.at);
    });
    return sum;
  }

  /**
   * Eigenvalues, in no order, and eigenvectors, one a row, of a symmetric n × n matrix, which is destroyed.
   * Householder's reduction, then QL with implicit shifts (Wilkinson, Reinsch 1971).
   * @param n even
   * @throws Error when it does not converge, as with NaN
   */
  symmetricEigen(matrix: Block<'f64'>, n: number): { readonly values: Block<'f64'>; readonly vectors: Block<'f64'> } {
    if (n % 2 !== 0 || matrix.length < n * n) throw new RangeError('The matrix must be n × n, and n even.');
    const values = this.memory.allocate('f64', n);
    const vectors = this.memory.allocate('f64', n * n);
    const converged = this.memory.scope(() => this.#call.symmetricEigen(matrix.at, n, values.at, vectors.at, this.memory.allocate('f64', 3 * n).at));
    if (!converged) throw new Error('The eigenvalues could not be found: the matrix is not finite.');
    return { values, vectors };
  }

  /** V ← V·M in place; M is stride × stride, row-major. */
  rotate(vectors: Vectors, m: Block<'f32'>): void {
    const { stride } = vectors;
    need(m, stride * stride);
    this.memory.scope(() => this.#call.rotate(vectors.block.at, vectors.count, stride, m.at, this.memory.allocate('f32', 4 * stride).at));
  }

  /**
   * Solves (diagonal + ridge + Σ w·v·vᵀ) x = Σ p·v, with w = p + n, for rows `from` … `to` − 1. A row with fewer
   * entries than dimensions costs O(entries² · d), another one O(entries · d² + d³). A row without entries gives 0.
   */
  solveRows({ rows, vectors, diagonal, ridge, solved }: RowSystems, from: number, to: number): void {
    const { stride } = vectors;
    need(diagonal, stride);
    need(ridge, to);
    need(rows.pointers, to + 1);
    if (solved.stride !== stride || solved.count < to) throw new RangeError('The solved vectors do not fit.');
    this.memory.scope(() => {
      const work = this.memory.allocate('f32', stride * stride + Math.max(GATHERED_ROWS, stride) * stride + 2 * stride);
      const { pointers, indices, positive, negative } = rows;
      const evidence = [pointers.at, indices.at, positive.at, negative.at];
      this.#call.solveRows(...evidence, vectors.block.at, stride, diagonal.at, ridge.at, solved.block.at, from, to, work.at);
    });
  }

  /** out[i] = q·v_i for all vectors; the query has stride numbers, zero beyond d. */
  scores(query: Block<'f32'>, vectors: Vectors, out: Block<'f32'>): void {
    need(query, vectors.stride);
    need(out, vectors.count);
    this.#call.scores(query.at, vectors.block.at, vectors.count, vectors.stride, out.at);
  }

  /** The same, nearly, for vectors of bytes. */
  scores8(query: ByteQuery, vectors: ByteVectors, out: Block<'f32'>): void {
    need(query.block, vectors.stride);
    need(out, vectors.count);
    this.#call.scores8(query.block.at, query.unit, vectors.block.at, vectors.scales.at, vectors.count, vectors.stride, out.at);
  }

  /**
   * Indices of the k highest scores, best first, the lower index first of equal ones. NaN and −∞ are never chosen:
   * set what is to be left out to −∞.
   */
  topK(scores: Block<'f32'>, k: number): Int32Array {
    const most = Math.max(0, Math.min(k, scores.length));
    return this.memory.scope(() => {
      const chosen = this.memory.allocate('i32', most);
      const heap = this.memory.allocate('f32', most);
      const found = this.#call.topK(scores.at, scores.length, most, chosen.at, heap.at);
      return this.memory.view(chosen).slice(0, found);
    });
  }

  /**
   * A = UᵀU in place: what stands on and above the diagonal becomes U (Cholesky, in blocks of 64 rows).
   * @param leastPivot a lower bound of A's eigenvalues, such as its ridge; keeps rounding from making it indefinite
   */
  cholesky(matrix: SymmetricMatrix, leastPivot: number): void {
    this.#withPanel(matrix, (work) => this.#call.choleskyBlocked(matrix.block.at, matrix.stride, leastPivot, work));
  }

  /** Solves A x = b in place, after {@link cholesky}; b has stride numbers, zero beyond the order. */
  solve(factored: SymmetricMatrix, b: Block<'f32'>): void {
    need(b, factored.stride);
    this.#call.choleskySolve(factored.block.at, factored.stride, b.at);
  }

  /**
   * A ← A⁻¹ in place, both triangles, for a positive definite A, in n³ operations (block sweep operator: Goodnight 1979).
   * @param leastPivot as for {@link cholesky}
   */
  invert(matrix: SymmetricMatrix, leastPivot: number): void {
    this.#withPanel(matrix, (work) => this.#call.invertBlocked(matrix.block.at, matrix.stride, leastPivot, work));
  }

  #withPanel({ stride }: SymmetricMatrix, run: (work: number) => void): void {
    this.memory.scope(() => run(this.memory.allocate('f32', BLOCK_ROWS * (BLOCK_ROWS + stride)).at));
  }
}

function need({ length }: Block<'f32' | 'i32' | 'i16'>, least: number): void {
  if (length < least) throw new RangeError(`An array of ${length} is too short; ${least} are needed.`);
}
