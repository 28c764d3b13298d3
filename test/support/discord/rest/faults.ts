/** How requests fail. */
export interface RestFault {
  readonly method?: string;
  /** Matches paths behind the version, like `/channels/1/messages`. */
  readonly path: RegExp;
  /** Absent: the request does not fail, it only takes `delayMs`. 0: the connection is cut instead of an answer. */
  readonly status?: number;
  /** Discord's error body; one that fits the status when absent. */
  readonly body?: object;
  /** Seconds, for 429. */
  readonly retryAfter?: number;
  /** For 429: whether every route of the bot is meant. */
  readonly global?: boolean;
  /** How many requests; 1 when absent. */
  readonly times?: number;
  /** How long the answer takes. */
  readonly delayMs?: number;
}

/** Faults that wait for their requests. */
export class RestFaults {
  readonly #waiting: { readonly fault: RestFault; left: number }[] = [];

  add(fault: RestFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault for this request, if one waits for it. */
  take(method: string, path: string): RestFault | null {
    const at = this.#waiting.findIndex(({ fault }) => (fault.method ?? method) === method && fault.path.test(path));
    const found = this.#waiting[at];
    if (!found) return null;
    if (--found.left <= 0) this.#waiting.splice(at, 1);
    return found.fault;
  }
}
