/**
 * The `k` highest of `count` scores, best first, and the lower index first of equal ones; −∞ and NaN are never among
 * them. A block of 16 that holds nothing above the worst one kept is passed over.
 * @param chosen receives their indices
 * @param heap k floats
 * @returns how many there are
 */
export function topK(scores: usize, count: i32, k: i32, chosen: usize, heap: usize): i32 {
  let size: i32 = 0;
  let i: i32 = 0;
  for (; i < count && size < k; i++) {
    const score = load<f32>(scores + (<usize>i << 2));
    if (score > -f32.MAX_VALUE || score == -f32.MAX_VALUE) rise(heap, chosen, size++, score, i);
  }
  if (size == k && k > 0) {
    let least = f32x4.splat(load<f32>(heap));
    for (; i < count && (i & 15) != 0; i++) least = consider(scores, i, heap, chosen, k, least);
    for (; i + 15 < count; i += 16) {
      const at = scores + (<usize>i << 2);
      const above = v128.or(
        v128.or(f32x4.gt(v128.load(at), least), f32x4.gt(v128.load(at, 16), least)),
        v128.or(f32x4.gt(v128.load(at, 32), least), f32x4.gt(v128.load(at, 48), least)),
      );
      if (v128.any_true(above)) for (let q: i32 = 0; q < 16; q++) least = consider(scores, i + q, heap, chosen, k, least);
    }
    for (; i < count; i++) least = consider(scores, i, heap, chosen, k, least);
  }
  for (let last = size - 1; last > 0; last--) {
    const score = load<f32>(heap);
    const index = load<i32>(chosen);
    const end: usize = <usize>last << 2;
    sink(heap, chosen, last, load<f32>(heap + end), load<i32>(chosen + end));
    store<f32>(heap + end, score);
    store<i32>(chosen + end, index);
  }
  return size;
}

@inline
function consider(scores: usize, i: i32, heap: usize, chosen: usize, k: i32, least: v128): v128 {
  const score = load<f32>(scores + (<usize>i << 2));
  if (!(score > f32x4.extract_lane(least, 0))) return least;
  sink(heap, chosen, k, score, i);
  return f32x4.splat(load<f32>(heap));
}

@inline
function worse(score: f32, index: i32, thanScore: f32, thanIndex: i32): bool {
  return score < thanScore || (score == thanScore && index > thanIndex);
}

/** Puts an element at the end of a heap whose worst is on top. */
function rise(heap: usize, chosen: usize, end: i32, score: f32, index: i32): void {
  let at = end;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const up: usize = <usize>parent << 2;
    if (!worse(score, index, load<f32>(heap + up), load<i32>(chosen + up))) break;
    store<f32>(heap + (<usize>at << 2), load<f32>(heap + up));
    store<i32>(chosen + (<usize>at << 2), load<i32>(chosen + up));
    at = parent;
  }
  store<f32>(heap + (<usize>at << 2), score);
  store<i32>(chosen + (<usize>at << 2), index);
}

/** Replaces the top of a heap of `size` elements. */
function sink(heap: usize, chosen: usize, size: i32, score: f32, index: i32): void {
  let at: i32 = 0;
  while (true) {
    let child = 2 * at + 1;
    if (child >= size) break;
    let down: usize = <usize>child << 2;
    if (child + 1 < size && worse(load<f32>(heap + down, 4), load<i32>(chosen + down, 4), load<f32>(heap + down), load<i32>(chosen + down))) {
      child++;
      down += 4;
    }
    if (!worse(load<f32>(heap + down), load<i32>(chosen + down), score, index)) break;
    store<f32>(heap + (<usize>at << 2), load<f32>(heap + down));
    store<i32>(chosen + (<usize>at << 2), load<i32>(chosen + down));
    at = child;
  }
  store<f32>(heap + (<usize>at << 2), score);
  store<i32>(chosen + (<usize>at << 2), index);
}
