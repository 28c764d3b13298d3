import { EMBEDDING_SIZE } from '../architecture.ts';

/** What the network is taught to tell apart, by its embedding alone. */
export interface Task {
  readonly name: string;
  readonly classes: number;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** The class of a picture of which nothing is known in a task. */
export const UNKNOWN = -1;

/** Logits are cosines times this: with so little, only embeddings close to their class have a small loss. */
const SHARPNESS = 6;

/** The weights of the head, and equally shaped what their gradients are added to. */
export interface HeadWeights {
  /** Values in × {@link EMBEDDING_SIZE} */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  /** Of every task: classes × {@link EMBEDDING_SIZE}; only their directions count. */
  readonly classes: readonly Float32Array[];
}

/**
 * The loss of a batch, and its gradients: a dense layer to the embedding, brought to length 1, which is compared with a
 * direction of every class (cross-entropy of scaled cosines: Wang et al. 2017, NormFace).
 * @param x pictures × values in
 * @param known of every picture its class in every task, or {@link UNKNOWN}
 * @param gradients added to
 * @returns the mean loss of a picture, and its gradient by x
 */
export function headLoss(
  x: Float32Array,
  known: readonly (readonly number[])[],
  tasks: readonly Task[],
  weights: HeadWeights,
  gradients: HeadWeights,
): { readonly loss: number; readonly dx: Float32Array } {
  const into = weights.kernel.length / EMBEDDING_SIZE;
  const dx = new Float32Array(x.length);
  const directions = weights.classes.map((classes) => unitRows(classes));
  let loss = 0;
  known.forEach((classes, picture) => {
    const row = x.subarray(picture * into, (picture + 1) * into);
    const { embedding, length } = embed(row, weights);
    const dEmbedding = new Float64Array(EMBEDDING_SIZE);
    tasks.forEach((task, t) => {
      if (classes[t] === UNKNOWN) return;
      const share = task.weight / known.length;
      loss += share * compare(embedding, classes[t], directions[t], share, dEmbedding, gradients.classes[t]);
    });
    const radial = dot(dEmbedding, embedding);
    const dRaw = dEmbedding.map((value, i) => (value - radial * embedding[i]) / length);
    dRaw.forEach((value, i) => (gradients.bias[i] += value));
    for (let i = 0; i < into; i++) {
      const at = i * EMBEDDING_SIZE;
      let back = 0;
      for (let k = 0; k < EMBEDDING_SIZE; k++) {
        back += weights.kernel[at + k] * dRaw[k];
        gradients.kernel[at + k] += row[i] * dRaw[k];
      }
      dx[picture * into + i] = back;
    }
  });
  return { loss, dx };
}

/** The embedding of what the convolutions made of a picture, of length 1, and its length before. */
export function embed(row: Float32Array, { kernel, bias }: Pick<HeadWeights, 'kernel' | 'bias'>): { readonly embedding: Float64Array; readonly length: number } {
  const raw = Float64Array.from(bias);
  for (let i = 0; i < row.length; i++) {
    const value = row[i];
    if (value === 0) continue;
    for (let k = 0; k < EMBEDDING_SIZE; k++) raw[k] += value * kernel[i * EMBEDDING_SIZE + k];
  }
  const length = Math.sqrt(dot(raw, raw)) + 1e-6;
  return { embedding: raw.map((value) => value / length), length };
}

interface Directions {
  readonly rows: readonly Float64Array[];
  readonly lengths: readonly number[];
}

function unitRows(classes: Float32Array): Directions {
  const raw = Array.from({ length: classes.length / EMBEDDING_SIZE }, (_, c) =>
    Float64Array.from(classes.subarray(c * EMBEDDING_SIZE, (c + 1) * EMBEDDING_SIZE)),
  );
  const lengths = raw.map((row) => Math.sqrt(dot(row, row)) + 1e-6);
  return { rows: raw.map((row, c) => row.map((value) => value / lengths[c])), lengths };
}

/** Cross-entropy of one picture in one task; what follows from it is added to the gradients. */
function compare(
  embedding: Float64Array,
  known: number,
  { rows, lengths }: Directions,
  share: number,
  dEmbedding: Float64Array,
  dClasses: Float32Array,
): number {
  const cosines = rows.map((row) => dot(row, embedding));
  const logits = cosines.map((cosine) => SHARPNESS * cosine);
  const largest = Math.max(...logits);
  const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  rows.forEach((row, c) => {
    const back = share * SHARPNESS * (Math.exp(logits[c] - logSum) - (c === known ? 1 : 0));
    for (let k = 0; k < EMBEDDING_SIZE; k++) {
      dEmbedding[k] += back * row[k];
      dClasses[c * EMBEDDING_SIZE + k] += (back * (embedding[k] - cosines[c] * row[k])) / lengths[c];
    }
  });
  return logSum - logits[known];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
