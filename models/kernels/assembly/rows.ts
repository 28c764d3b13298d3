import { cholesky, solveFactored } from './cholesky';
import { addGram } from './gram';
import { addProduct, sumsOf } from './lanes';

/** Vectors gathered at a time. */
const BLOCK: i32 = 128;

/**
 * Solves rows `from` … `to` − 1 of an implicit factorisation exactly: (D + Σ w·v·vᵀ) x = Σ p·v with the diagonal
 * D = `diagonal` + `ridge` of the row and w = p + n. A row with fewer entries than dimensions is solved by its dual
 * system (the Woodbury identity), which has one unknown an entry.
 * @param pointers,indices,positive,negative rows compressed
 * @param out one vector a row
 * @param work stride² + max(128, stride) · stride + 2 · stride floats
 */
export function solveRows(
  pointers: usize,
  indices: usize,
  positive: usize,
  negative: usize,
  vectors: usize,
  stride: i32,
  diagonal: usize,
  ridge: usize,
  out: usize,
  from: i32,
  to: i32,
  work: usize,
): void {
  const row: usize = <usize>stride << 2;
  const z = work + <usize>stride * row;
  const scale = z + <usize>max(BLOCK, stride) * row;
  const right = scale + row;
  for (let r = from; r < to; r++) {
    const first = load<i32>(pointers + (<usize>r << 2));
    const count = load<i32>(pointers + (<usize>r << 2), 4) - first;
    const x = out + <usize>r * row;
    if (count == 0) {
      memory.fill(x, 0, row);
      continue;
    }
    const at: usize = <usize>first << 2;
    const lambda = load<f32>(ridge + (<usize>r << 2));
    if (count <= stride) dual(indices + at, positive + at, negative + at, count, vectors, stride, diagonal, lambda, x, work, z, scale, right);
    else primal(indices + at, positive + at, negative + at, count, vectors, stride, diagonal, lambda, x, work, z);
  }
}

/** A = D + ZᵀZ with Z = √w·v; A x = Σ p·v. */
function primal(
  indices: usize,
  positive: usize,
  negative: usize,
  count: i32,
  vectors: usize,
  stride: i32,
  diagonal: usize,
  lambda: f32,
  x: usize,
  a: usize,
  z: usize,
): void {
  const row: usize = <usize>stride << 2;
  memory.fill(a, 0, <usize>stride * row);
  for (let i: usize = 0; i < row; i += 4) store<f32>(a + (i >> 2) * row + i, load<f32>(diagonal + i) + lambda);
  memory.fill(x, 0, row);
  for (let block: i32 = 0; block < count; block += BLOCK) {
    const size = min(BLOCK, count - block);
    for (let q: i32 = 0; q < size; q++) {
      const k: usize = <usize>(block + q) << 2;
      const v = vectors + <usize>load<i32>(indices + k) * row;
      const p = v128.load32_splat(positive + k);
      const root = f32x4.splat(Mathf.sqrt(load<f32>(positive + k) + load<f32>(negative + k)));
      const into = z + <usize>q * row;
      for (let j: usize = 0; j < row; j += 16) {
        const y = v128.load(v + j);
        v128.store(into + j, f32x4.mul(root, y));
        v128.store(x + j, addProduct(v128.load(x + j), p, y));
      }
    }
    addGram(a, stride, z, size);
  }
  cholesky(a, stride, stride, lambda);
  solveFactored(a, stride, stride, x);
}

/** Ŷ = √w·v·D^(−1/2); (I + ŶŶᵀ) t = p / √w; x = D^(−1/2) Ŷᵀ t. Ŷ is kept transposed, so that ŶŶᵀ is a Gram matrix. */
function dual(
  indices: usize,
  positive: usize,
  negative: usize,
  count: i32,
  vectors: usize,
  stride: i32,
  diagonal: usize,
  lambda: f32,
  x: usize,
  a: usize,
  z: usize,
  scale: usize,
  right: usize,
): void {
  const row: usize = <usize>stride << 2;
  const order = (count + 7) & ~7;
  const line: usize = <usize>order << 2;
  const ridge = f32x4.splat(lambda);
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < row; j += 16) v128.store(scale + j, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(diagonal + j), ridge))));
  for (let q: i32 = 0; q < order; q += 4) gatherTransposed(indices, positive, negative, q, count, vectors, row, scale, z + (<usize>q << 2), line, right);
  memory.fill(a, 0, <usize>order * line);
  for (let i: usize = 0; i < line; i += 4) store<f32>(a + (i >> 2) * line + i, 1);
  addGram(a, order, z, stride);
  cholesky(a, order, order, 1);
  solveFactored(a, order, order, right);
  for (let j: usize = 0; j < row; j += 16) {
    const z0 = z + (j >> 2) * line;
    const z1 = z0 + line;
    const z2 = z1 + line;
    const z3 = z2 + line;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let q: usize = 0; q < line; q += 16) {
      const t = v128.load(right + q);
      s0 = addProduct(s0, v128.load(z0 + q), t);
      s1 = addProduct(s1, v128.load(z1 + q), t);
      s2 = addProduct(s2, v128.load(z2 + q), t);
      s3 = addProduct(s3, v128.load(z3 + q), t);
    }
    v128.store(x + j, f32x4.mul(v128.load(scale + j), sumsOf(s0, s1, s2, s3)));
  }
}

/** Columns q … q + 3 of the transposed Ŷ and of the right side; zero beyond `count`. */
@inline
function gatherTransposed(
  indices: usize,
  positive: usize,
  negative: usize,
  q: i32,
  count: i32,
  vectors: usize,
  row: usize,
  scale: usize,
  z: usize,
  line: usize,
  right: usize,
): void {
  const v0 = entry(indices, positive, negative, q, count, vectors, row, right);
  const w0 = f32x4.splat(rootOf(positive, negative, q, count));
  const v1 = entry(indices, positive, negative, q + 1, count, vectors, row, right);
  const w1 = f32x4.splat(rootOf(positive, negative, q + 1, count));
  const v2 = entry(indices, positive, negative, q + 2, count, vectors, row, right);
  const w2 = f32x4.splat(rootOf(positive, negative, q + 2, count));
  const v3 = entry(indices, positive, negative, q + 3, count, vectors, row, right);
  const w3 = f32x4.splat(rootOf(positive, negative, q + 3, count));
  let to = z;
  for (let j: usize = 0; j < row; j += 16) {
    const s = v128.load(scale + j);
    const y0 = f32x4.mul(f32x4.mul(s, w0), v128.load(v0 + j));
    const y1 = f32x4.mul(f32x4.mul(s, w1), v128.load(v1 + j));
    const y2 = f32x4.mul(f32x4.mul(s, w2), v128.load(v2 + j));
    const y3 = f32x4.mul(f32x4.mul(s, w3), v128.load(v3 + j));
    const low01 = v128.shuffle<f32>(y0, y1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(y2, y3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(y0, y1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(y2, y3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    to += line;
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
    to += line;
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
    to += line;
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    to += line;
  }
}

/** √w of an entry; 0 beyond the row's end. */
function rootOf(positive: usize, negative: usize, q: i32, count: i32): f32 {
  return q < count ? Mathf.sqrt(load<f32>(positive + (<usize>q << 2)) + load<f32>(negative + (<usize>q << 2))) : 0;
}

/** Writes an entry's right side p / √w; returns the address of its vector. */
function entry(indices: usize, positive: usize, negative: usize, q: i32, count: i32, vectors: usize, row: usize, right: usize): usize {
  const root = rootOf(positive, negative, q, count);
  store<f32>(right + (<usize>q << 2), root > 0 ? load<f32>(positive + (<usize>q << 2)) / root : 0);
  return vectors + <usize>load<i32>(indices + (<usize>min(q, count - 1) << 2)) * row;
}
