import { seeded, seedOf } from '../../random.ts';
import type { Intent } from './frame.ts';

/** What can be said around the three kinds of phrases: `order` and `ask` around `<do>`, `know` around `<know>`. */
export type ExampleFrame = 'order' | 'ask' | 'know';

/** What people say about one thing, as phrases in which `<word>` is any of the words of that name. */
export interface ExampleTopic {
  readonly intent: Intent;
  readonly about: string;
  /** Those that fit; all where none are given: how to do something is no request for music. */
  readonly frames?: readonly ExampleFrame[];
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** What is to be done: “turn on the lights”. */
  readonly do?: readonly string[];
  /** What somebody wants to know: “the time in Tokyo”. */
  readonly know?: readonly string[];
  /** Whole sentences. */
  readonly say?: readonly string[];
}

/** A small grammar of what people say to an assistant. */
export interface ExampleGrammar {
  readonly frames: Readonly<Record<ExampleFrame, readonly string[]>>;
  readonly topics: readonly ExampleTopic[];
}

export interface IntentExample {
  readonly intent: Intent;
  /** May have the slots of `IntentExamples`. */
  readonly text: string;
}

const WHOLE = '<say>';
/** How many sentences are made of a phrase. */
const SENTENCES = { do: 3, know: 2, say: 1, sayWithWords: 2 };

/** Sentences of the grammar: each phrase some times, in frames and with words drawn by a seed of its own; none twice. */
export function examplesOf({ frames, topics }: ExampleGrammar): readonly IntentExample[] {
  return topics.flatMap((topic) => {
    const suits = (frame: ExampleFrame) => topic.frames?.includes(frame) ?? true;
    const around = { do: (['order', 'ask'] as const).filter(suits).flatMap((frame) => frames[frame]), know: frames.know };
    const texts = [
      ...(['do', 'know'] as const).flatMap((kind) => (topic[kind] ?? []).flatMap((phrase) => sentences(phrase, SENTENCES[kind], around[kind], topic))),
      ...(topic.say ?? []).flatMap((phrase) => sentences(phrase, phrase.includes('<') ? SENTENCES.sayWithWords : SENTENCES.say, [WHOLE], topic)),
    ];
    return Array.from(new Set(texts), (text) => ({ intent: topic.intent, text }));
  });
}

function sentences(phrase: string, count: number, around: readonly string[], topic: ExampleTopic): readonly string[] {
  const random = seeded(seedOf(phrase));
  const any = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, () =>
    any(around)
      .replace(/<\w+>/, phrase)
      .replace(/<(\w+)>/g, (_, name: string) => any(wordsCalled(name, topic))),
  );
}

function wordsCalled(name: string, { about, words }: ExampleTopic): readonly string[] {
  const found = words?.[name];
  if (!found || found.length === 0) throw new RangeError(`“${about}” has no words called “${name}”.`);
  return found;
}
