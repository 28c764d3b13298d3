import { addProduct, sumOf, sumsOf } from './lanes';

/** out[i] = q·V_i for `count` vectors. */
export function scores(query: usize, vectors: usize, count: i32, stride: i32, out: usize): void {
  const row: usize = <usize>stride << 2;
  let v = vectors;
  let i: i32 = 0;
  for (; i + 3 < count; i += 4) {
    const v1 = v + row;
    const v2 = v1 + row;
    const v3 = v2 + row;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let j: usize = 0; j < row; j += 16) {
      const q = v128.load(query + j);
      s0 = addProduct(s0, q, v128.load(v + j));
      s1 = addProduct(s1, q, v128.load(v1 + j));
      s2 = addProduct(s2, q, v128.load(v2 + j));
      s3 = addProduct(s3, q, v128.load(v3 + j));
    }
    v128.store(out + (<usize>i << 2), sumsOf(s0, s1, s2, s3));
    v += row << 2;
  }
  for (; i < count; i++) {
    let s = f32x4.splat(0);
    for (let j: usize = 0; j < row; j += 16) s = addProduct(s, v128.load(query + j), v128.load(v + j));
    store<f32>(out + (<usize>i << 2), sumOf(s));
    v += row;
  }
}

/**
 * out[i] = unit · scale_i · (q·V_i) for vectors of bytes and a query of 16-bit integers.
 * @param stride bytes a vector, a multiple of 16
 */
export function scores8(query: usize, unit: f32, vectors: usize, scales: usize, count: i32, stride: i32, out: usize): void {
  let v = vectors;
  let i: i32 = 0;
  const units = f32x4.splat(unit);
  for (; i + 3 < count; i += 4) {
    const s0 = product8(query, v, stride);
    const s1 = product8(query, v + stride, stride);
    const s2 = product8(query, v + 2 * stride, stride);
    const s3 = product8(query, v + 3 * stride, stride);
    const low = i32x4.add(v128.shuffle<i32>(s0, s1, 0, 4, 2, 6), v128.shuffle<i32>(s0, s1, 1, 5, 3, 7));
    const high = i32x4.add(v128.shuffle<i32>(s2, s3, 0, 4, 2, 6), v128.shuffle<i32>(s2, s3, 1, 5, 3, 7));
    const sums = i32x4.add(v128.shuffle<i32>(low, high, 0, 1, 4, 5), v128.shuffle<i32>(low, high, 2, 3, 6, 7));
    const at: usize = <usize>i << 2;
    v128.store(out + at, f32x4.mul(f32x4.mul(units, v128.load(scales + at)), f32x4.convert_i32x4_s(sums)));
    v += <usize>stride << 2;
  }
  for (; i < count; i++) {
    const s = product8(query, v, stride);
    const sum = i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3);
    const at: usize = <usize>i << 2;
    store<f32>(out + at, unit * load<f32>(scales + at) * <f32>sum);
    v += stride;
  }
}

@inline
function product8(query: usize, v: usize, stride: i32): v128 {
  let sum = i32x4.splat(0);
  for (let j: usize = 0; j < <usize>stride; j += 16) {
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(query + 2 * j), v128.load_ext<i8>(v + j)));
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(query + 2 * j, 16), v128.load_ext<i8>(v + j, 8)));
  }
  return sum;
}
