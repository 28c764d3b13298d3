/** Pearson correlation of a[i + lag] with b[i], over where both are. */
export function correlation(a: Float32Array, b: Float32Array, lag = 0): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = Math.max(0, -lag); i < b.length && i + lag < a.length; i++) {
    const x = a[i + lag];
    const y = b[i];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** The shift of `a` against `b`, within ±`reach` samples, at which they are most alike. */
export function bestLag(a: Float32Array, b: Float32Array, reach: number): number {
  let best = -reach;
  let most = -Infinity;
  for (let lag = -reach; lag <= reach; lag++) {
    const alike = correlation(a, b, lag);
    if (alike > most) {
      most = alike;
      best = lag;
    }
  }
  return best;
}
