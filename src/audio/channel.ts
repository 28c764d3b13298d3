import type { ListeningPlace } from './place.ts';
import type { OpusEncoder } from './opus.ts';
import { FRAME_SAMPLES } from './pcm.ts';
import type { Player } from './player.ts';
import type { PlayerEvent, Playing } from './player-item.ts';

/** Frames prepared ahead: 200 ms that the event loop may be late. */
export const PREPARED_FRAMES = 10;
/** A position is told at least so often. */
const FRAMES_PER_POSITION = 50;
/** A packet of 20 ms of silence (as Discord's voice documentation gives it): nothing needs to be encoded. */
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
/** Encoded silence before {@link SILENCE} takes over, so that the codec's own tail dies away first. */
const FRAMES_OF_TAIL = 5;
const INAUDIBLE = 1e-5;

interface Frame {
  readonly packet: Uint8Array;
  readonly events: readonly PlayerEvent[];
  readonly playing: Playing | null;
}

/** One place's way from mixer to listeners: frames are mixed and encoded ahead, and sent when they are due. */
export class Channel {
  readonly player: Player;
  readonly place: ListeningPlace;
  readonly #encoder: OpusEncoder;
  readonly #onEvent: (event: PlayerEvent) => void;
  readonly #left = new Float32Array(FRAME_SAMPLES);
  readonly #right = new Float32Array(FRAME_SAMPLES);
  readonly #frames: Frame[] = [];
  /** As many as there need to be while nothing has sounded. */
  #silentFrames = FRAMES_OF_TAIL;
  #sincePosition = 0;
  #playing: Playing | null = null;

  /** @param onEvent told what happened in a frame as it is sent */
  constructor(player: Player, encoder: OpusEncoder, place: ListeningPlace, onEvent: (event: PlayerEvent) => void) {
    this.player = player;
    this.place = place;
    this.#encoder = encoder;
    this.#onEvent = onEvent;
  }

  /** What plays, as of the last frame sent. */
  get playing(): Playing | null {
    return this.#playing;
  }

  /** Frames that could be prepared now. */
  get room(): number {
    return this.player.ready ? PREPARED_FRAMES - this.#frames.length : 0;
  }

  /** Mixes and encodes one frame more. */
  prepare(): void {
    const events = this.player.render(this.#left, this.#right);
    this.#frames.push({ packet: this.#encode(), events, playing: this.player.playing });
  }

  /** Sends the frame that is due. A player that is not ready for it gives silence rather than nothing. */
  send(): void {
    if (!this.place.ready) return;
    if (this.#frames.length === 0) this.prepare();
    const frame = this.#frames.shift();
    if (frame === undefined) return;
    this.#playing = frame.playing;
    this.place.send(frame.packet);
    this.#sincePosition++;
    for (const event of frame.events) this.#tell(event);
    if (this.#sincePosition >= FRAMES_PER_POSITION && frame.playing !== null && !frame.playing.paused) {
      this.#tell({ kind: 'position', ...frame.playing });
    }
  }

  async close(): Promise<void> {
    this.player.close();
    this.#encoder.close();
    await this.place.close();
  }

  #tell(event: PlayerEvent): void {
    if (event.kind === 'position') this.#sincePosition = 0;
    this.#onEvent(event);
  }

  #encode(): Uint8Array {
    const silent = this.#left.every(isInaudible) && this.#right.every(isInaudible);
    this.#silentFrames = silent ? this.#silentFrames + 1 : 0;
    return this.#silentFrames > FRAMES_OF_TAIL ? SILENCE.slice() : this.#encoder.encode(this.#left, this.#right);
  }
}

function isInaudible(sample: number): boolean {
  return Math.abs(sample) < INAUDIBLE;
}
