/** The reading of the web, as the rest of Segue sees it. */
export interface Reading {
  /** What the library holds has changed: new artists are read about. */
  libraryChanged(): void;
  status(): ReadingStatus;
  /** What is under way is left, and taken up at the next start. */
  close(): Promise<void>;
}

export type ReadingStatus = ReadingOff | ReadingOn;

export interface ReadingOff {
  readonly on: false;
  /** Why, and what the operator can do about it. */
  readonly why: string;
}

export interface ReadingOn extends ReadingProgress {
  readonly on: true;
}

export interface ReadingProgress {
  /** Artists of the library, and those of them that every source has been asked about. */
  readonly artists: { readonly total: number; readonly read: number };
  /** Texts whose words are known. */
  readonly articles: number;
  /** Requests sent since midnight UTC, and how many a day may have. */
  readonly today: { readonly requests: number; readonly budget: number };
  readonly sources: readonly SourceProgress[];
  /** Attribution as the sources ask for it; shown wherever what they told is. */
  readonly credits: readonly string[];
}

export interface SourceProgress {
  readonly name: string;
  /** Addresses at which something was found. */
  readonly readings: number;
  /** What went wrong last, in words that end a sentence; null while all is well. */
  readonly fault: string | null;
  /** When the source is asked again, if it is being left alone. */
  readonly nextTryAt: number | null;
}
