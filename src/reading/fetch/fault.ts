/**
 * A host that is not to be asked before a certain time: it is away, it asked for peace, or the day's budget is used
 * up. Nothing is wrong with what was to be read.
 */
export class NotNow extends Error {
  /** Epoch milliseconds. */
  readonly until: number;

  constructor(message: string, until: number) {
    super(message);
    this.name = 'NotNow';
    this.until = until;
  }
}

/** Something that cannot be read, in one sentence. Another try helps only much later, if ever. */
export class Unreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreadable';
  }
}

/** A host that could not be reached, or broke off: another try may help. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}
