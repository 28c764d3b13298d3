import type { AudioFile, Destination, PlaceId, PlayId } from '../domain.ts';

/**
 * The voice: what plays. It lives in a worker thread (`voice-worker.ts`) and is driven from the main
 * thread through this port. Every place has a player of its own: two decks, a crossfade, a limiter, an
 * Opus encoder and one listening place that the 20 ms frames go to.
 */
export interface Voice {
  /**
   * Opens a player for a place. `onEvent` is called on the main thread, in order. A voice channel is joined
   * as soon as Discord lets it; until then the music waits.
   * @throws Error when the place is open already or the worker cannot be started.
   */
  open(placeId: PlaceId, options: PlayerOptions, onEvent: (event: VoiceEvent) => void): Promise<VoicePlayer>;
  /** Stops every player and ends the worker. */
  close(): Promise<void>;
}

export interface PlayerOptions {
  readonly destination: Destination;
  /** Opus bitrate, bit/s. */
  readonly bitrate: number;
  readonly crossfadeMs: number;
  /** Linear, 0 to 1. */
  readonly volume: number;
}

/** A track on its way to a deck. */
export interface VoiceItem {
  readonly playId: PlayId;
  readonly file: AudioFile;
  /** Gain to the target loudness, dB (already bounded by the caller; the limiter holds −1 dBTP). */
  readonly gainDb: number;
  /** Where to begin, ms into the track. */
  readonly startMs: number;
  /** Follows the previous track of its album in order: joined without gap or fade. */
  readonly gapless: boolean;
  /** For messages: "Artist – Title". */
  readonly label: string;
}

export interface VoicePlayer {
  /** Replaces what plays now, with a short fade (20 ms) so that it does not click. Clears what was up next. */
  play(item: VoiceItem): void;
  /** What follows when the current item nears its end (crossfaded or gapless by itself); null for nothing. */
  upNext(item: VoiceItem | null): void;
  pause(): void;
  resume(): void;
  /** Jumps within the current item, ms from its start. */
  seek(positionMs: number): void;
  /** Linear, 0 to 1. */
  setVolume(volume: number): void;
  setCrossfade(ms: number): void;
  /** Goes to another voice channel of the same guild with the music; nothing happens when it is there already. */
  moveTo(destination: Destination): void;
  /** Stops the music; the place stays open and hears silence. */
  stop(): void;
  /** The `stream` place's frames from now on, with up to 1.5 s of what came before. */
  frames(listener: FrameListener): () => void;
  /** Ends the player and leaves the place. */
  close(): Promise<void>;
}

/** Receives Opus packets of 20 ms each. Called on the main thread in batches of 5 (100 ms). */
export type FrameListener = (packets: readonly Uint8Array[]) => void;

export type VoiceEvent =
  /** The item's first frame has been sent. `positionMs` is where it began. */
  | { readonly kind: 'started'; readonly playId: PlayId; readonly at: number; readonly positionMs: number }
  /** At least once a second while playing, and at once on pause, resume and seek. */
  | { readonly kind: 'position'; readonly playId: PlayId; readonly at: number; readonly positionMs: number; readonly paused: boolean }
  /** The item ran to its end (with a crossfade: when the fade was over), or was replaced by `play` or `stop`. */
  | { readonly kind: 'ended'; readonly playId: PlayId; readonly at: number; readonly positionMs: number; readonly how: 'finished' | 'replaced' }
  /** The item cannot be decoded. If it was current, the up-next item begins, or `idle` follows. */
  | { readonly kind: 'failed'; readonly playId: PlayId; readonly at: number; readonly reason: string }
  /** Nothing is left to play. */
  | { readonly kind: 'idle'; readonly at: number }
  /** Nobody hears anything from now on: the connection broke and is being made again. The music waits for it. */
  | { readonly kind: 'interrupted'; readonly at: number; readonly reason: string }
  /** The connection stands again, and the music goes on where it was. */
  | { readonly kind: 'reconnected'; readonly at: number; readonly silentMs: number }
  /** It was not let in where it was to move to, and plays on at `destination`. `reason` is one sentence for people. */
  | { readonly kind: 'stayed'; readonly at: number; readonly destination: Destination; readonly reason: string }
  /** The destination is gone, and nothing more is tried. `reason` is one sentence for people: what happened, what to do. */
  | { readonly kind: 'lost'; readonly at: number; readonly cause: LossCause; readonly reason: string }
  /** The watchdog found the frames stopped and restored them (same item, same position). */
  | { readonly kind: 'repaired'; readonly at: number; readonly reason: string; readonly silentMs: number };

export type LossCause =
  /** Somebody disconnected the bot, or the channel or the guild is gone. */
  | 'removed'
  /** Discord did not let it in: the channel is full, or a permission is missing. */
  | 'refused'
  /** Discord's voice servers could not be reached for minutes, or refused what this version speaks. */
  | 'unreachable';
