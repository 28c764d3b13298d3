import type { LossCause } from './voice.ts';

/** Where a voice connection stands with being made: what {@link step} decides by. Times are epoch ms. */
export interface Reconnection {
  /** The voice channel it belongs to. */
  readonly channelId: string;
  /** Where Discord said last that the bot is; null for nowhere. */
  readonly isIn: string | null;
  readonly phase: Phase;
  /** When it was asked to join within the last minute, oldest first. */
  readonly joins: readonly number[];
  /** Failures in a row. */
  readonly failures: number;
  /** Failures in a row with a code that says: not with this program. */
  readonly refusals: number;
  /** Joins in a row that nothing answered. */
  readonly unanswered: number;
  /** It has left by itself, and Discord has yet to say so. */
  readonly left: boolean;
  /** The connection stands, and frames are heard. */
  readonly audible: boolean;
  /** It has been audible before. */
  readonly wasAudible: boolean;
  /** Since when nothing is heard. */
  readonly silentSince: number;
  /** People know that nothing is heard. */
  readonly told: boolean;
  /** Since when it is being tried; null while there is nothing to try. */
  readonly tryingSince: number | null;
}

export type Phase =
  /** Waits before the next join. */
  | { readonly kind: 'resting'; readonly until: number }
  /**
   * Has asked to join. `fresh`: Discord does not take the bot for being there already, so that no answer means
   * no. `stated`, `served`: what has been answered.
   */
  | { readonly kind: 'asking'; readonly since: number; readonly fresh: boolean; readonly stated: boolean; readonly served: boolean }
  /** There is no gateway to ask over. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'connected'; readonly since: number }
  /** Was disconnected by Discord: thrown out, or about to be sent elsewhere? */
  | { readonly kind: 'doubting'; readonly until: number; readonly code: number }
  /** Takes itself for thrown out and leaves; if even that cannot be sent, it was the gateway that was lost. */
  | { readonly kind: 'withdrawing'; readonly since: number }
  | { readonly kind: 'lost' };

export type Fact =
  | { readonly kind: 'time' }
  /** The gateway reaches the guild (again). */
  | { readonly kind: 'ready' }
  /** The last order to join or leave could not be sent. */
  | { readonly kind: 'unsent' }
  /** The bot's own voice state. */
  | { readonly kind: 'state'; readonly channelId: string | null }
  /** Discord names a voice server; `available` is false while it looks for another. */
  | { readonly kind: 'server'; readonly available: boolean }
  /** The connection is ready and its encryption settled. */
  | { readonly kind: 'opened' }
  /** The connection was interrupted and takes its session up again by itself. */
  | { readonly kind: 'resuming' }
  /** The connection is gone. `code` is null when no voice server closed it: no network, no certificate. */
  | { readonly kind: 'broken'; readonly code: number | null }
  | { readonly kind: 'move'; readonly channelId: string }
  /** This machine cannot do it at all. */
  | { readonly kind: 'unable' };

export type Order =
  | { readonly kind: 'join'; readonly channelId: string }
  | { readonly kind: 'leave' }
  /** Connect to the voice server that was named last, in place of what stands. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'interrupted'; readonly reason: string }
  | { readonly kind: 'reconnected'; readonly silentMs: number }
  /** A move came to nothing: the music has been playing in this channel all along, and does so on. */
  | { readonly kind: 'stayed'; readonly channelId: string; readonly reason: string }
  | { readonly kind: 'lost'; readonly cause: LossCause; readonly reason: string };

/** A join that Discord takes for old news is not answered: after this it leaves first. */
const STALE_MS = 1_500;
const ANSWER_MS = 10_000;
const CONNECT_MS = 12_000;
/** A connection being replaced or resumed for longer than this is an interruption that people hear of. */
const UNNOTICED_MS = 1_000;
const WITHDRAW_MS = 500;

/** A place that wants to be in a channel; its first {@link Fact} is `time`. */
export function wanting(channelId: string, now: number): Reconnection {
  return {
    channelId,
    isIn: null,
    phase: { kind: 'resting', until: now },
    joins: [],
    failures: 0,
    refusals: 0,
    unanswered: 0,
    left: false,
    audible: false,
    wasAudible: false,
    silentSince: now,
    told: false,
    tryingSince: null,
  };
}

/** When `time` is to be told next; null for not before something happens. */
export function wakeAt(state: Reconnection): number | null {
  const times = [noticedAt(state), dueAt(state)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** When people are to hear of the silence, if it lasts. */
export function noticedAt({ phase, wasAudible, told, audible, silentSince }: Reconnection): number | null {
  return wasAudible && !told && !audible && phase.kind !== 'lost' ? silentSince + UNNOTICED_MS : null;
}

/** When the phase has lasted long enough. */
export function dueAt({ phase }: Reconnection): number | null {
  switch (phase.kind) {
    case 'resting':
      return phase.until;
    case 'asking':
      return phase.since + (phase.fresh ? ANSWER_MS : STALE_MS);
    case 'connecting':
      return phase.since + CONNECT_MS;
    case 'doubting':
      return phase.until;
    case 'withdrawing':
      return phase.since + WITHDRAW_MS;
    case 'unreached':
    case 'connected':
    case 'lost':
      return null;
  }
}
