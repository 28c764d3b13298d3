/**
 * A host that is not to be asked before a certain time: it is away, it asked for peace, or the day's budget is used
 * up. Nothing is wrong with what was to be read, as far as one knows.
 */
export class NotNow extends Error {
  /** Epoch milliseconds. */
  readonly until: number;
  /** Whom this is about; null when nobody may be asked. */
  readonly host: string | null;
  /** Whether the host was asked and this is what it said; else it was left alone from the start. */
  readonly asked: boolean;

  constructor(message: string, until: number, host: string | null, asked: boolean) {
    super(message);
    this.name = 'NotNow';
    this.until = until;
    this.host = host;
    this.asked = asked;
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
