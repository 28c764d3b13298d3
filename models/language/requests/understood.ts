import type { Volume } from './frame.ts';
import type { ReadIntent } from './intent-reader.ts';
import type { NamePart, Part } from './parts.ts';
import type { RequestWord, Stretch } from './request-words.ts';
import type { UnknownName } from './unknown-names.ts';

/** A part of a request that says something by itself, and what it would want alone. */
export type Clause = Stretch & { readonly intent: ReadIntent };

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
  /** None where the request says one thing only. */
  readonly clauses: readonly Clause[];
  readonly volume: Volume | null;
}
