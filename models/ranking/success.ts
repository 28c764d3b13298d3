/** How one listen of one member went, as far as it is known. */
export interface ListenOutcome {
  /** What they said of the track, during the listen or since; null when nothing. */
  readonly reaction: 'like' | 'love' | 'dislike' | null;
  /** Whether they asked for the track again afterwards. */
  readonly replayed: boolean;
  /** Whether they were gone before the end. */
  readonly left: boolean;
  /** How it ended for them. */
  readonly ending: 'finished' | 'skipped' | 'skipped-by-other' | 'left' | 'stopped' | 'failed' | 'interrupted';
  /** The part of the track that they heard, 0 to 1. */
  readonly heard: number;
}

/** From here on a track was heard to its end. */
const COMPLETED = 0.9;
/** Who was there at the end has stayed for it when they heard at least this much: the others were away, or deaf. */
const STAYED = 0.5;

/**
 * What Segue calls a success: love (a 👍 or ❤️), replay, completion and staying — never that something was begun. A 👎, a skip
 * of their own and leaving are failures. null where the listen tells nothing of their taste: somebody else skipped, or the
 * music stopped.
 */
export function succeeded({ reaction, replayed, left, ending, heard }: ListenOutcome): boolean | null {
  if (reaction !== null) return reaction !== 'dislike';
  if (replayed) return true;
  if (ending === 'skipped') return false;
  if (heard >= COMPLETED) return true;
  if (left || ending === 'left') return false;
  return ending === 'finished' && heard >= STAYED ? true : null;
}
