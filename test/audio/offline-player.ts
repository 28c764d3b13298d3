import { onTestFinished } from 'vitest';
import { DecodeTurns } from '../../src/audio/decode-turns.ts';
import { FRAME_SAMPLES, type Pcm } from '../../src/audio/pcm.ts';
import { Player } from '../../src/audio/player.ts';
import type { PlayerEvent, PlayerItem } from '../../src/audio/player-item.ts';
import type { AudioFile } from '../../src/domain.ts';

/** Samples by which the limiter delays what is played. */
export const LATENCY = 154;

export interface TimedEvent {
  /** Milliseconds of sound before the frame in which it happened. */
  readonly ms: number;
  readonly event: PlayerEvent;
}

/** Renders a player as fast as it goes, with no clock: what a listener hears, and what is told. */
export class OfflinePlayer {
  readonly player: Player;
  readonly events: TimedEvent[] = [];
  readonly #blocks: Pcm[] = [];
  #numbers = 0;

  constructor(options: { readonly crossfadeMs?: number; readonly volume?: number } = {}) {
    this.player = new Player({ turns: new DecodeTurns(), crossfadeMs: options.crossfadeMs ?? 0, volume: options.volume ?? 1 });
    onTestFinished(() => this.player.close());
  }

  item(playId: string, file: AudioFile, more: Partial<PlayerItem> = {}): PlayerItem {
    return { playId, file, gainDb: 0, startMs: 0, gapless: false, label: playId, number: ++this.#numbers, ...more };
  }

  /** Milliseconds rendered so far. */
  get ms(): number {
    return 20 * this.#blocks.length;
  }

  /** Everything heard so far. */
  get heard(): Pcm {
    const at = (index: number, channel: 'left' | 'right', whole: Float32Array) => whole.set(this.#blocks[index][channel], index * FRAME_SAMPLES);
    const left = new Float32Array(this.#blocks.length * FRAME_SAMPLES);
    const right = new Float32Array(left.length);
    for (let i = 0; i < this.#blocks.length; i++) {
      at(i, 'left', left);
      at(i, 'right', right);
    }
    return { left, right };
  }

  /** Renders so much sound, waiting for decoders where a real voice would too. */
  async render(ms: number): Promise<void> {
    for (const until = this.ms + ms; this.ms < until; ) {
      await this.settle();
      this.frame();
    }
  }

  /** Renders until something happens, and returns it. */
  async until(matches: (event: PlayerEvent) => boolean, longestMs = 60_000): Promise<TimedEvent> {
    for (let seen = this.events.length, end = this.ms + longestMs; this.ms < end; ) {
      await this.settle();
      this.frame();
      for (; seen < this.events.length; seen++) {
        if (matches(this.events[seen].event)) return this.events[seen];
      }
    }
    throw new Error(`it did not happen within ${longestMs} ms of sound; what did: ${JSON.stringify(this.events)}`);
  }

  /** Renders one frame, ready or not. */
  frame(): void {
    const ms = this.ms;
    const block = { left: new Float32Array(FRAME_SAMPLES), right: new Float32Array(FRAME_SAMPLES) };
    for (const event of this.player.render(block.left, block.right)) this.events.push({ ms, event });
    this.#blocks.push(block);
  }

  /** Waits until decoders have done what they would have had time for. */
  async settle(): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!this.player.settled) {
      if (performance.now() > deadline) throw new Error('the decks do not fill');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What was told of one item, as `kind@ms`. */
  told(playId: string): string[] {
    return this.events.filter(({ event }) => 'playId' in event && event.playId === playId && event.kind !== 'position').map(({ event, ms }) => `${event.kind}@${ms}`);
  }
}
