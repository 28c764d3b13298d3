// Large symmetric positive definite matrices (n × n floats, upper triangle), a block of rows at a time. A block's rows,
// divided by the Cholesky factor of its diagonal block, are the panel: strips of 8 columns that lie together.

import { cholesky, solveFactored } from './cholesky';
import { subtractProduct } from './lanes';

/** Rows a panel. */
const BLOCK: i32 = 64;

/**
 * A = UᵀU in place.
 * @param least pivots are taken for no smaller
 * @param work 64² + 64 · n floats
 */
export function choleskyBlocked(a: usize, n: i32, least: f32, work: usize): void {
  const panel = work + ((BLOCK * BLOCK) << 2);
  for (let k: i32 = 0; k < n; k += BLOCK) {
    const rows = min(BLOCK, n - k);
    factorBlock(a, n, k, rows, least, work);
    for (let j = k; j < k + rows; j += 8) storeBlockStrip(a, n, k, rows, j, work);
    for (let j = k + rows; j < n; j += 8) {
      const strip = stripOf(panel, j, rows);
      loadStrip(a, n, k, rows, j, strip);
      substituteForward(work, rows, strip);
      storeStrip(a, n, k, rows, j, strip);
    }
    update(a, n, k + rows, rows, panel);
  }
}

/** Solves A x = b, for the factor that {@link choleskyBlocked} leaves; b becomes x. */
export function choleskySolve(a: usize, n: i32, b: usize): void {
  solveFactored(a, n, n, b);
}

/**
 * A ← A⁻¹ in place, whole, by symmetric sweeps of blocks (the sweep operator: Goodnight 1979).
 * @param least pivots are taken for no smaller
 * @param work 64² + 64 · n floats
 */
export function invertBlocked(a: usize, n: i32, least: f32, work: usize): void {
  const panel = work + ((BLOCK * BLOCK) << 2);
  for (let k: i32 = 0; k < n; k += BLOCK) {
    const rows = min(BLOCK, n - k);
    factorBlock(a, n, k, rows, least, work);
    for (let j: i32 = 0; j < n; j += 8) {
      const strip = stripOf(panel, j, rows);
      if (j < k) loadStripAbove(a, n, k, rows, j, strip);
      else if (j < k + rows) identityStrip(rows, j - k, strip);
      else loadStrip(a, n, k, rows, j, strip);
      substituteForward(work, rows, strip);
    }
    update(a, n, 0, rows, panel);
    for (let j: i32 = 0; j < n; j += 8) {
      const strip = stripOf(panel, j, rows);
      substituteBackward(work, rows, strip);
      if (j < k) storeStripAbove(a, n, k, rows, j, strip);
      else {
        if (j < k + rows) negate(strip, rows);
        storeStrip(a, n, k, rows, j, strip);
      }
    }
  }
  for (let i: i32 = 0; i < n; i++) {
    for (let j: i32 = i; j < n; j++) {
      const x = -load<f32>(cell(a, n, i, j));
      store<f32>(cell(a, n, i, j), x);
      store<f32>(cell(a, n, j, i), x);
    }
  }
}

@inline
function cell(a: usize, n: i32, i: i32, j: i32): usize {
  return a + ((<usize>i * <usize>n + <usize>j) << 2);
}

@inline
function stripOf(panel: usize, column: i32, rows: i32): usize {
  return panel + ((<usize>column * <usize>rows) << 2);
}

/** The Cholesky factor of the diagonal block at k, BLOCK floats a row. */
function factorBlock(a: usize, n: i32, k: i32, rows: i32, least: f32, factor: usize): void {
  for (let i: i32 = 0; i < rows; i++) memory.copy(cell(factor, BLOCK, i, i), cell(a, n, k + i, k + i), <usize>(rows - i) << 2);
  cholesky(factor, rows, BLOCK, least);
}

function storeBlockStrip(a: usize, n: i32, k: i32, rows: i32, j: i32, factor: usize): void {
  for (let i: i32 = 0; i < rows; i++) memory.copy(cell(a, n, k + i, j), cell(factor, BLOCK, i, j - k), 32);
}

function loadStrip(a: usize, n: i32, k: i32, rows: i32, j: i32, strip: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const from = cell(a, n, k + i, j);
    v128.store(strip + (<usize>i << 5), v128.load(from));
    v128.store(strip + (<usize>i << 5), v128.load(from, 16), 16);
  }
}

function storeStrip(a: usize, n: i32, k: i32, rows: i32, j: i32, strip: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const to = cell(a, n, k + i, j);
    v128.store(to, v128.load(strip + (<usize>i << 5)));
    v128.store(to, v128.load(strip + (<usize>i << 5), 16), 16);
  }
}

/** Left of the diagonal block the rows of the panel stand in the upper triangle as columns. */
function loadStripAbove(a: usize, n: i32, k: i32, rows: i32, j: i32, strip: usize): void {
  for (let q: i32 = 0; q < 8; q++) {
    for (let i: i32 = 0; i < rows; i++) store<f32>(strip + (<usize>i << 5) + (<usize>q << 2), load<f32>(cell(a, n, j + q, k + i)));
  }
}

function storeStripAbove(a: usize, n: i32, k: i32, rows: i32, j: i32, strip: usize): void {
  for (let q: i32 = 0; q < 8; q++) {
    for (let i: i32 = 0; i < rows; i++) store<f32>(cell(a, n, j + q, k + i), load<f32>(strip + (<usize>i << 5) + (<usize>q << 2)));
  }
}

function identityStrip(rows: i32, column: i32, strip: usize): void {
  memory.fill(strip, 0, <usize>rows << 5);
  for (let q: i32 = 0; q < 8; q++) store<f32>(strip + (<usize>(column + q) << 5) + (<usize>q << 2), 1);
}

function negate(strip: usize, rows: i32): void {
  for (let at: usize = 0; at < <usize>rows << 5; at += 16) v128.store(strip + at, f32x4.neg(v128.load(strip + at)));
}

/** strip ← U⁻ᵀ · strip */
function substituteForward(u: usize, rows: i32, strip: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const to = strip + (<usize>i << 5);
    let x0 = v128.load(to);
    let x1 = v128.load(to, 16);
    let factor = u + (<usize>i << 2);
    for (let above = strip; above < to; above += 32) {
      const f = v128.load32_splat(factor);
      x0 = subtractProduct(x0, f, v128.load(above));
      x1 = subtractProduct(x1, f, v128.load(above, 16));
      factor += BLOCK << 2;
    }
    const scale = f32x4.splat(<f32>1.0 / load<f32>(factor));
    v128.store(to, f32x4.mul(x0, scale));
    v128.store(to, f32x4.mul(x1, scale), 16);
  }
}

/** strip ← U⁻¹ · strip */
function substituteBackward(u: usize, rows: i32, strip: usize): void {
  const end = strip + (<usize>rows << 5);
  for (let i = rows - 1; i >= 0; i--) {
    const to = strip + (<usize>i << 5);
    let x0 = v128.load(to);
    let x1 = v128.load(to, 16);
    const diagonal = cell(u, BLOCK, i, i);
    let factor = diagonal + 4;
    for (let below = to + 32; below < end; below += 32) {
      const f = v128.load32_splat(factor);
      x0 = subtractProduct(x0, f, v128.load(below));
      x1 = subtractProduct(x1, f, v128.load(below, 16));
      factor += 4;
    }
    const scale = f32x4.splat(<f32>1.0 / load<f32>(diagonal));
    v128.store(to, f32x4.mul(x0, scale));
    v128.store(to, f32x4.mul(x1, scale), 16);
  }
}

/** Upper triangle of A −= PᵀP from row and column `from` on, in tiles of 4 × 8 kept in registers. */
function update(a: usize, n: i32, from: i32, rows: i32, panel: usize): void {
  const row: usize = <usize>n << 2;
  for (let i = from; i < n; i += 4) {
    const leftStrip = stripOf(panel, i & ~7, rows) + (<usize>(i & 4) << 2);
    for (let j = i & ~7; j < n; j += 8) {
      const a0 = cell(a, n, i, j);
      const a1 = a0 + row;
      const a2 = a1 + row;
      const a3 = a2 + row;
      let c00 = v128.load(a0);
      let c01 = v128.load(a0, 16);
      let c10 = v128.load(a1);
      let c11 = v128.load(a1, 16);
      let c20 = v128.load(a2);
      let c21 = v128.load(a2, 16);
      let c30 = v128.load(a3);
      let c31 = v128.load(a3, 16);
      let left = leftStrip;
      let right = stripOf(panel, j, rows);
      const end = right + (<usize>rows << 5);
      for (; right < end; right += 32) {
        const y0 = v128.load(right);
        const y1 = v128.load(right, 16);
        let x = v128.load32_splat(left);
        c00 = subtractProduct(c00, x, y0);
        c01 = subtractProduct(c01, x, y1);
        x = v128.load32_splat(left, 4);
        c10 = subtractProduct(c10, x, y0);
        c11 = subtractProduct(c11, x, y1);
        x = v128.load32_splat(left, 8);
        c20 = subtractProduct(c20, x, y0);
        c21 = subtractProduct(c21, x, y1);
        x = v128.load32_splat(left, 12);
        c30 = subtractProduct(c30, x, y0);
        c31 = subtractProduct(c31, x, y1);
        left += 32;
      }
      v128.store(a0, c00);
      v128.store(a0, c01, 16);
      v128.store(a1, c10);
      v128.store(a1, c11, 16);
      v128.store(a2, c20);
      v128.store(a2, c21, 16);
      v128.store(a3, c30);
      v128.store(a3, c31, 16);
    }
  }
}
