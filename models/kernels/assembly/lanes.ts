// Four floats at a time. Multiply and add are fused where the processor can (relaxed SIMD).

// @ts-ignore: decorator
@inline
export function addProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.relaxed_madd(a, b, sum);
}

// @ts-ignore: decorator
@inline
export function subtractProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.relaxed_nmadd(a, b, sum);
}

// @ts-ignore: decorator
@inline
export function sumOf(a: v128): f32 {
  return f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
}

/** (Σ a, Σ b, Σ c, Σ d) */
// @ts-ignore: decorator
@inline
export function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 2, 6), v128.shuffle<f32>(a, b, 1, 5, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 2, 6), v128.shuffle<f32>(c, d, 1, 5, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
