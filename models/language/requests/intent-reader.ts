import type { Random } from '../../random.ts';
import { INTENTS, type Intent } from './frame.ts';
import { type ClassifierOptions, LinearClassifier } from './linear-classifier.ts';
import { requestFeatures } from './request-features.ts';

/** Requests by what they want, with `{artist}`, `{title}`, `{tag}`, `{era}`, `{number}` and `{degree}` for what may stand there. */
export type IntentExamples = Readonly<Record<Intent, readonly string[]>>;

export const INTENT_TRAINING: ClassifierOptions = { dimensions: 1 << 15, epochs: 8, rate: 0.3, decay: 1e-4 };

const NAMES = /\{(?:artist|title)\}/;

export interface ReadIntent {
  readonly intent: Intent;
  /** How likely it is, 0–1. */
  readonly sure: number;
  /** The next likely one. */
  readonly second: Intent;
}

/** Tells what a request wants; learnt from examples in a moment, whenever it is made. */
export class IntentReader {
  readonly #classifier: LinearClassifier<Intent>;

  /** @param mask the words of a text, with one word for each part of a kind, see {@link slotWord} */
  constructor(examples: IntentExamples, mask: (text: string) => readonly string[], random: Random) {
    const training = INTENTS.flatMap((label) =>
      examples[label].flatMap((example) => {
        const texts = [filled(example, slotWord)];
        // Half of what people name is not known.
        if (NAMES.test(example)) texts.push(filled(example, (slot) => (NAMES.test(`{${slot}}`) ? madeUpName(random) : slotWord(slot))));
        return texts.map((text) => ({ label, features: requestFeatures(mask(text), INTENT_TRAINING.dimensions) }));
      }),
    );
    this.#classifier = LinearClassifier.train(INTENTS, training, INTENT_TRAINING, random);
  }

  read(masked: readonly string[]): ReadIntent {
    const likely = this.#classifier.probabilities(requestFeatures(masked, INTENT_TRAINING.dimensions));
    const [first, second] = INTENTS.map((intent, i) => ({ intent, sure: likely[i] })).sort((a, b) => b.sure - a.sure);
    return { ...first, second: second.intent };
  }
}

function filled(example: string, fill: (slot: string) => string): string {
  return example.replace(/\{(\w+)\}/g, (_, slot: string) => fill(slot));
}

/** A name of one or two words that nobody has. */
function madeUpName(random: Random): string {
  const syllable = () => `${pick('bdfgklmnprstvz', random)}${pick('aeiou', random)}`;
  const word = () => `${syllable()}${syllable()}${pick('lnrsx', random)}`;
  return random() < 0.5 ? word() : `${word()} ${word()}`;
}

function pick(letters: string, random: Random): string {
  return letters[Math.floor(random() * letters.length)];
}

/** The word that stands for a part of a kind: no word of any language. */
export function slotWord(kind: string): string {
  return `${kind}slot`;
}
