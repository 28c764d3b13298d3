import { addProduct, subtractProduct, sumOf } from './lanes';

/**
 * A = UᵀU in place: the upper triangle of A becomes U (row-major, `n` columns, rows `stride` floats apart).
 * Four rows are eliminated at a time. What lies left of the diagonal is not meaningful before or after.
 * @param least no pivot is taken for smaller; a lower bound of A's eigenvalues keeps rounding harmless
 */
export function cholesky(a: usize, n: i32, stride: i32, least: f32): void {
  const row: usize = <usize>stride << 2;
  const end: usize = <usize>n << 2;
  for (let k: i32 = 0; k < n; k += 4) {
    const p0 = a + <usize>k * row;
    const p1 = p0 + row;
    const p2 = p1 + row;
    const p3 = p2 + row;
    const from: usize = <usize>k << 2;
    for (let q: i32 = 0; q < 4; q++) {
      const r = p0 + <usize>q * row;
      const column: usize = <usize>(k + q) << 2;
      for (let above = p0; above < r; above += row) {
        const x = v128.load32_splat(above + column);
        for (let j = from; j < end; j += 16) v128.store(r + j, subtractProduct(v128.load(r + j), x, v128.load(above + j)));
      }
      const scale = f32x4.splat(<f32>1.0 / Mathf.sqrt(max(least, load<f32>(r + column))));
      for (let j = from; j < end; j += 16) v128.store(r + j, f32x4.mul(v128.load(r + j), scale));
      store<f32>(r + column, <f32>1.0 / f32x4.extract_lane(scale, 0));
    }
    for (let i: i32 = k + 4; i < n; i += 2) {
      const column: usize = <usize>i << 2;
      const r0 = a + <usize>i * row;
      const r1 = r0 + row;
      const x0 = v128.load32_splat(p0 + column);
      const x1 = v128.load32_splat(p1 + column);
      const x2 = v128.load32_splat(p2 + column);
      const x3 = v128.load32_splat(p3 + column);
      const y0 = v128.load32_splat(p0 + column, 4);
      const y1 = v128.load32_splat(p1 + column, 4);
      const y2 = v128.load32_splat(p2 + column, 4);
      const y3 = v128.load32_splat(p3 + column, 4);
      for (let j: usize = column & ~15; j < end; j += 16) {
        const u0 = v128.load(p0 + j);
        const u1 = v128.load(p1 + j);
        const u2 = v128.load(p2 + j);
        const u3 = v128.load(p3 + j);
        v128.store(r0 + j, subtractProduct(subtractProduct(subtractProduct(subtractProduct(v128.load(r0 + j), x0, u0), x1, u1), x2, u2), x3, u3));
        v128.store(r1 + j, subtractProduct(subtractProduct(subtractProduct(subtractProduct(v128.load(r1 + j), y0, u0), y1, u1), y2, u2), y3, u3));
      }
    }
  }
}

/** Solves UᵀU x = b for the factor that {@link cholesky} leaves; b becomes x. */
export function solveFactored(a: usize, n: i32, stride: i32, b: usize): void {
  const row: usize = <usize>stride << 2;
  const end: usize = <usize>n << 2;
  for (let k: i32 = 0; k < n; k++) {
    const r = a + <usize>k * row;
    const column: usize = <usize>k << 2;
    const x = load<f32>(b + column) / load<f32>(r + column);
    const splat = f32x4.splat(x);
    let j = column + 4;
    for (; j < end && (j & 15) != 0; j += 4) store<f32>(b + j, load<f32>(b + j) - x * load<f32>(r + j));
    for (; j < end; j += 16) v128.store(b + j, subtractProduct(v128.load(b + j), splat, v128.load(r + j)));
    store<f32>(b + column, x);
  }
  for (let i: i32 = n - 1; i >= 0; i--) {
    const r = a + <usize>i * row;
    const column: usize = <usize>i << 2;
    let rest = load<f32>(b + column);
    let j = column + 4;
    for (; j < end && (j & 15) != 0; j += 4) rest -= load<f32>(r + j) * load<f32>(b + j);
    let sum = f32x4.splat(0);
    for (; j < end; j += 16) sum = addProduct(sum, v128.load(r + j), v128.load(b + j));
    store<f32>(b + column, (rest - sumOf(sum)) / load<f32>(r + column));
  }
}
