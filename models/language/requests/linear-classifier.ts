import { type Random, shuffled } from '../../random.ts';

/** What an example has: indices of features below the number of dimensions, each once. */
export type Features = Int32Array;

export interface Example<L extends string> {
  readonly features: Features;
  readonly label: L;
}

export interface ClassifierOptions {
  readonly dimensions: number;
  readonly epochs: number;
  /** Of AdaGrad's steps. */
  readonly rate: number;
  /** What of a weight is lost each time its feature is met, so that rare features are not believed too much. */
  readonly decay: number;
  /** How much more an example of a label weighs, so that rare labels are not drowned; 1 where it is not given. */
  readonly weights?: Readonly<Record<string, number>>;
}

const EPSILON = 1e-8;

/**
 * Multinomial logistic regression over binary features, trained by stochastic gradient descent with a step of its own
 * for every weight (AdaGrad, Duchi et al. 2011). An example's features share its weight, whatever their number.
 */
export class LinearClassifier<L extends string> {
  readonly labels: readonly L[];
  /** dimensions × labels, a feature's weights side by side. */
  readonly #weights: Float32Array;

  private constructor(labels: readonly L[], weights: Float32Array) {
    this.labels = labels;
    this.#weights = weights;
  }

  static train<L extends string>(labels: readonly L[], examples: readonly Example<L>[], options: ClassifierOptions, random: Random): LinearClassifier<L> {
    const width = labels.length;
    const weights = new Float32Array(options.dimensions * width);
    const squares = new Float32Array(weights.length);
    const classifier = new LinearClassifier(labels, weights);
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      for (const { features, label } of shuffled(examples, random)) {
        const gradient = classifier.probabilities(features);
        gradient[labels.indexOf(label)] -= 1;
        const share = (options.weights?.[label] ?? 1) / Math.sqrt(features.length || 1);
        for (const feature of features) {
          for (let k = 0, at = feature * width; k < width; k++, at++) {
            const slope = gradient[k] * share + options.decay * weights[at];
            squares[at] += slope * slope;
            weights[at] -= (options.rate * slope) / (Math.sqrt(squares[at]) + EPSILON);
          }
        }
      }
    }
    return classifier;
  }

  /** How likely each label is, in the order of the labels. */
  probabilities(features: Features): Float64Array {
    const width = this.labels.length;
    const scores = new Float64Array(width);
    for (const feature of features) {
      for (let k = 0, at = feature * width; k < width; k++, at++) scores[k] += this.#weights[at];
    }
    const scale = 1 / Math.sqrt(features.length || 1);
    const most = Math.max(...scores);
    let sum = 0;
    for (let k = 0; k < width; k++) sum += scores[k] = Math.exp((scores[k] - most) * scale);
    return scores.map((score) => score / sum);
  }
}
