/**
 * How much what comes differs from what was, before each row: a checkerboard with soft edges drawn over the rows'
 * likeness to one another (Foote 2000). Likeness is the negative distance, so that the contrast of two even parts is
 * their distance.
 * @param reach rows looked at before and after
 */
export function novelty(rows: readonly Float32Array[], reach: number): Float32Array {
  const curve = new Float32Array(rows.length);
  const taper = Float64Array.from({ length: reach }, (_, i) => Math.exp(-2 * ((i + 0.5) / reach) ** 2));
  const likeness = nearbyLikeness(rows, 2 * reach);
  for (let at = 1; at < rows.length; at++) {
    const before = Math.min(reach, at);
    const after = Math.min(reach, rows.length - at);
    let across = 0;
    let acrossWeight = 0;
    let within = 0;
    let withinWeight = 0;
    for (let i = -before; i < after; i++) {
      const weight = taper[i < 0 ? -i - 1 : i];
      for (let j = i + 1; j < after; j++) {
        const both = weight * taper[j < 0 ? -j - 1 : j];
        const like = likeness[(at + i) * 2 * reach + (j - i)];
        if (i < 0 && j >= 0) {
          across += both * like;
          acrossWeight += both;
        } else {
          within += both * like;
          withinWeight += both;
        }
      }
    }
    if (withinWeight > 0 && acrossWeight > 0) curve[at] = Math.max(0, within / withinWeight - across / acrossWeight);
  }
  return curve;
}

/** Of each row to those after it, row-major: the likeness of row r and row r + d lies at r · width + d. */
function nearbyLikeness(rows: readonly Float32Array[], width: number): Float32Array {
  const likeness = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    for (let distance = 1; distance < width && at + distance < rows.length; distance++) {
      const other = rows[at + distance];
      let sum = 0;
      for (let i = 0; i < row.length; i++) sum += (row[i] - other[i]) ** 2;
      likeness[at * width + distance] = -Math.sqrt(sum);
    }
  });
  return likeness;
}
