// Eigenvalues and eigenvectors of a symmetric matrix in double precision: Householder's reduction to tridiagonal
// form, then QL with implicit shifts (Wilkinson, Reinsch 1971). Everything is arranged by rows, two doubles at a time.

/** Sweeps of QL an eigenvalue is given; two are common. */
const MOST_SWEEPS: i32 = 50;

/**
 * @param a n × n, whole; destroyed
 * @param values receives n eigenvalues, in no order
 * @param vectors receives n × n, one eigenvector a row
 * @param work 3 · n doubles
 * @returns whether it converged
 */
export function symmetricEigen(a: usize, n: i32, values: usize, vectors: usize, work: usize): bool {
  const beside = work;
  tridiagonalise(a, n, values, beside, work + (<usize>n << 3), work + (<usize>n << 4));
  accumulate(a, n, vectors);
  return diagonalise(n, values, beside, vectors);
}

@inline
function at(base: usize, i: i32): usize {
  return base + (<usize>i << 3);
}

function dot(x: usize, y: usize, from: i32, n: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = from; i < n; i += 2) sum = f64x2.add(sum, f64x2.mul(v128.load(at(x, i)), v128.load(at(y, i))));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** y += s · x */
function add(y: usize, s: f64, x: usize, from: i32, n: i32): void {
  const splat = f64x2.splat(s);
  for (let i = from; i < n; i += 2) v128.store(at(y, i), f64x2.add(v128.load(at(y, i)), f64x2.mul(splat, v128.load(at(x, i)))));
}

/**
 * `values` gets the diagonal and `beside` what stands beside it. Row k of A keeps the unit vector of its reflection
 * right of the diagonal, for {@link accumulate}.
 */
function tridiagonalise(a: usize, n: i32, values: usize, beside: usize, v: usize, w: usize): void {
  for (let k: i32 = 0; k < n; k++) {
    const row = at(a, k * n);
    store<f64>(at(values, k), load<f64>(at(row, k)));
    store<f64>(at(beside, k), k + 1 < n ? load<f64>(at(row, k + 1)) : 0);
    if (k + 2 >= n) continue;
    // From an even column on, so that two doubles lie together; what is left of k + 1 is zero in v.
    const from = (k + 1) & ~1;
    memory.copy(at(v, from), at(row, from), <usize>(n - from) << 3);
    if (from <= k) store<f64>(at(v, k), 0);
    const length = Math.sqrt(dot(v, v, from, n));
    const first = load<f64>(at(v, k + 1));
    const off = first > 0 ? -length : length;
    store<f64>(at(beside, k), off);
    store<f64>(at(v, k + 1), first - off);
    const norm = Math.sqrt(dot(v, v, from, n));
    const scale = norm > 0 ? 1 / norm : 0;
    for (let i = from; i < n; i++) store<f64>(at(v, i), load<f64>(at(v, i)) * scale);
    memory.copy(at(row, k + 1), at(v, k + 1), <usize>(n - k - 1) << 3);
    if (scale == 0) {
      store<f64>(at(beside, k), 0);
      continue;
    }
    memory.fill(at(w, from), 0, 8);
    for (let i = k + 1; i < n; i++) store<f64>(at(w, i), 2 * dot(at(a, i * n), v, from, n));
    add(w, -dot(v, w, from, n), v, from, n);
    for (let i = k + 1; i < n; i++) {
      const x = f64x2.splat(load<f64>(at(v, i)));
      const y = f64x2.splat(load<f64>(at(w, i)));
      const ai = at(a, i * n);
      for (let j = from; j < n; j += 2) {
        const taken = f64x2.add(f64x2.mul(x, v128.load(at(w, j))), f64x2.mul(y, v128.load(at(v, j))));
        v128.store(at(ai, j), f64x2.sub(v128.load(at(ai, j)), taken));
      }
    }
  }
}

/** Q, the product of the reflections, transposed. */
function accumulate(a: usize, n: i32, q: usize): void {
  memory.fill(q, 0, <usize>(n * n) << 3);
  for (let i: i32 = 0; i < n; i++) store<f64>(at(q, i * n + i), 1);
  for (let k = n - 3; k >= 0; k--) {
    const v = at(a, k * n);
    const from = (k + 1) & ~1;
    if (from <= k) store<f64>(at(v, k), 0);
    for (let i = k + 1; i < n; i++) {
      const row = at(q, i * n);
      add(row, -2 * dot(row, v, from, n), v, from, n);
    }
  }
}

/** QL on the tridiagonal matrix; the rows of `vectors` are turned along. */
function diagonalise(n: i32, values: usize, beside: usize, vectors: usize): bool {
  // What is nothing beside the whole matrix is nothing: among eigenvalues near 0 there is no other measure.
  let largest: f64 = 0;
  for (let i: i32 = 0; i < n; i++) largest = Math.max(largest, Math.abs(load<f64>(at(values, i))) + Math.abs(load<f64>(at(beside, i))));
  const nothing = f64.EPSILON * largest;
  for (let l: i32 = 0; l < n; l++) {
    for (let sweep: i32 = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && !(Math.abs(load<f64>(at(beside, m))) <= nothing)) m++;
      if (m == l) break;
      if (sweep == MOST_SWEEPS) return false;
      sweepUp(l, m, n, values, beside, vectors);
    }
  }
  return true;
}

/** One implicit QL sweep over rows m … l. */
function sweepUp(l: i32, m: i32, n: i32, values: usize, beside: usize, vectors: usize): void {
  const value = load<f64>(at(values, l));
  const off = load<f64>(at(beside, l));
  const half = (load<f64>(at(values, l + 1)) - value) / (2 * off);
  const root = Math.sqrt(half * half + 1);
  let g = load<f64>(at(values, m)) - value + off / (half + (half >= 0 ? root : -root));
  let sine: f64 = 1;
  let cosine: f64 = 1;
  let p: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * load<f64>(at(beside, i));
    const b = cosine * load<f64>(at(beside, i));
    const r = Math.sqrt(f * f + g * g);
    store<f64>(at(beside, i + 1), r);
    if (r == 0) {
      store<f64>(at(values, i + 1), load<f64>(at(values, i + 1)) - p);
      store<f64>(at(beside, m), 0);
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = load<f64>(at(values, i + 1)) - p;
    const t = (load<f64>(at(values, i)) - g) * sine + 2 * cosine * b;
    p = sine * t;
    store<f64>(at(values, i + 1), g + p);
    g = cosine * t - b;
    turn(at(vectors, i * n), at(vectors, (i + 1) * n), cosine, sine, n);
  }
  store<f64>(at(values, l), load<f64>(at(values, l)) - p);
  store<f64>(at(beside, l), g);
  store<f64>(at(beside, m), 0);
}

function turn(x: usize, y: usize, cosine: f64, sine: f64, n: i32): void {
  const c = f64x2.splat(cosine);
  const s = f64x2.splat(sine);
  for (let i: i32 = 0; i < n; i += 2) {
    const a = v128.load(at(x, i));
    const b = v128.load(at(y, i));
    v128.store(at(x, i), f64x2.sub(f64x2.mul(c, a), f64x2.mul(s, b)));
    v128.store(at(y, i), f64x2.add(f64x2.mul(s, a), f64x2.mul(c, b)));
  }
}
