import type { Volume } from './frame.ts';
import type { ReadIntent } from './intent-reader.ts';
import type { NamePart, Part } from './parts.ts';
import type { RequestWord, Stretch } from './request-words.ts';
import type { UnknownName } from './unknown-names.ts';

/** What the words of a request mean, one by one. */
export interface Understood {
  readonly text: string;
  readonly words: readonly RequestWord[];
  readonly parts: readonly Part[];
  /** What the words of a part may mean as well. */
  readonly alternatives: ReadonlyMap<Part, readonly NamePart[]>;
  /** For each word. */
  readonly negated: readonly boolean[];
  readonly unknown: readonly UnknownName[];
  /** What stands between quotation marks. */
  readonly quoted: readonly Stretch[];
  readonly intent: ReadIntent;
  readonly volume: Volume | null;
}
