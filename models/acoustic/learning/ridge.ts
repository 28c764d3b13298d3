import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/**
 * What a ridge regression (Hoerl & Kennard 1970) needs to know of rows of numbers: their weighted sums. Those of parts add
 * up, so that what is learnt without a part is found without looking at the rows again.
 */
export class RidgeSums {
  readonly dimensions: number;
  #weight = 0;
  readonly #sum: Float64Array;
  /** Σ x·xᵀ, its lower triangle. */
  readonly #products: Float64Array;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#sum = new Float64Array(dimensions);
    this.#products = new Float64Array(dimensions * dimensions);
  }

  get weight(): number {
    return this.#weight;
  }

  /** Adds the row that begins at `at`. */
  add(values: Float32Array, at: number, weight = 1): void {
    const d = this.dimensions;
    this.#weight += weight;
    for (let i = 0; i < d; i++) {
      const x = weight * values[at + i];
      this.#sum[i] += x;
      for (let j = 0; j <= i; j++) this.#products[i * d + j] += x * values[at + j];
    }
  }

  /** Adds what another has taken in; with a sign of −1 takes it away. */
  merge(other: RidgeSums, sign: 1 | -1 = 1): this {
    this.#weight += sign * other.#weight;
    other.#sum.forEach((x, i) => (this.#sum[i] += sign * x));
    other.#products.forEach((x, i) => (this.#products[i] += sign * x));
    return this;
  }

  /** By dimension. */
  mean(): Float64Array {
    return this.#sum.map((x) => x / this.#weight);
  }

  /**
   * The regression on these rows, less their mean.
   * @param ridge relative to the mean variance of the dimensions, above 0
   */
  regression(ridge: number): RidgeRegression {
    const d = this.dimensions;
    const mean = this.mean();
    const covariance = new Matrix(d, d);
    let variance = 0;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const value = this.#products[i * d + j] / this.#weight - mean[i] * mean[j];
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
      variance += covariance.get(i, i) / d;
    }
    // Rows that are all the same vary in nothing: then nothing is learnt, instead of a division by 0.
    for (let i = 0; i < d; i++) covariance.set(i, i, covariance.get(i, i) + Math.max(1e-12, ridge * variance));
    return new RidgeRegression(mean, this.#weight, new CholeskyDecomposition(covariance));
  }
}

/** Many targets may be learnt from the same rows for the price of one. */
export class RidgeRegression {
  readonly #mean: Float64Array;
  readonly #weight: number;
  readonly #factored: CholeskyDecomposition;

  constructor(mean: Float64Array, weight: number, factored: CholeskyDecomposition) {
    this.#mean = mean;
    this.#weight = weight;
    this.#factored = factored;
  }

  /**
   * Coefficients, targets × (d + 1), the last of each its offset: y ≈ c·x + offset.
   * @param moments by target: Σ weight · y · x over the rows …
   * @param totals … and Σ weight · y
   */
  solve(moments: readonly Float64Array[], totals: readonly number[]): Float32Array {
    const d = this.#mean.length;
    const right = new Matrix(d, moments.length);
    moments.forEach((moment, target) => moment.forEach((x, i) => right.set(i, target, (x - totals[target] * this.#mean[i]) / this.#weight)));
    const solved = this.#factored.solve(right);
    const coefficients = new Float32Array(moments.length * (d + 1));
    for (let target = 0; target < moments.length; target++) {
      const at = target * (d + 1);
      let offset = totals[target] / this.#weight;
      for (let i = 0; i < d; i++) {
        coefficients[at + i] = solved.get(i, target);
        offset -= solved.get(i, target) * this.#mean[i];
      }
      coefficients[at + d] = offset;
    }
    return coefficients;
  }
}

/** c·x + offset of the target at `target` of {@link RidgeRegression.solve}, for the row of `values` that begins at `at`. */
export function predicted(coefficients: Float32Array, target: number, dimensions: number, values: Float32Array, at: number): number {
  const from = target * (dimensions + 1);
  let sum = coefficients[from + dimensions];
  for (let i = 0; i < dimensions; i++) sum += coefficients[from + i] * values[at + i];
  return sum;
}
