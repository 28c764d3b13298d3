const FIRST = 0.9;
const SECOND = 0.999;
const EPSILON = 1e-8;

/**
 * Steps down a gradient, every weight by its own pace (Adam: Kingma & Ba 2015), with weights that shrink apart from it
 * (Loshchilov & Hutter 2019).
 */
export class Adam {
  readonly #means: readonly Float32Array[];
  readonly #squares: readonly Float32Array[];
  #steps = 0;

  constructor(sizes: readonly number[]) {
    this.#means = sizes.map((size) => new Float32Array(size));
    this.#squares = sizes.map((size) => new Float32Array(size));
  }

  /** @param shrinking by how much of the rate every weight shrinks a step */
  step(weights: readonly Float32Array[], gradients: readonly Float32Array[], rate: number, shrinking: number): void {
    this.#steps++;
    const meanScale = 1 / (1 - FIRST ** this.#steps);
    const squareScale = 1 / (1 - SECOND ** this.#steps);
    weights.forEach((values, w) => {
      const mean = this.#means[w];
      const square = this.#squares[w];
      const gradient = gradients[w];
      for (let i = 0; i < values.length; i++) {
        mean[i] += (1 - FIRST) * (gradient[i] - mean[i]);
        square[i] += (1 - SECOND) * (gradient[i] * gradient[i] - square[i]);
        values[i] -= rate * ((mean[i] * meanScale) / (Math.sqrt(square[i] * squareScale) + EPSILON) + shrinking * values[i]);
      }
    });
  }
}
