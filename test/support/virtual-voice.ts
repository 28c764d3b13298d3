import type { DiscordVoice, VoiceGateway, VoiceGatewayEvent } from '../../src/audio/voice-gateway.ts';
import type { PlayerOptions, Voice, VoiceEvent } from '../../src/audio/voice.ts';
import type { Clock } from '../../src/clock.ts';
import type { AudioFile } from '../../src/domain.ts';
import { VirtualPlayer } from './virtual-player.ts';

export type { VirtualPlayer };

/**
 * A voice without sound whose music advances with a clock that the test turns, so that hours of a session
 * take no time. It passes the same contract as the worker's voice (`test/audio/voice-contract.ts`).
 * It joins no voice channel, and keeps what it is told of Discord's gateway for the test to see.
 */
export class VirtualVoice implements Voice, DiscordVoice {
  readonly players = new Map<string, VirtualPlayer>();
  gateway: VoiceGateway | null = null;
  readonly told: VoiceGatewayEvent[] = [];
  readonly #clock: Clock;
  readonly #lengthMs: (file: AudioFile) => number | null;

  /** @param lengthMs how long a file plays; null when it is broken. */
  constructor(clock: Clock, lengthMs: (file: AudioFile) => number | null) {
    this.#clock = clock;
    this.#lengthMs = lengthMs;
  }

  async open(placeId: string, options: PlayerOptions, onEvent: (event: VoiceEvent) => void): Promise<VirtualPlayer> {
    if (this.players.has(placeId)) throw new Error(`The place ${placeId} is open already.`);
    const player = new VirtualPlayer({ clock: this.#clock, lengthMs: this.#lengthMs, options, onEvent, onClose: () => this.players.delete(placeId) });
    this.players.set(placeId, player);
    return player;
  }

  attach(gateway: VoiceGateway | null): void {
    this.gateway = gateway;
  }

  tell(event: VoiceGatewayEvent): void {
    this.told.push(event);
  }

  async close(): Promise<void> {
    for (const player of this.players.values()) await player.close();
  }
}
