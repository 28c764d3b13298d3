import { type Random, seeded, shuffled } from '../../../random.ts';
import { CONVOLUTIONS, EMBEDDING_SIZE, kernelShape, POOLED, WEIGHT_SHAPES } from '../architecture.ts';
import { WINDOW_POINTS } from '../mel-picture.ts';
import { networkInput } from '../network-input.ts';
import { sizeOf, type Weights } from '../weights.ts';
import { Adam } from './adam.ts';
import { hide, normal, varied } from './augment.ts';
import { headLoss, type HeadWeights, type Task } from './head.ts';
import { type Statistics, VARIANCE_FLOOR } from './normalisation.ts';
import { type ConvolutionWeights, trunkPass } from './trunk.ts';

/** Windows, and what is known of each. */
export interface TrainingSet {
  /** Windows × bands × frames. */
  readonly pixels: Uint8Array;
  /** Of every window, its class in every task; UNKNOWN (head.ts) where that is not known. */
  readonly classes: readonly (readonly number[])[];
}

export interface TrainingPlan {
  readonly tasks: readonly Task[];
  readonly seed: number;
  /** Steps, of a batch each. */
  readonly steps: number;
  /** Windows of a batch from each of the sets. */
  readonly shares: readonly number[];
}

const RATE = 2e-3;
const SHRINKING = 1e-3;
const WARM_UP = 30;
/** Of what the convolutions made, so much is left out at every step (Srivastava et al. 2014). */
const LEFT_OUT = 0.3;
/** What ships is the weights' running mean over about so many steps (Polyak & Juditsky 1992). */
const AVERAGED = 200;

/**
 * Teaches the network. One thread, all chance from the seed: the same backend of TensorFlow.js on the same machine gives
 * the same weights.
 * @param onStep after every step, with its loss; training goes on when it has settled
 */
export async function trainNetwork(
  sets: readonly TrainingSet[],
  plan: TrainingPlan,
  onStep: (step: number, loss: number) => void | Promise<void> = () => {},
): Promise<Weights> {
  const random = seeded(plan.seed);
  const learner = new Learner(plan, random);
  const decks = sets.map((set) => endless(set.classes.length, random));
  for (let step = 0; step < plan.steps; step++) {
    const picked = sets.flatMap((set, s) => Array.from({ length: plan.shares[s] }, () => ({ set, window: decks[s]() })));
    const batch = picked.map(({ set, window }) => ({
      input: seen(set.pixels.subarray(window * WINDOW_POINTS, (window + 1) * WINDOW_POINTS), random),
      classes: set.classes[window],
    }));
    await onStep(step, learner.learn(batch, rateAt(step, plan.steps)));
  }
  return learner.weights();
}

interface Example {
  readonly input: Float32Array;
  readonly classes: readonly number[];
}

/** Everything that is learnt, its means, and how it is changed. */
class Learner {
  readonly #plan: TrainingPlan;
  readonly #random: Random;
  readonly #trunk: readonly ConvolutionWeights[];
  readonly #head: HeadWeights;
  readonly #learnt: readonly Float32Array[];
  readonly #adam: Adam;
  readonly #means: readonly Float32Array[];
  readonly #statistics: readonly Statistics[];
  #steps = 0;

  constructor(plan: TrainingPlan, random: Random) {
    this.#plan = plan;
    this.#random = random;
    this.#trunk = CONVOLUTIONS.map(({ channels }, i) => {
      const shape = kernelShape(i);
      return {
        kernel: drawn(sizeOf(shape), Math.sqrt((2 * channels) / sizeOf(shape)), random),
        scale: new Float32Array(channels).fill(1),
        bias: new Float32Array(channels),
      };
    });
    this.#head = {
      kernel: drawn(POOLED * EMBEDDING_SIZE, 1 / Math.sqrt(POOLED), random),
      bias: new Float32Array(EMBEDDING_SIZE),
      classes: plan.tasks.map(({ classes }) => drawn(classes * EMBEDDING_SIZE, 0.1, random)),
    };
    this.#learnt = [...this.#trunk.flatMap(parts), ...headParts(this.#head)];
    this.#adam = new Adam(this.#learnt.map((values) => values.length));
    this.#means = this.#learnt.map((values) => new Float32Array(values.length));
    this.#statistics = CONVOLUTIONS.map(({ channels }) => ({ mean: new Float32Array(channels), variance: new Float32Array(channels) }));
  }

  /** One step. @returns the batch's loss before it */
  learn(batch: readonly Example[], rate: number): number {
    const input = new Float32Array(batch.length * WINDOW_POINTS);
    batch.forEach((example, i) => input.set(example.input, i * WINDOW_POINTS));
    const gradient = emptyLike(this.#head);
    const known = batch.map(({ classes }) => classes);
    const pass = trunkPass(input, this.#trunk);
    const kept = Float32Array.from(pass.y, () => (this.#random() < LEFT_OUT ? 0 : 1 / (1 - LEFT_OUT)));
    const { loss, dx } = headLoss(times(pass.y, kept), known, this.#plan.tasks, this.#head, gradient);
    const trunk = pass.backward(times(dx, kept));
    this.#adam.step(this.#learnt, [...trunk.flatMap(parts), ...headParts(gradient)], rate, SHRINKING);
    this.#average(pass.statistics);
    return loss;
  }

  #average(statistics: readonly Statistics[]): void {
    const share = Math.max(1 / AVERAGED, 1 / (1 + 0.1 * this.#steps++));
    this.#learnt.forEach((values, i) => approach(this.#means[i], values, share));
    this.#statistics.forEach((mean, i) => {
      approach(mean.mean, statistics[i].mean, share);
      approach(mean.variance, statistics[i].variance, share);
    });
  }

  /** As it ships: means of what was learnt, and the normalisation by running means as a scale and a shift. */
  weights(): Weights {
    const named = CONVOLUTIONS.flatMap((_, i) => {
      const [kernel, scale, bias] = this.#means.slice(3 * i, 3 * i + 3);
      const { mean, variance } = this.#statistics[i];
      const factor = scale.map((value, c) => value / Math.sqrt(variance[c] + VARIANCE_FLOOR));
      return [kernel, factor, bias.map((value, c) => value - mean[c] * factor[c])];
    });
    const [kernel, bias] = this.#means.slice(3 * CONVOLUTIONS.length);
    const all = [...named, kernel, bias];
    return new Map(Object.entries(WEIGHT_SHAPES).map(([name, shape], i) => [name, { shape, values: all[i].slice() }]));
  }
}

/** All windows in an order drawn by chance, again and again. */
function endless(count: number, random: Random): () => number {
  let order: number[] = [];
  return () => {
    if (order.length === 0) order = shuffled(Array.from({ length: count }, (_, i) => i), random);
    return order.pop() as number;
  };
}

function seen(pixels: Uint8Array, random: Random): Float32Array {
  const input = networkInput(varied(pixels, random));
  hide(input, random);
  return input;
}

/** Rises for some steps, then falls to nothing along a cosine (Loshchilov & Hutter 2017). */
function rateAt(step: number, steps: number): number {
  return RATE * Math.min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps));
}

function times(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value * b[i]);
}

function approach(mean: Float32Array, values: Float32Array, share: number): void {
  for (let i = 0; i < mean.length; i++) mean[i] += share * (values[i] - mean[i]);
}

function drawn(size: number, deviation: number, random: Random): Float32Array {
  return Float32Array.from({ length: size }, () => deviation * normal(random));
}

function parts({ kernel, scale, bias }: ConvolutionWeights): Float32Array[] {
  return [kernel, scale, bias];
}

function headParts({ kernel, bias, classes }: HeadWeights): Float32Array[] {
  return [kernel, bias, ...classes];
}

function emptyLike({ kernel, bias, classes }: HeadWeights): HeadWeights {
  const empty = (values: Float32Array): Float32Array => new Float32Array(values.length);
  return { kernel: empty(kernel), bias: empty(bias), classes: classes.map(empty) };
}
