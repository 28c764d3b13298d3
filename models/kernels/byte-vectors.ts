import type { Block, KernelMemory } from './memory.ts';

/** Vectors rounded to bytes, each with a scale of its own: a quarter of the memory, and products to about 1 %. */
export interface ByteVectors {
  readonly block: Block<'i8'>;
  /** What a unit of each vector's bytes is worth. */
  readonly scales: Block<'f32'>;
  readonly count: number;
  readonly dimensions: number;
  /** Bytes from one vector to the next: a multiple of 16. */
  readonly stride: number;
}

/** A vector of 16-bit numbers that are worth `unit` each, filled up with zeros. */
export interface ByteQuery {
  readonly block: Block<'i16'>;
  readonly unit: number;
}

const MOST_BYTE = 127;
const MOST_SHORT = 32_767;
const MOST_SUM = 2 ** 31 - 1;

/** @param data count × d, row-major */
export function copyByteVectors(memory: KernelMemory, data: Float32Array, dimensions: number): ByteVectors {
  const stride = Math.ceil(dimensions / 16) * 16;
  const count = data.length / dimensions;
  const vectors = { block: memory.allocate('i8', count * stride), scales: memory.allocate('f32', count), count, dimensions, stride };
  const bytes = memory.view(vectors.block);
  const scales = memory.view(vectors.scales);
  for (let i = 0; i < count; i++) {
    const vector = data.subarray(i * dimensions, (i + 1) * dimensions);
    const scale = greatest(vector) / MOST_BYTE;
    scales[i] = scale;
    if (scale > 0) for (let j = 0; j < dimensions; j++) bytes[i * stride + j] = Math.round(vector[j] / scale);
  }
  return vectors;
}

/** A query for `Kernels.scores8` against vectors of the same length. */
export function copyByteQuery(memory: KernelMemory, query: Float32Array, { stride }: ByteVectors): ByteQuery {
  const block = memory.allocate('i16', stride);
  // No sum of stride products may exceed 32 bits.
  const most = Math.min(MOST_SHORT, Math.floor(MOST_SUM / (stride * MOST_BYTE)));
  const unit = greatest(query) / most;
  const view = memory.view(block);
  if (unit > 0) query.forEach((x, j) => (view[j] = Math.round(x / unit)));
  return { block, unit };
}

function greatest(vector: Float32Array): number {
  return vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
