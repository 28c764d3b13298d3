import type { EventEmitter } from 'node:events';
import type { ConnectionOptions, DAVESession, Networking, NetworkingState, VoiceUDPSocket } from '@discordjs/voice';
import type { Clock } from '../clock.ts';
import type { DiscordLibrary } from './discord-library.ts';
import { FRAME_MS } from './pcm.ts';

/** After so long a voice server that says nothing of encryption is taken at its word: the bot is alone there. */
const SETTLE_MS = 2_000;
/** A packet of silence. Five of them end the sound: without them Discord's clients make the rest up. */
const SILENCE = Buffer.of(0xf8, 0xff, 0xfe);
const SILENT_FRAMES = 5;

/** Where to connect to: from the bot's own voice state and the voice server that Discord named. */
export type Credentials = ConnectionOptions;

export interface ConnectionEvents {
  /** Connected, and encryption has settled. Told again after {@link resuming}. */
  opened(): void;
  /** The connection broke and takes its session up again by itself. */
  resuming(): void;
  /** Told once, and nothing after it. `code` is Discord's close code, null when it did not come to that. */
  broken(code: number | null, why: string): void;
}

/**
 * One connection to one of Discord's voice servers, end-to-end encrypted (DAVE). Of the library it uses the
 * networking alone: its `VoiceConnection` rejoins by itself without pause when a server refuses it, and when
 * to join is {@link step}'s decision.
 */
export class VoiceConnection {
  readonly #library: DiscordLibrary;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  readonly #networking: Networking;
  #over = false;
  #settled = false;
  #cancelSettling: () => void = () => {};
  /** Silent frames in a row that were sent; as many as there need to be while nothing has sounded. */
  #silentFrames = SILENT_FRAMES;

  /** @throws Error when the address is none. */
  constructor(library: DiscordLibrary, credentials: Credentials, clock: Clock, events: ConnectionEvents) {
    this.#library = library;
    this.#clock = clock;
    this.#events = events;
    this.#networking = new library.Networking(credentials, { daveEncryption: true });
    // The listeners stay for good: the library reports late errors of what it has closed already.
    this.#networking.on('error', (error) => this.#failed(error));
    this.#networking.on('close', (code) => this.#break(code, 'closed'));
    this.#networking.on('transitioned', () => this.#settle());
    this.#networking.on('stateChange', (from, to) => this.#changed(from, to));
    const { state } = this.#networking;
    if ('ws' in state) this.#guard(state.ws);
  }

  /** Packets that are sent now are heard. */
  get ready(): boolean {
    return this.#settled && this.#networking.state.code === this.#library.NetworkingStatusCode.Ready;
  }

  /** Sends the packet of the next 20 ms, or nothing when it has been silent for a while. */
  send(packet: Uint8Array): void {
    const buffer = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
    if (!buffer.equals(SILENCE)) {
      this.#silentFrames = 0;
      this.#play(buffer);
    } else if (this.#silentFrames < SILENT_FRAMES) {
      this.#play(buffer);
      if (++this.#silentFrames === SILENT_FRAMES) this.#networking.setSpeaking(false);
    }
  }

  /** Lets the sound end, then closes the connection. */
  async close(): Promise<void> {
    while (this.ready && this.#silentFrames < SILENT_FRAMES) {
      this.send(SILENCE);
      await new Promise<void>((resolve) => void this.#clock.after(FRAME_MS, resolve));
    }
    this.destroy();
  }

  /** Closes the connection at once. */
  destroy(): void {
    if (this.#over) return;
    this.#over = true;
    this.#settled = false;
    this.#cancelSettling();
    this.#networking.destroy();
  }

  #play(packet: Buffer): void {
    try {
      this.#networking.prepareAudioPacket(packet);
      this.#networking.dispatchAudio();
    } catch {
      // A packet that cannot be encrypted, between two states of its group, is one that nobody hears.
    }
  }

  #changed(from: NetworkingState, to: NetworkingState): void {
    const { Ready, Resuming } = this.#library.NetworkingStatusCode;
    if (this.#over) return;
    if ('ws' in to && (!('ws' in from) || from.ws !== to.ws)) this.#guard(to.ws);
    if ('udp' in to && !('udp' in from)) guardSending(to.udp);
    if (to.code === Resuming && from.code === Ready) this.#events.resuming();
    if (to.code !== Ready || from.code === Ready) return;
    // Music that comes before the group's keys would not be understood.
    if (from.code === Resuming && this.#settled) this.#events.opened();
    else this.#unsettle(to.dave);
    if (from.code !== Resuming) to.dave?.on('keyPackage', () => this.#unsettle(to.dave));
  }

  /** The encryption begins anew. */
  #unsettle(dave: DAVESession | undefined): void {
    if (this.#over) return;
    this.#settled = false;
    this.#cancelSettling();
    if (dave === undefined || dave.protocolVersion === 0) this.#settle();
    else this.#cancelSettling = this.#clock.after(SETTLE_MS, () => this.#settle());
  }

  #settle(): void {
    if (this.#over || this.#settled) return;
    this.#cancelSettling();
    this.#settled = true;
    if (this.ready) this.#events.opened();
  }

  /**
   * Keeps what a voice server sends from bringing the thread down: the library throws where it cannot make
   * sense of a message, and there is nobody above to catch it.
   */
  #guard(socket: EventEmitter): void {
    for (const event of ['packet', 'binary']) {
      for (const listener of socket.rawListeners(event)) {
        socket.off(event, listener as () => void);
        socket.on(event, (message: unknown) => {
          if (this.#over) return;
          try {
            listener.call(socket, message);
          } catch (error) {
            this.#failed(error as Error);
          }
        });
      }
    }
  }

  #failed(error: Error): void {
    const { Ready, Resuming } = this.#library.NetworkingStatusCode;
    const { code } = this.#networking.state;
    // A connection that stood tells by closing that it is over.
    if (code !== Ready && code !== Resuming) this.#break(null, error.message);
  }

  #break(code: number | null, why: string): void {
    if (this.#over) return;
    this.destroy();
    this.#events.broken(code, why);
  }
}

/** The library's first sign of life is sent a moment later, even if the socket has been closed by then; which would throw. */
function guardSending(socket: VoiceUDPSocket): void {
  const send = socket.send.bind(socket);
  socket.send = (packet) => {
    try {
      send(packet);
    } catch {
      // Nobody waits for it any more.
    }
  };
}
