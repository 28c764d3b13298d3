import type { Kernels } from './kernels.ts';
import type { Vectors } from './vectors.ts';

/** The directions in which vectors spread, most first. */
export interface PrincipalAxes {
  /** Σ (v·axis)² over the vectors, by axis: the eigenvalues of Σ v·vᵀ, length d. */
  readonly spread: Float64Array;
  /** d × d, one axis a row. */
  readonly axes: Float32Array;
}

/**
 * Turns vectors in place to the coordinates in which Σ v·vᵀ is diagonal. Products between vectors turned alike do
 * not change.
 */
export function turnToPrincipalAxes(kernels: Kernels, vectors: Vectors): PrincipalAxes {
  const { memory } = kernels;
  return memory.scope(() => {
    const { stride, dimensions: d } = vectors;
    const eigen = kernels.symmetricEigen(kernels.gram(vectors), stride);
    const values = memory.view(eigen.values);
    const found = memory.view(eigen.vectors);
    // Filling has an eigenvector to itself for each number, with eigenvalue 0; those come last and are left out.
    const order = Array.from(values.keys()).sort((a, b) => isFilling(a) - isFilling(b) || values[b] - values[a] || a - b);
    const spread = Float64Array.from({ length: d }, (_, axis) => Math.max(0, values[order[axis]]));
    const axes = new Float32Array(d * d);
    const turn = new Float32Array(stride * stride);
    for (let axis = 0; axis < d; axis++) {
      for (let i = 0; i < d; i++) {
        const x = found[order[axis] * stride + i];
        axes[axis * d + i] = x;
        turn[i * stride + axis] = x;
      }
    }
    kernels.rotate(vectors, memory.copy('f32', turn));
    return { spread, axes };

    function isFilling(row: number): number {
      for (let i = d; i < stride; i++) if (found[row * stride + i] !== 0) return 1;
      return 0;
    }
  });
}
