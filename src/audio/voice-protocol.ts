import type { Destination } from '../domain.ts';
import type { PacingReport } from './pacer.ts';
import type { PlayerEvent, PlayerItem, Playing } from './player-item.ts';
import type { PlayerOptions } from './voice.ts';
import type { VoiceGatewayEvent } from './voice-gateway.ts';

/** What a player is told. */
export type PlayerCommand =
  | { readonly kind: 'play'; readonly item: PlayerItem }
  | { readonly kind: 'up-next'; readonly item: PlayerItem | null }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'seek'; readonly positionMs: number }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'crossfade'; readonly ms: number }
  | { readonly kind: 'move'; readonly destination: Destination }
  | { readonly kind: 'stop' };

/** From the main thread to the voice worker. Players are numbered by the main thread. */
export type ToWorker =
  | { readonly kind: 'open'; readonly player: number; readonly options: PlayerOptions }
  | { readonly kind: 'command'; readonly player: number; readonly command: PlayerCommand }
  | { readonly kind: 'close'; readonly player: number }
  /** There is a Discord door: its connections are coming. */
  | { readonly kind: 'expect-discord' }
  | { readonly kind: 'gateway'; readonly event: VoiceGatewayEvent }
  /** A voice state update could not be sent: there is no connection to the gateway. */
  | { readonly kind: 'unsent'; readonly guildId: string }
  | { readonly kind: 'report' }
  /** Keeps the worker from answering for a while: a fire drill for the watchdog. */
  | { readonly kind: 'hang'; readonly ms: number };

/** From the voice worker to the main thread. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened'; readonly player: number }
  | { readonly kind: 'closed'; readonly player: number }
  | { readonly kind: 'event'; readonly player: number; readonly event: PlayerEvent; readonly at: number }
  | { readonly kind: 'frames'; readonly player: number; readonly packets: readonly Uint8Array[]; readonly playing: Playing | null }
  /** A voice state update for the gateway. */
  | { readonly kind: 'gateway'; readonly guildId: string; readonly payload: unknown }
  | { readonly kind: 'report'; readonly pacing: PacingReport };

/** What both threads see without messages, as 32-bit integers. */
export const PULSE = 0;
/** Number of the item whose decoder is at work; 0 when none is. */
export const DECODING = 1;
export const SHARED_CELLS = 2;

export interface WorkerStart {
  /** Whether there is a Discord door already. */
  readonly discord: boolean;
  readonly shared: Int32Array<SharedArrayBuffer>;
}
