/** The square of the distance of row `a` of one matrix and row `b` of another. */
export function squaredDistance(one: Float32Array, a: number, other: Float32Array, b: number, dimensions: number): number {
  let sum = 0;
  for (let i = 0, p = a * dimensions, q = b * dimensions; i < dimensions; i++, p++, q++) {
    const difference = one[p] - other[q];
    sum += difference * difference;
  }
  return sum;
}
