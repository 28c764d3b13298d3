import type { Random } from '../../random.ts';
import { DESCRIPTION_SIZE } from './tempo-description.ts';
import type { TempoNetwork } from './tempo-choice.ts';

/** The candidates of one track whose tempo is known. */
export interface TempoLesson {
  readonly descriptions: readonly Float64Array[];
  /** Which of them are the tempo; at least one. */
  readonly isTempo: readonly boolean[];
  /** How much it counts. */
  readonly weight: number;
}

const HIDDEN = 6;
/** Of the squares of all weights: keeps the network simple. */
const DECAY = 1;
const ROUNDS = 800;
const RATE = 0.02;
const FIRST = 0.1;

/**
 * Fits the network that chooses a tempo: maximum likelihood of the true candidate among its track's (conditional logit;
 * McFadden 1974), by gradient descent with momentum of both orders over all lessons at once (Adam; Kingma & Ba 2015).
 */
export function trainTempoNetwork(lessons: readonly TempoLesson[], random: Random): TempoNetwork {
  const { mean, deviation } = standard(lessons);
  const inputs = lessons.map(({ descriptions }) => descriptions.map((description) => description.map((value, i) => (value - mean[i]) / deviation[i])));
  const D = DESCRIPTION_SIZE;
  // hidden, bias, output, direct: one after the other.
  const weights = Float64Array.from({ length: HIDDEN * D + 2 * HIDDEN + D }, () => FIRST * (2 * random() - 1));
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = weights.map((weight) => 2 * DECAY * weight);
    for (const [i, lesson] of lessons.entries()) addSlope(slope, weights, inputs[i], lesson);
    const rate = RATE * (1 - round / (ROUNDS + 1));
    for (let i = 0; i < weights.length; i++) {
      first[i] += 0.1 * (slope[i] - first[i]);
      second[i] += 0.001 * (slope[i] * slope[i] - second[i]);
      weights[i] -= (rate * first[i]) / (1 - 0.9 ** round) / (Math.sqrt(second[i] / (1 - 0.999 ** round)) + 1e-8);
    }
  }
  const cut = (from: number, length: number): number[] => Array.from(weights.subarray(from, from + length), rounded);
  return {
    mean: mean.map(rounded),
    deviation: deviation.map(rounded),
    hidden: cut(0, HIDDEN * D),
    bias: cut(HIDDEN * D, HIDDEN),
    output: cut(HIDDEN * D + HIDDEN, HIDDEN),
    direct: cut(HIDDEN * D + 2 * HIDDEN, D),
  };
}

/** Adds how the negative log likelihood of one lesson changes with every weight. */
function addSlope(slope: Float64Array, weights: Float64Array, inputs: readonly Float64Array[], { isTempo, weight }: TempoLesson): void {
  const D = DESCRIPTION_SIZE;
  const [bias, output, direct] = [HIDDEN * D, HIDDEN * D + HIDDEN, HIDDEN * D + 2 * HIDDEN];
  const units = inputs.map((input) =>
    Float64Array.from({ length: HIDDEN }, (_, h) => {
      let sum = weights[bias + h];
      for (let i = 0; i < D; i++) sum += weights[h * D + i] * input[i];
      return Math.tanh(sum);
    }),
  );
  const scores = inputs.map((input, c) => {
    let score = 0;
    for (let h = 0; h < HIDDEN; h++) score += weights[output + h] * units[c][h];
    for (let i = 0; i < D; i++) score += weights[direct + i] * input[i];
    return score;
  });
  const highest = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - highest));
  const all = raised.reduce((a, b) => a + b, 0);
  const right = raised.reduce((sum, value, c) => sum + (isTempo[c] ? value : 0), 1e-12);
  for (const [c, input] of inputs.entries()) {
    const error = weight * (raised[c] / all - (isTempo[c] ? raised[c] / right : 0));
    for (let i = 0; i < D; i++) slope[direct + i] += error * input[i];
    for (let h = 0; h < HIDDEN; h++) {
      const unit = units[c][h];
      slope[output + h] += error * unit;
      const behind = error * weights[output + h] * (1 - unit * unit);
      slope[bias + h] += behind;
      for (let i = 0; i < D; i++) slope[h * D + i] += behind * input[i];
    }
  }
}

function standard(lessons: readonly TempoLesson[]): { readonly mean: number[]; readonly deviation: number[] } {
  const all = lessons.flatMap(({ descriptions }) => descriptions);
  const mean = Array.from({ length: DESCRIPTION_SIZE }, (_, i) => all.reduce((sum, description) => sum + description[i], 0) / all.length);
  const deviation = mean.map((m, i) => Math.sqrt(all.reduce((sum, description) => sum + (description[i] - m) ** 2, 0) / all.length) + 1e-6);
  return { mean, deviation };
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
