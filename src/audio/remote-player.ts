import type { Clock } from '../clock.ts';
import type { Destination } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { PlayerEvent, PlayerItem, Playing } from './player-item.ts';
import { FRAME_MS } from './pcm.ts';
import type { FrameListener, PlayerOptions, VoiceEvent, VoiceItem, VoicePlayer } from './voice.ts';
import type { PlayerCommand, ToWorker } from './voice-protocol.ts';

/** What a late listener gets at once: enough for a browser to start on. */
const KEPT_PACKETS = 1500 / FRAME_MS;

export interface RemotePlayerOptions {
  readonly number: number;
  readonly options: PlayerOptions;
  readonly clock: Clock;
  readonly log: Logger;
  onEvent(event: VoiceEvent): void;
  post(message: ToWorker): void;
  /** A number that no item had before. */
  numberItem(): number;
  close(): Promise<void>;
}

/**
 * A player in the voice worker, seen from the main thread. It remembers what the player was told and how
 * far it has come, so that another worker can take over.
 */
export class RemotePlayer implements VoicePlayer {
  readonly #is: RemotePlayerOptions;
  readonly #listeners = new Set<FrameListener>();
  #kept: Uint8Array[] = [];
  /** Asked for by `play`, not heard yet. */
  #asked: PlayerItem | null = null;
  #current: PlayerItem | null = null;
  #positionMs = 0;
  #next: PlayerItem | null = null;
  #paused = false;
  #volume: number;
  #crossfadeMs: number;
  #destination: Destination;
  #heardAt: number;
  #broken: { readonly reason: string; readonly since: number } | null = null;
  #lost = false;

  constructor(is: RemotePlayerOptions) {
    this.#is = is;
    this.#volume = is.options.volume;
    this.#crossfadeMs = is.options.crossfadeMs;
    this.#destination = is.options.destination;
    this.#heardAt = is.clock.now();
  }

  /** Whether it plays in a voice channel that it would have to leave. */
  get inChannel(): boolean {
    return this.#destination.kind === 'discord' && !this.#lost;
  }

  play(item: VoiceItem): void {
    this.#asked = this.#numbered(item);
    this.#next = null;
    this.#paused = false;
    this.#tell({ kind: 'play', item: this.#asked });
  }

  upNext(item: VoiceItem | null): void {
    this.#next = item === null ? null : this.#numbered(item);
    this.#tell({ kind: 'up-next', item: this.#next });
  }

  pause(): void {
    this.#paused = true;
    this.#tell({ kind: 'pause' });
  }

  resume(): void {
    this.#paused = false;
    this.#tell({ kind: 'resume' });
  }

  seek(positionMs: number): void {
    if (this.#asked !== null) this.#asked = { ...this.#asked, startMs: positionMs };
    else this.#positionMs = positionMs;
    this.#tell({ kind: 'seek', positionMs });
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#tell({ kind: 'volume', volume });
  }

  setCrossfade(ms: number): void {
    this.#crossfadeMs = ms;
    this.#tell({ kind: 'crossfade', ms });
  }

  moveTo(destination: Destination): void {
    if (this.#destination.kind !== 'discord' || destination.kind !== 'discord') return;
    if (destination.guildId !== this.#destination.guildId) return;
    this.#destination = destination;
    this.#tell({ kind: 'move', destination });
  }

  stop(): void {
    this.#next = null;
    this.#asked = null;
    this.#current = null;
    this.#tell({ kind: 'stop' });
  }

  frames(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    if (this.#kept.length > 0) this.#hand(listener, this.#kept.slice());
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#is.close();
  }

  /** Sets the player up in a worker: at first, and again when the one before was lost. */
  open(): void {
    const { number, options } = this.#is;
    this.#is.post({ kind: 'open', player: number, options: { ...options, destination: this.#destination, volume: this.#volume, crossfadeMs: this.#crossfadeMs } });
  }

  /**
   * Takes up in a fresh worker what the lost one was playing.
   * @param guilty number of the item that brought the worker down, 0 for none
   */
  restore(reason: string, guilty: number): void {
    this.#judge(guilty);
    // Whoever was thrown out of a voice channel does not come back with a new worker.
    if (this.#lost) return;
    this.open();
    const item = this.#asked ?? (this.#current === null ? null : { ...this.#current, startMs: this.#positionMs, resumed: true });
    // A voice channel where nothing plays does not notice.
    if (item !== null || this.#destination.kind === 'stream') this.#broken ??= { reason, since: this.#paused ? this.#is.clock.now() : this.#heardAt };
    if (item !== null) this.#tell({ kind: 'play', item });
    if (this.#next !== null) this.#tell({ kind: 'up-next', item: this.#next });
    if (this.#paused) this.#tell({ kind: 'pause' });
  }

  /** Something happened in the worker. */
  happened(event: PlayerEvent, at: number): void {
    switch (event.kind) {
      case 'started':
        this.#current = [this.#asked, this.#next].find((item) => item?.playId === event.playId) ?? this.#current;
        this.#forget(event.playId);
        this.#positionMs = event.positionMs;
        break;
      case 'position':
        if (this.#current?.playId === event.playId) this.#positionMs = event.positionMs;
        // Of a voice channel no frames come this way: its positions say that they flow.
        if (this.#destination.kind === 'discord') this.#heardAgain(at);
        break;
      case 'ended':
      case 'failed':
        this.#forget(event.playId);
        if (this.#current?.playId === event.playId) this.#current = null;
        break;
      case 'stayed':
        this.#destination = event.destination;
        break;
      case 'lost':
        this.#lost = true;
        break;
      case 'idle':
      case 'interrupted':
      case 'reconnected':
      case 'repaired':
        break;
    }
    this.#is.onEvent({ ...event, at });
  }

  /** Frames came out of the worker. */
  heard(packets: readonly Uint8Array[], playing: Playing | null): void {
    if (playing !== null && playing.playId === this.#current?.playId) this.#positionMs = playing.positionMs;
    this.#kept = [...this.#kept, ...packets].slice(-KEPT_PACKETS);
    for (const listener of this.#listeners) this.#hand(listener, packets);
    const restored = playing !== null || (this.#current === null && this.#asked === null);
    if (restored || this.#broken === null) this.#heardAgain(this.#is.clock.now());
  }

  #heardAgain(at: number): void {
    this.#heardAt = at;
    if (this.#broken === null) return;
    const { reason, since } = this.#broken;
    this.#broken = null;
    this.#is.onEvent({ kind: 'repaired', at, reason, silentMs: at - since });
  }

  /** The item whose decoder hung or crashed the worker is not tried again. */
  #judge(guilty: number): void {
    if (guilty === 0) return;
    const failed = [this.#asked, this.#current, this.#next].find((item) => item?.number === guilty);
    if (failed == null) return;
    const replaced = failed === this.#asked ? this.#current : null;
    this.happened({ kind: 'failed', playId: failed.playId, reason: 'The file cannot be played: its decoder gave up.' }, this.#is.clock.now());
    // What was to be replaced by it does not come back.
    if (replaced) this.happened({ kind: 'ended', playId: replaced.playId, positionMs: this.#positionMs, how: 'replaced' }, this.#is.clock.now());
    if (this.#asked !== null || this.#current !== null) return;
    this.#asked = this.#next;
    this.#next = null;
    if (this.#asked === null) this.happened({ kind: 'idle' }, this.#is.clock.now());
  }

  #forget(playId: string): void {
    if (this.#asked?.playId === playId) this.#asked = null;
    if (this.#next?.playId === playId) this.#next = null;
  }

  #numbered(item: VoiceItem): PlayerItem {
    return { ...item, number: this.#is.numberItem() };
  }

  #tell(command: PlayerCommand): void {
    this.#is.post({ kind: 'command', player: this.#is.number, command });
  }

  #hand(listener: FrameListener, packets: readonly Uint8Array[]): void {
    try {
      listener(packets);
    } catch (error) {
      this.#is.log.error({ error }, 'a listener of the frames failed');
    }
  }
}
