import type { VoiceEvent, VoiceItem } from './voice.ts';

export interface PlayerItem extends VoiceItem {
  /** Tells items apart while they are decoded; never 0. */
  readonly number: number;
  /** Goes on where it was interrupted: it has been announced before. */
  readonly resumed?: boolean;
}

/** What plays at the end of a frame. */
export interface Playing {
  readonly playId: string;
  readonly positionMs: number;
  readonly paused: boolean;
}

type Untimed<E> = E extends { readonly at: number } ? Omit<E, 'at'> : never;

/** What happened in a frame; whoever sends the frame knows when. */
export type PlayerEvent = Untimed<VoiceEvent>;
