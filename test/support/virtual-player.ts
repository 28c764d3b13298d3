import type { FrameListener, LossCause, PlayerOptions, VoiceEvent, VoiceItem, VoicePlayer } from '../../src/audio/voice.ts';
import type { Clock } from '../../src/clock.ts';
import type { AudioFile, Destination } from '../../src/domain.ts';

/** As long as the voice needs to send a first frame, or to find a file broken. */
const SOON_MS = 20;

interface Running {
  readonly item: VoiceItem;
  readonly lengthMs: number;
  /** Position at `at`; advances with the clock unless paused. */
  readonly positionMs: number;
  readonly at: number;
}

/** A player of {@link VirtualVoice}; besides what sessions tell it, a test can have its connection break. */
export class VirtualPlayer implements VoicePlayer {
  /** Every item handed over by `play`, in order. */
  readonly handed: VoiceItem[] = [];
  readonly #clock: Clock;
  readonly #lengthMs: (file: AudioFile) => number | null;
  readonly #emit: (event: VoiceEvent) => void;
  readonly #onClose: () => void;
  #running: Running | null = null;
  #fading: VoiceItem | null = null;
  #next: VoiceItem | null = null;
  #paused = false;
  #destination: Destination;
  /** Since when nobody hears anything; null while the connection stands. */
  #interruptedAt: number | null = null;
  /** What begins when the connection stands again. */
  #held: VoiceItem | null = null;
  #crossfadeMs: number;
  #cancel: (() => void)[] = [];
  #cancelBegin: () => void = () => {};

  constructor(parts: {
    clock: Clock;
    lengthMs: (file: AudioFile) => number | null;
    options: PlayerOptions;
    onEvent: (event: VoiceEvent) => void;
    onClose: () => void;
  }) {
    this.#clock = parts.clock;
    this.#lengthMs = parts.lengthMs;
    this.#emit = parts.onEvent;
    this.#onClose = parts.onClose;
    this.#crossfadeMs = parts.options.crossfadeMs;
    this.#destination = parts.options.destination;
  }

  get destination(): Destination {
    return this.#destination;
  }

  /** The connection breaks. */
  interrupt(reason: string): void {
    this.#hush();
    this.#emit({ kind: 'interrupted', at: this.#clock.now(), reason });
  }

  /** The connection stands again, and the music goes on where it was. */
  reconnect(): void {
    this.#emit({ kind: 'reconnected', at: this.#clock.now(), silentMs: this.#soundAgain() });
  }

  /** What makes the sound dies, and nobody is told. */
  die(): void {
    this.#hush();
  }

  /** Another has taken its place. */
  repair(reason: string): void {
    this.#emit({ kind: 'repaired', at: this.#clock.now(), reason, silentMs: this.#soundAgain() });
  }

  /** The destination is gone. */
  lose(cause: LossCause, reason: string): void {
    this.#freeze();
    this.#emit({ kind: 'lost', at: this.#clock.now(), cause, reason });
  }

  /** Where it was sent, nobody let it in: it plays on here. */
  stay(destination: Destination, reason: string): void {
    this.#destination = destination;
    this.#emit({ kind: 'stayed', at: this.#clock.now(), destination, reason });
  }

  play(item: VoiceItem): void {
    this.handed.push(item);
    this.#next = null;
    this.#paused = false;
    this.#replaced();
    this.#begin(item);
  }

  /** What is up next. */
  get next(): VoiceItem | null {
    return this.#next;
  }

  upNext(item: VoiceItem | null): void {
    this.#next = item;
    if (item && this.#lengthMs(item.file) === null) {
      this.#clock.after(SOON_MS, () => {
        if (this.#next !== item) return;
        this.#next = null;
        this.#fail(item);
      });
    }
  }

  pause(): void {
    this.#freeze();
    this.#paused = true;
    this.#tell();
  }

  resume(): void {
    this.#paused = false;
    this.#runFrom(this.#running?.positionMs ?? 0);
  }

  seek(positionMs: number): void {
    this.#runFrom(positionMs);
  }

  setVolume(): void {}

  moveTo(destination: Destination): void {
    this.#destination = destination;
  }

  setCrossfade(ms: number): void {
    this.#crossfadeMs = ms;
  }

  stop(): void {
    this.#next = null;
    this.#replaced();
    this.#idle();
  }

  frames(_listener: FrameListener): () => void {
    return () => {};
  }

  async close(): Promise<void> {
    this.#stopTimers();
    this.#cancelBegin();
    this.#running = null;
    this.#onClose();
  }

  #begin(item: VoiceItem): void {
    const lengthMs = this.#lengthMs(item.file);
    this.#running = null;
    this.#held = null;
    this.#cancelBegin = this.#clock.after(SOON_MS, () => {
      if (this.#interruptedAt !== null) {
        this.#held = item;
        return;
      }
      if (lengthMs === null) {
        this.#fail(item);
        return this.#following();
      }
      this.#start(item, lengthMs);
    });
  }

  #start(item: VoiceItem, lengthMs: number): void {
    this.#running = { item, lengthMs, positionMs: item.startMs, at: this.#clock.now() };
    this.#emit({ kind: 'started', playId: item.playId, at: this.#clock.now(), positionMs: item.startMs });
    if (!this.#paused) this.#runFrom(item.startMs);
  }

  #runFrom(positionMs: number): void {
    this.#stopTimers();
    if (!this.#running) return;
    this.#running = { ...this.#running, positionMs, at: this.#clock.now() };
    this.#tell();
    if (this.#stands) return;
    const { item, lengthMs } = this.#running;
    const left = Math.max(0, lengthMs - positionMs);
    const fadeMs = this.#next?.gapless ? 0 : this.#crossfadeMs;
    this.#cancel.push(
      this.#clock.after(Math.max(0, left - fadeMs), () => this.#cross(item)),
      this.#clock.after(left, () => this.#over(item)),
    );
    this.#tick();
  }

  #tick(): void {
    this.#cancel.push(
      this.#clock.after(1_000, () => {
        this.#tell();
        this.#tick();
      }),
    );
  }

  #cross(item: VoiceItem): void {
    const next = this.#next;
    const lengthMs = next && this.#lengthMs(next.file);
    if (!next || lengthMs === null || this.#running?.item !== item) return;
    const rest = this.#running.lengthMs - this.#position();
    this.#next = null;
    this.#fading = item;
    this.#clock.after(rest, () => this.#faded(item));
    this.#start(next, lengthMs);
  }

  #faded(item: VoiceItem): void {
    if (this.#fading !== item) return;
    this.#fading = null;
    this.#emit({ kind: 'ended', playId: item.playId, at: this.#clock.now(), positionMs: this.#lengthMs(item.file) ?? 0, how: 'finished' });
  }

  #over(item: VoiceItem): void {
    if (this.#running?.item !== item) return;
    this.#emit({ kind: 'ended', playId: item.playId, at: this.#clock.now(), positionMs: this.#running.lengthMs, how: 'finished' });
    this.#running = null;
    this.#following();
  }

  /** What is up next, or silence. */
  #following(): void {
    const next = this.#next;
    this.#next = null;
    if (next) this.#begin(next);
    else this.#idle();
  }

  #replaced(): void {
    this.#stopTimers();
    this.#cancelBegin();
    this.#held = null;
    for (const item of [this.#fading, this.#running?.item]) {
      if (item) this.#emit({ kind: 'ended', playId: item.playId, at: this.#clock.now(), positionMs: this.#position(), how: 'replaced' });
    }
    this.#running = null;
    this.#fading = null;
  }

  #idle(): void {
    this.#stopTimers();
    this.#running = null;
    this.#emit({ kind: 'idle', at: this.#clock.now() });
  }

  #fail(item: VoiceItem): void {
    this.#emit({ kind: 'failed', playId: item.playId, at: this.#clock.now(), reason: 'The file is damaged.' });
  }

  #tell(): void {
    if (!this.#running) return;
    const { playId } = this.#running.item;
    this.#emit({ kind: 'position', playId, at: this.#clock.now(), positionMs: this.#position(), paused: this.#paused });
  }

  #position(): number {
    if (!this.#running) return 0;
    const since = this.#stands ? 0 : this.#clock.now() - this.#running.at;
    return Math.min(this.#running.positionMs + since, this.#running.lengthMs);
  }

  get #stands(): boolean {
    return this.#paused || this.#interruptedAt !== null;
  }

  #hush(): void {
    this.#freeze();
    this.#interruptedAt = this.#clock.now();
  }

  /** Goes on where it was; returns how long nothing was heard. */
  #soundAgain(): number {
    const now = this.#clock.now();
    const silentMs = now - (this.#interruptedAt ?? now);
    this.#interruptedAt = null;
    if (this.#running) this.#runFrom(this.#running.positionMs);
    if (this.#held) this.#begin(this.#held);
    return silentMs;
  }

  /** Keeps the position as it is now. */
  #freeze(): void {
    if (this.#running) this.#running = { ...this.#running, positionMs: this.#position(), at: this.#clock.now() };
    this.#stopTimers();
  }

  #stopTimers(): void {
    for (const cancel of this.#cancel) cancel();
    this.#cancel = [];
  }
}
