import type { SourceStatus } from './library.ts';

/** Something that brings music into the catalogue. */
export interface Source {
  readonly status: SourceStatus;
  /** Whether a file is one of its own. */
  holds(path: string): boolean;
  /** Finds its music and keeps the catalogue true from then on. Resolves when all of it was found once. */
  scan(): Promise<void>;
  /** Looks at one file again. */
  look(path: string): void;
  close(): Promise<void>;
}
