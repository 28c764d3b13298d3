import shipped from './tempo-weights.json' with { type: 'json' };
import type { OnsetRates } from './onsets.ts';
import type { Periodicity } from './periodicity.ts';
import { type TempoCandidate, tempoCandidates } from './tempo-candidates.ts';
import { describeTempo, DESCRIPTION_SIZE } from './tempo-description.ts';

/** A small network that gives each candidate tempo a score: one hidden layer of tanh, and a straight way past it. */
export interface TempoNetwork {
  /** Taken away from and divided out of each value of a description. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** hidden × description, row by row */
  readonly hidden: readonly number[];
  readonly bias: readonly number[];
  readonly output: readonly number[];
  readonly direct: readonly number[];
}

/** Made by src/lab/train-tempo; what it learnt from stands in ../weights/tempo-and-key.md. */
export const SHIPPED_TEMPO_NETWORK: TempoNetwork = shipped;

export interface HeardTempo extends TempoCandidate {
  /** Of being what people tap. */
  readonly probability: number;
}

/** The tempi that the periodicity allows, the most probable first. */
export function hearTempi(periodicity: Periodicity, rates: OnsetRates): HeardTempo[] {
  const described = describedTempi(periodicity, rates);
  const probabilities = tempoProbabilities(described.map(({ description }) => description));
  return described.map(({ bpm, salience }, i) => ({ bpm, salience, probability: probabilities[i] })).sort((a, b) => b.probability - a.probability);
}

/** The tempi that the periodicity allows, with what the network is told of them. */
export function describedTempi(periodicity: Periodicity, rates: OnsetRates): (TempoCandidate & { readonly description: Float64Array })[] {
  const candidates = tempoCandidates(periodicity);
  return candidates.map((candidate) => ({ ...candidate, description: describeTempo(candidate, candidates[0].salience, periodicity, rates) }));
}

/** The probability of each candidate to be what people tap (softmax of the network's scores). */
export function tempoProbabilities(descriptions: readonly Float64Array[], network: TempoNetwork = SHIPPED_TEMPO_NETWORK): Float64Array {
  const scores = descriptions.map((description) => tempoScore(description, network));
  const highest = Math.max(...scores);
  const raised = Float64Array.from(scores, (score) => Math.exp(score - highest));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

function tempoScore(description: Float64Array, { mean, deviation, hidden, bias, output, direct }: TempoNetwork): number {
  let score = 0;
  const standard = description.map((value, i) => (value - mean[i]) / deviation[i]);
  for (let i = 0; i < DESCRIPTION_SIZE; i++) score += direct[i] * standard[i];
  for (let h = 0; h < output.length; h++) {
    let sum = bias[h];
    for (let i = 0; i < DESCRIPTION_SIZE; i++) sum += hidden[h * DESCRIPTION_SIZE + i] * standard[i];
    score += output[h] * Math.tanh(sum);
  }
  return score;
}
