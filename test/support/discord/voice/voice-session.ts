import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { EncryptionGroup } from './encryption-group.ts';
import { u16, u8 } from './mls.ts';
import { openPacket } from './transport.ts';
import type { FakeVoice, VoiceMode } from './voice.ts';

/** What the human listener has received. */
export interface HeardPacket {
  /** `performance.now()` of the test's thread. */
  readonly at: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Bytes on the wire. */
  readonly size: number;
  /** Whether it was end-to-end encrypted. */
  readonly encrypted: boolean;
  /** null when it could not be decrypted, or nobody asked for it to be. */
  readonly opus: Uint8Array | null;
  readonly error?: string;
}

/** End-to-end encrypted frames end with this (https://daveprotocol.com). */
const MAGIC = 0xfafa;
const KEPT = 256;
const UDP_SOURCE = '127.0.0.1';

/** One voice connection of the bot: outlives its websocket, so that it can be resumed. */
export class VoiceSession {
  readonly ssrc: number;
  readonly voice: FakeVoice;
  mode: VoiceMode | null = null;
  group: EncryptionGroup | null = null;
  /** Whether the bot may take it up again after its socket has gone. */
  resumable = true;
  readonly #key = randomBytes(32);
  readonly #udpPort: number;
  readonly #maxDave: number;
  readonly #kept: { readonly sequence: number; readonly message: Buffer | string }[] = [];
  readonly #shown = new Set<string>();
  #websocket: WebSocket;
  #sequence = 0;

  constructor(voice: FakeVoice, websocket: WebSocket, ssrc: number, udpPort: number, maxDave: number) {
    this.voice = voice;
    this.ssrc = ssrc;
    this.#websocket = websocket;
    this.#udpPort = udpPort;
    this.#maxDave = maxDave;
  }

  get connected(): boolean {
    return this.#websocket.readyState === this.#websocket.OPEN;
  }

  get ready(): boolean {
    return this.connected && this.mode !== null && (this.group === null || this.group.settled);
  }

  /** Tells the bot where to send to and which encryption is on offer (op 2). */
  begin(): void {
    this.#plain(2, { ssrc: this.ssrc, ip: UDP_SOURCE, port: this.#udpPort, modes: this.voice.modes });
  }

  /** The bot is back on another websocket, having seen everything up to `acknowledged`. */
  resume(websocket: WebSocket, acknowledged: number): void {
    this.#websocket = websocket;
    this.#plain(9, null);
    for (const { sequence, message } of this.#kept) if (sequence > acknowledged) websocket.send(message);
  }

  /** Ends the websocket. Only after 4015, or a code that is not Discord's, may the bot resume. */
  close(code: number): void {
    this.resumable &&= code === 4015 || code < 4000;
    this.#websocket.close(code);
  }

  drop(): void {
    this.#websocket.terminate();
  }

  /** Another connection has taken its place. */
  abandon(): void {
    this.resumable = false;
    if (this.connected) this.close(4014);
  }

  /** The bot asks for its own address. */
  discover(): boolean {
    if (this.voice.discovery === 'answered') return true;
    this.voice.unanswered += 1;
    if (this.voice.discovery === 'closed') this.close(4006);
    return false;
  }

  receive(op: number, data: unknown): void {
    switch (op) {
      case 1:
        this.#select((data as { readonly data: { readonly mode: VoiceMode } }).data.mode);
        break;
      case 5:
        this.voice.speaking.push({ at: performance.now(), speaking: (data as { readonly speaking: number }).speaking });
        break;
      case 23:
        this.group?.transitionReady((data as { readonly transition_id: number }).transition_id);
        break;
      case 31:
        this.voice.invalidCommits.push(performance.now());
        break;
      default:
        this.voice.guild.discord.report(`voice: the opcode ${op}`);
        this.close(4001);
    }
  }

  receiveBinary(message: Buffer): void {
    const payload = message.subarray(1);
    if (message[0] === 26) this.group?.keyPackage(payload);
    else if (message[0] === 28) this.group?.commit(payload);
  }

  /** A packet of the bot's, opened as far as the human listener can. */
  hear(packet: Buffer): void {
    if (this.mode === null || this.voice.suppressed || this.voice.guild.bot.voice === null) return;
    const frame = { at: performance.now(), sequence: packet.readUInt16BE(2), timestamp: packet.readUInt32BE(4), ssrc: this.ssrc, size: packet.length };
    if (!this.voice.decrypts) return void this.voice.packets.push({ ...frame, encrypted: this.group !== null, opus: null });
    let encrypted = false;
    try {
      const payload = openPacket(packet, this.mode, this.#key);
      encrypted = payload.length > 2 && payload.readUInt16BE(payload.length - 2) === MAGIC;
      const opus = encrypted && this.group ? this.group.decrypt(payload) : payload;
      this.voice.packets.push({ ...frame, encrypted, opus });
    } catch (error) {
      this.voice.packets.push({ ...frame, encrypted, opus: null, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Tells the bot who else is in the channel (ops 11 and 13). */
  showCompany(users: readonly string[]): void {
    if (this.mode === null) return;
    const come = users.filter((id) => !this.#shown.has(id));
    if (come.length > 0) this.#numbered(11, { user_ids: come });
    for (const id of come) this.#shown.add(id);
    for (const id of this.#shown) {
      if (users.includes(id)) continue;
      this.#shown.delete(id);
      this.#numbered(13, { user_id: id });
    }
  }

  #select(mode: VoiceMode): void {
    if (!this.voice.modes.includes(mode)) return this.close(4016);
    const version = this.voice.encrypted ? Math.min(1, this.#maxDave) : 0;
    this.mode = mode;
    this.#plain(4, { mode, secret_key: [...this.#key], dave_protocol_version: version, media_session_id: 'session', audio_codec: 'opus' });
    this.showCompany(this.voice.company);
    const { channelId, guild, firstTransition } = this.voice;
    if (version === 0 || channelId === null) return;
    const wire = { binary: (op: number, payload: Buffer) => this.#binary(op, payload), json: (op: number, data: object) => this.#numbered(op, data), changed: () => guild.discord.happened() };
    this.group = new EncryptionGroup(wire, { version, channelId, botId: guild.bot.id, earId: guild.discord.earId, firstTransition });
  }

  #plain(op: number, data: object | null): void {
    this.#websocket.send(JSON.stringify({ op, d: data }));
  }

  #numbered(op: number, data: object): void {
    this.#keep(JSON.stringify({ op, d: data, seq: ++this.#sequence }));
  }

  #binary(op: number, payload: Buffer): void {
    this.#keep(Buffer.concat([u16(++this.#sequence), u8(op), payload]));
  }

  #keep(message: Buffer | string): void {
    this.#kept.push({ sequence: this.#sequence, message });
    if (this.#kept.length > KEPT) this.#kept.shift();
    if (this.connected) this.#websocket.send(message);
  }
}
