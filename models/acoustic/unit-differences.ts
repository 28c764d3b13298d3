/**
 * Rows less what all of them have in common, at length 1: only differences tell tracks apart. A row that is the mean itself is 0.
 * @param values rows × dimensions
 */
export function unitDifferences(values: Float32Array, dimensions: number): Float32Array {
  const rows = dimensions === 0 ? 0 : values.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < values.length; i++) mean[i % dimensions] += values[i] / rows;
  const units = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += dimensions) {
    let squares = 0;
    for (let i = 0; i < dimensions; i++) squares += (values[at + i] - mean[i]) ** 2;
    const scale = squares > 1e-12 ? 1 / Math.sqrt(squares) : 0;
    for (let i = 0; i < dimensions; i++) units[at + i] = (values[at + i] - mean[i]) * scale;
  }
  return units;
}
