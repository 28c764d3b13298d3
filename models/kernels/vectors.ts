import type { Block, KernelMemory } from './memory.ts';

/** Vectors in the memory of kernels, one after another, each filled up with zeros to `stride` numbers. */
export interface Vectors {
  readonly block: Block<'f32'>;
  readonly count: number;
  readonly dimensions: number;
  readonly stride: number;
}

/** A symmetric matrix in the memory of kernels, filled up by the unit matrix to `stride` rows and columns. */
export interface SymmetricMatrix {
  /** stride × stride, row-major; only what stands on and above the diagonal is read */
  readonly block: Block<'f32'>;
  readonly order: number;
  readonly stride: number;
}

/** Numbers from one vector (or row) to the next: the next multiple of 8. */
export function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 8) * 8;
}

/** `count` vectors, all zero. */
export function allocateVectors(memory: KernelMemory, count: number, dimensions: number): Vectors {
  const stride = strideOf(dimensions);
  return { block: memory.allocate('f32', count * stride), count, dimensions, stride };
}

/** @param data count × d, row-major */
export function copyVectors(memory: KernelMemory, data: Float32Array, dimensions: number): Vectors {
  const vectors = allocateVectors(memory, data.length / dimensions, dimensions);
  const view = memory.view(vectors.block);
  for (let i = 0; i < vectors.count; i++) view.set(data.subarray(i * dimensions, (i + 1) * dimensions), i * vectors.stride);
  return vectors;
}

/** A copy outside: count × d, row-major. */
export function readVectors(memory: KernelMemory, { block, count, dimensions, stride }: Vectors): Float32Array {
  const view = memory.view(block);
  if (stride === dimensions) return view.slice();
  const data = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) data.set(view.subarray(i * stride, i * stride + dimensions), i * dimensions);
  return data;
}

/** An order × order matrix, zero so far. Fill it through its view: element (i, j) lies at i · stride + j. */
export function allocateSymmetric(memory: KernelMemory, order: number): SymmetricMatrix {
  const stride = strideOf(order);
  const block = memory.allocate('f32', stride * stride);
  const view = memory.view(block);
  for (let i = order; i < stride; i++) view[i * stride + i] = 1;
  return { block, order, stride };
}
