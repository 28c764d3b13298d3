import { describe, expect, it } from 'vitest';
import { LinearClassifier } from '../../../../models/language/requests/linear-classifier.ts';
import { requestFeatures } from '../../../../models/language/requests/request-features.ts';
import { seeded } from '../../../../models/random.ts';

const OPTIONS = { dimensions: 1 << 10, epochs: 20, rate: 0.3, decay: 1e-4 };
const features = (text: string) => requestFeatures(text.split(' '), OPTIONS.dimensions);
const texts = { up: ['turn it up', 'louder now', 'raise the sound'], down: ['turn it down', 'quieter now', 'lower the sound'] };
const examples = (['up', 'down'] as const).flatMap((label) => texts[label].map((text) => ({ label, features: features(text) })));
const train = (seed: number) => LinearClassifier.train(['up', 'down'] as const, examples, OPTIONS, seeded(seed));

describe('a linear classifier', () => {
  it('learns its examples and what is like them', () => {
    const classifier = train(1);
    for (const { label, features: found } of examples) expect(classifier.probabilities(found)[classifier.labels.indexOf(label)]).toBeGreaterThan(0.8);
    expect(classifier.probabilities(features('raise it up please'))[0]).toBeGreaterThan(0.6);
    expect(classifier.probabilities(features('lowr the sond'))[1]).toBeGreaterThan(0.5);
  });

  it('gives probabilities, also for what it knows nothing of', () => {
    for (const found of [features('zzzz qqqq'), new Int32Array(0)]) {
      const [up, down] = train(1).probabilities(found);
      expect(up + down).toBeCloseTo(1);
      expect(up).toBeGreaterThan(0.2);
      expect(up).toBeLessThan(0.8);
    }
  });

  it('is the same for the same seed', () => {
    expect(train(7).probabilities(features('turn'))).toEqual(train(7).probabilities(features('turn')));
  });
});
