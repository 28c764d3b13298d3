import { UndecodableError } from './decode/source.ts';
import type { PlayerEvent, PlayerItem, Playing } from './player-item.ts';

/** What a player has to tell about the frame it is making. */
export class Happenings {
  #events: PlayerEvent[] = [];

  started(item: PlayerItem): void {
    this.#events.push({ kind: 'started', playId: item.playId, positionMs: item.startMs });
  }

  ended(item: PlayerItem, positionMs: number, how: 'finished' | 'replaced'): void {
    this.#events.push({ kind: 'ended', playId: item.playId, positionMs, how });
  }

  /** @param reason null when the file gave nothing, not even a reason */
  failed(item: PlayerItem, reason: string | null): void {
    this.#events.push({ kind: 'failed', playId: item.playId, reason: reason ?? SILENT_FILE });
  }

  position(playing: Playing): void {
    this.#events.push({ kind: 'position', ...playing });
  }

  idle(): void {
    this.#events.push({ kind: 'idle' });
  }

  /** All there is to tell, once. */
  take(): readonly PlayerEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

const SILENT_FILE = new UndecodableError('it gives no sound').message;
