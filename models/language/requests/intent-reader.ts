import type { Random } from '../../random.ts';
import { type ExampleGrammar, examplesOf } from './example-grammar.ts';
import { INTENTS, type Intent } from './frame.ts';
import { type ClassifierOptions, LinearClassifier } from './linear-classifier.ts';
import { requestFeatures } from './request-features.ts';

/**
 * Requests by what they want, with `{artist}`, `{title}`, `{tag}`, `{era}`, `{number}`, `{degree}`
 * and `{word}` (any word) for what may stand there.
 */
export type IntentExamples = Readonly<Record<Intent, readonly string[]>>;

/** Far more is said about everything else than about music. */
const MUSIC = 1.5;
export const INTENT_TRAINING: ClassifierOptions = {
  ...{ dimensions: 1 << 15, epochs: 8, rate: 0.3, decay: 1e-4 },
  weights: Object.fromEntries(INTENTS.map((intent) => [intent, intent === 'other' ? 1 : MUSIC])),
};

const ANY_WORD = '{word}';
/** Of one example with any words: together they say much of what is talked about besides music. */
const EVERYDAY_TEXTS = 2;
/** Words around a name that tell that it is one. */
const LEAST_AROUND = 2;
const MISLED = 0.4;
const SHORTEST_CHANCE_NAME = 4;
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

  /**
   * @param grammar of further examples
   * @param everyday words of everyday language, for `{word}`
   * @param mask the words of a text, with one word for each part of a kind, see {@link slotWord}
   */
  constructor(examples: IntentExamples, grammar: ExampleGrammar, everyday: readonly string[], mask: (text: string) => readonly string[], random: Random) {
    const all = [...INTENTS.flatMap((intent) => examples[intent].map((text) => ({ intent, text }))), ...examplesOf(grammar)];
    const training = all.flatMap(({ intent, text }) => {
      const read = textsOf(text, everyday, random).map(mask);
      const misled = intent === 'play' || NAMES.test(text) ? [] : read.flatMap((words) => withChanceName(words, random));
      return [...read, ...misled].map((words) => ({ label: intent, features: requestFeatures(words, INTENT_TRAINING.dimensions) }));
    });
    this.#classifier = LinearClassifier.train(INTENTS, training, INTENT_TRAINING, random);
  }

  read(masked: readonly string[]): ReadIntent {
    const likely = this.#classifier.probabilities(requestFeatures(masked, INTENT_TRAINING.dimensions));
    const [first, second] = INTENTS.map((intent, i) => ({ intent, sure: likely[i] })).sort((a, b) => b.sure - a.sure);
    return { ...first, second: second.intent };
  }
}

/** The example in the ways it is learnt from. */
function textsOf(example: string, everyday: readonly string[], random: Random): readonly string[] {
  const anyWord = () => everyday[Math.floor(random() * everyday.length)];
  if (example.includes(ANY_WORD)) return Array.from({ length: EVERYDAY_TEXTS }, () => filled(example, (slot) => (slot === 'word' ? anyWord() : slotWord(slot))));
  const texts = [filled(example, slotWord)];
  if (!NAMES.test(example)) return texts;
  // Much of what people name is not known, and some of it is made of everyday words.
  texts.push(filled(example, (slot) => (isName(slot) ? madeUpName(random) : slotWord(slot))));
  const around = example.replace(/\{\w+\}/g, '').match(/\p{L}+/gu) ?? [];
  if (around.length >= LEAST_AROUND) texts.push(filled(example, (slot) => (isName(slot) ? `${anyWord()} ${anyWord()}` : slotWord(slot))));
  return texts;
}

/** Among many names there are everyday words, too: now and then one of the words is taken for an artist. */
function withChanceName(words: readonly string[], random: Random): readonly (readonly string[])[] {
  const at = Math.floor(random() * words.length);
  return random() < MISLED && words.length > 1 && words[at].length >= SHORTEST_CHANCE_NAME ? [words.with(at, slotWord('artist'))] : [];
}

function filled(example: string, fill: (slot: string) => string): string {
  return example.replace(/\{(\w+)\}/g, (_, slot: string) => fill(slot));
}

function isName(slot: string): boolean {
  return NAMES.test(`{${slot}}`);
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
