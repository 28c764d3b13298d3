import { randomUUID } from 'node:crypto';

/** How many events are kept for a bot that comes back. */
const KEPT = 2_000;

/** One shard's session: outlives its socket, so that it can be resumed. */
export class GatewaySession {
  readonly id = randomUUID();
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** null while the bot is away; then events are only kept. */
  socket: { transmit(message: string): void } | null = null;
  #sequence = 0;
  #kept: { readonly sequence: number; readonly message: string }[] = [];

  constructor(intents: number, shard: readonly [number, number]) {
    this.intents = intents;
    this.shard = shard;
  }

  dispatch(event: string, data: object): void {
    // Written down as it is now: what it describes goes on changing.
    const sequence = ++this.#sequence;
    const message = JSON.stringify({ op: 0, t: event, s: sequence, d: data });
    this.#kept.push({ sequence, message });
    if (this.#kept.length > 2 * KEPT) this.#kept = this.#kept.slice(-KEPT);
    this.socket?.transmit(message);
  }

  /** What came after an event, null when that is no longer known. */
  after(seen: number): readonly string[] | null {
    const oldest = this.#kept[0]?.sequence ?? 1;
    if (seen < oldest - 1 || seen > this.#sequence) return null;
    return this.#kept.filter(({ sequence }) => sequence > seen).map(({ message }) => message);
  }
}
