import { addProduct } from './lanes';

/** Rows summed in single precision before they go to the double-precision total. */
const BLOCK: i32 = 128;

/** Upper triangle of A (stride × stride) += ZᵀZ over `count` rows of Z, in tiles of 4 × 8 kept in registers. */
export function addGram(a: usize, stride: i32, z: usize, count: i32): void {
  const row: usize = <usize>stride << 2;
  for (let i: i32 = 0; i < stride; i += 4) {
    for (let j: i32 = i & ~7; j < stride; j += 8) {
      const a0 = a + <usize>i * row + (<usize>j << 2);
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
      let left = z + (<usize>i << 2);
      let right = z + (<usize>j << 2);
      for (let k: i32 = 0; k < count; k++) {
        const y0 = v128.load(right);
        const y1 = v128.load(right, 16);
        let x = v128.load32_splat(left);
        c00 = addProduct(c00, x, y0);
        c01 = addProduct(c01, x, y1);
        x = v128.load32_splat(left, 4);
        c10 = addProduct(c10, x, y0);
        c11 = addProduct(c11, x, y1);
        x = v128.load32_splat(left, 8);
        c20 = addProduct(c20, x, y0);
        c21 = addProduct(c21, x, y1);
        x = v128.load32_splat(left, 12);
        c30 = addProduct(c30, x, y0);
        c31 = addProduct(c31, x, y1);
        left += row;
        right += row;
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

/**
 * G (stride × stride doubles, whole) = Σ v·vᵀ over `count` vectors.
 * @param work stride × stride floats
 */
export function gram(vectors: usize, count: i32, stride: i32, g: usize, work: usize): void {
  const cells = <usize>stride * <usize>stride;
  memory.fill(g, 0, cells << 3);
  for (let from: i32 = 0; from < count; from += BLOCK) {
    memory.fill(work, 0, cells << 2);
    addGram(work, stride, vectors + ((<usize>from * <usize>stride) << 2), min(BLOCK, count - from));
    for (let i: i32 = 0; i < stride; i++) {
      for (let j: i32 = i & ~1; j < stride; j += 2) {
        const at = <usize>i * <usize>stride + <usize>j;
        v128.store(g + (at << 3), f64x2.add(v128.load(g + (at << 3)), f64x2.promote_low_f32x4(v128.load64_zero(work + (at << 2)))));
      }
    }
  }
  for (let i: usize = 0; i < <usize>stride; i++) {
    for (let j: usize = 0; j < i; j++) store<f64>(g + ((i * stride + j) << 3), load<f64>(g + ((j * stride + i) << 3)));
  }
}

/**
 * V ← V·M in place, for `count` rows of V and M stride × stride.
 * @param work 4 × stride floats
 */
export function rotate(vectors: usize, count: i32, stride: i32, m: usize, work: usize): void {
  const row: usize = <usize>stride << 2;
  for (let from: i32 = 0; from < count; from += 4) {
    const at = vectors + <usize>from * row;
    const rows = min(4, count - from);
    memory.copy(work, at, <usize>rows * row);
    for (let j: usize = 0; j < row; j += 32) {
      let c00 = f32x4.splat(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      let right = m + j;
      for (let left = work; left < work + row; left += 4) {
        const y0 = v128.load(right);
        const y1 = v128.load(right, 16);
        let x = v128.load32_splat(left);
        c00 = addProduct(c00, x, y0);
        c01 = addProduct(c01, x, y1);
        x = v128.load32_splat(left + row);
        c10 = addProduct(c10, x, y0);
        c11 = addProduct(c11, x, y1);
        x = v128.load32_splat(left + 2 * row);
        c20 = addProduct(c20, x, y0);
        c21 = addProduct(c21, x, y1);
        x = v128.load32_splat(left + 3 * row);
        c30 = addProduct(c30, x, y0);
        c31 = addProduct(c31, x, y1);
        right += row;
      }
      let to = at + j;
      v128.store(to, c00);
      v128.store(to, c01, 16);
      if (rows > 1) {
        to += row;
        v128.store(to, c10);
        v128.store(to, c11, 16);
      }
      if (rows > 2) {
        to += row;
        v128.store(to, c20);
        v128.store(to, c21, 16);
      }
      if (rows > 3) {
        to += row;
        v128.store(to, c30);
        v128.store(to, c31, 16);
      }
    }
  }
}
