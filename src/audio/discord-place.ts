import { systemClock, type Clock } from '../clock.ts';
import type { DiscordLibrary } from './discord-library.ts';
import type { ListeningPlace } from './place.ts';
import type { PlayerEvent } from './player-item.ts';
import { step } from './reconnection.ts';
import { wakeAt, wanting, type Fact, type Order, type Reconnection } from './reconnection-state.ts';
import { VoiceConnection, type Credentials } from './voice-connection.ts';
import type { VoiceGatewayEvent } from './voice-gateway.ts';

const VOICE_STATE_UPDATE = 4;

export interface DiscordPlaceOptions {
  readonly guildId: string;
  readonly channelId: string;
  /** Loaded when the first connection is made. */
  readonly library: () => Promise<DiscordLibrary>;
  readonly clock?: Clock;
  /** Sends to the gateway. {@link DiscordPlace.unsent} is the answer if there is none. */
  readonly send: (payload: unknown) => void;
  /** What becomes of the connection: `interrupted`, `reconnected`, `stayed`, `lost`. */
  readonly onEvent: (event: PlayerEvent) => void;
  /** For whoever looks into why a connection broke; nothing that is secret. */
  readonly note?: (text: string) => void;
}

/** What of Discord's payloads matters here. */
interface VoiceState {
  readonly user_id: string;
  readonly session_id: string;
  readonly channel_id: string | null;
}
interface VoiceServer {
  readonly token: string;
  readonly endpoint: string | null;
}

/**
 * A voice channel of Discord. It joins by itself as soon as the gateway lets it, comes back when the connection
 * breaks, follows when it is moved, and says so when it is lost ({@link step} decides). While nothing can be
 * heard it is not ready, and the music waits. Other listeners than the channel's get no frames of it.
 */
export class DiscordPlace implements ListeningPlace {
  readonly #is: DiscordPlaceOptions;
  readonly #clock: Clock;
  #state: Reconnection;
  #voiceState: VoiceState | null = null;
  #server: VoiceServer | null = null;
  #connection: VoiceConnection | null = null;
  #cancelWake: () => void = () => {};
  #closing: Promise<void> | null = null;

  constructor(options: DiscordPlaceOptions) {
    this.#is = options;
    this.#clock = options.clock ?? systemClock;
    this.#state = wanting(options.channelId, this.#clock.now());
    this.#schedule();
  }

  get ready(): boolean {
    return this.#closing === null && this.#connection?.ready === true;
  }

  send(packet: Uint8Array): void {
    if (this.ready) this.#connection?.send(packet);
  }

  /** Something came from the gateway for this guild. */
  tell(event: VoiceGatewayEvent): void {
    switch (event.kind) {
      case 'ready':
        return this.#happened({ kind: 'ready' });
      case 'state':
        this.#voiceState = event.data as VoiceState;
        return this.#happened({ kind: 'state', channelId: this.#voiceState.channel_id });
      case 'server':
        this.#server = event.data as VoiceServer;
        return this.#happened({ kind: 'server', available: this.#server.endpoint !== null });
    }
  }

  /** What was sent last did not reach the gateway. */
  unsent(): void {
    this.#happened({ kind: 'unsent' });
  }

  moveTo(channelId: string): void {
    this.#happened({ kind: 'move', channelId });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#cancelWake();
    await this.#connection?.close();
    if (this.#state.phase.kind !== 'lost') this.#update(null);
  }

  #happened(fact: Fact): void {
    if (this.#closing !== null) return;
    const { state, orders } = step(this.#state, fact, this.#clock.now());
    this.#state = state;
    for (const order of orders) this.#carryOut(order);
    this.#schedule();
  }

  #schedule(): void {
    this.#cancelWake();
    const at = wakeAt(this.#state);
    if (at !== null) this.#cancelWake = this.#clock.after(Math.max(0, at - this.#clock.now()), () => this.#happened({ kind: 'time' }));
  }

  #carryOut(order: Order): void {
    switch (order.kind) {
      case 'join':
        return this.#update(order.channelId);
      case 'leave':
        return this.#update(null);
      case 'connect':
        return void this.#connect();
      case 'disconnect':
        this.#connection?.destroy();
        this.#connection = null;
        return;
      case 'stayed': {
        const { reason, channelId } = order;
        return this.#is.onEvent({ kind: 'stayed', destination: { kind: 'discord', guildId: this.#is.guildId, channelId }, reason });
      }
      case 'interrupted':
      case 'reconnected':
      case 'lost':
        return this.#is.onEvent(order);
    }
  }

  /** The bot never listens: it is deaf. */
  #update(channelId: string | null): void {
    this.#is.send({ op: VOICE_STATE_UPDATE, d: { guild_id: this.#is.guildId, channel_id: channelId, self_mute: false, self_deaf: true } });
  }

  async #connect(): Promise<void> {
    this.#connection?.destroy();
    this.#connection = null;
    const { phase } = this.#state;
    const library = await this.#library();
    // In the meantime it may have been decided otherwise.
    const credentials = this.#credentials();
    if (library === null || credentials === null || this.#state.phase !== phase || this.#closing !== null) return;
    try {
      this.#connection = new VoiceConnection(library, credentials, this.#clock, {
        opened: () => this.#happened({ kind: 'opened' }),
        resuming: () => this.#happened({ kind: 'resuming' }),
        broken: (code, why) => this.#broken(code, why),
      });
    } catch (error) {
      this.#broken(null, String(error));
    }
  }

  async #library(): Promise<DiscordLibrary | null> {
    try {
      return await this.#is.library();
    } catch (error) {
      this.#is.note?.(`the voice library does not load: ${String(error)}`);
      this.#happened({ kind: 'unable' });
      return null;
    }
  }

  #broken(code: number | null, why: string): void {
    this.#is.note?.(`voice connection, code ${code ?? 'none'}: ${why}`);
    this.#happened({ kind: 'broken', code });
  }

  #credentials(): Credentials | null {
    const { guildId } = this.#is;
    if (this.#voiceState === null || this.#server === null) return null;
    const { user_id: userId, session_id: sessionId, channel_id: channelId } = this.#voiceState;
    const { endpoint, token } = this.#server;
    if (endpoint === null || channelId === null) return null;
    return { serverId: guildId, channelId, userId, sessionId, token, endpoint };
  }
}
