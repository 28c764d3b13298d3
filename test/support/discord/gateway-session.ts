import { randomUUID } from 'node:crypto';

export interface GatewayMessage {
  readonly op: number;
  readonly t?: string;
  readonly s?: number;
  readonly d: unknown;
}

/** How many events are kept for a bot that comes back. */
const KEPT = 2_000;

/** One shard's session: outlives its socket, so that it can be resumed. */
export class GatewaySession {
  readonly id = randomUUID();
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** null while the bot is away; then events are only kept. */
  socket: { send(message: GatewayMessage): void } | null = null;
  #sequence = 0;
  #kept: GatewayMessage[] = [];

  constructor(intents: number, shard: readonly [number, number]) {
    this.intents = intents;
    this.shard = shard;
  }

  dispatch(event: string, data: object): void {
    // Written down as it is now: what it describes goes on changing.
    const message = { op: 0, t: event, s: ++this.#sequence, d: JSON.parse(JSON.stringify(data)) as unknown };
    this.#kept.push(message);
    if (this.#kept.length > 2 * KEPT) this.#kept = this.#kept.slice(-KEPT);
    this.socket?.send(message);
  }

  /** What came after an event, null when that is no longer known. */
  after(sequence: number): readonly GatewayMessage[] | null {
    const oldest = this.#kept[0]?.s ?? 1;
    if (sequence < oldest - 1 || sequence > this.#sequence) return null;
    return this.#kept.filter(({ s = 0 }) => s > sequence);
  }
}
