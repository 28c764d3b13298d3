import { randomInt, randomUUID } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { selfSigned, type Certificate } from '../certificate.ts';
import type { FakeDiscord } from '../fake-discord.ts';
import { closing } from '../open-sockets.ts';
import { discoveryRequest, discoveryResponse, isOpusPacket } from './transport.ts';
import { VoiceSession } from './voice-session.ts';
import type { FakeVoice } from './voice.ts';

const VERSION = '8';

interface Identify {
  readonly server_id: string;
  readonly session_id: string;
  readonly token: string;
  readonly max_dave_protocol_version?: number;
}

interface Resume {
  readonly session_id: string;
  readonly token: string;
  readonly seq_ack?: number;
}

/** The voice servers of all guilds: websockets over TLS, and one UDP socket. */
export class VoiceServer {
  readonly #discord: FakeDiscord;
  readonly #voices = new Map<string, FakeVoice>();
  readonly #sessions = new Map<number, VoiceSession>();
  readonly #udp: Socket = createSocket('udp4');
  readonly #closing: (() => Promise<void>)[] = [];
  #trusted: Server | null = null;
  #untrusted: Server | null = null;

  constructor(discord: FakeDiscord) {
    this.#discord = discord;
    this.#udp.on('message', (packet, from) => this.#receivePacket(packet, from));
  }

  async listen(certificate: Certificate): Promise<void> {
    this.#trusted = await this.#serve(certificate);
    this.#untrusted = await this.#serve(selfSigned());
    this.#udp.bind(0, '127.0.0.1');
    await once(this.#udp, 'listening');
  }

  async close(): Promise<void> {
    this.#udp.close();
    await Promise.all(this.#closing.map((close) => close()));
  }

  get endpoint(): string {
    return `localhost:${portOf(this.#trusted)}`;
  }

  /** A server whose certificate nobody trusts. */
  get untrustedEndpoint(): string {
    return `localhost:${portOf(this.#untrusted)}`;
  }

  /** A token for the bot's voice in a guild. */
  grant(voice: FakeVoice): string {
    const token = randomUUID();
    this.#voices.set(token, voice);
    return token;
  }

  revoke(token: string): void {
    this.#voices.delete(token);
  }

  async #serve(certificate: Certificate): Promise<Server> {
    const server = createServer(certificate);
    new WebSocketServer({ server }).on('connection', (websocket, request) => this.#connected(websocket, request.url ?? ''));
    this.#closing.push(closing(server));
    // A client that does not trust the certificate hangs up.
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  #connected(websocket: WebSocket, url: string): void {
    if (new URL(url, 'http://localhost').searchParams.get('v') !== VERSION) return websocket.close(4001);
    let session: VoiceSession | null = null;
    websocket.on('error', () => websocket.terminate());
    websocket.on('close', () => this.#discord.happened());
    websocket.on('message', (data, isBinary) => {
      if (isBinary) session?.receiveBinary(data as Buffer);
      else session = this.#receive(websocket, session, data);
      this.#discord.happened();
    });
    websocket.send(JSON.stringify({ op: 8, d: { v: 8, heartbeat_interval: this.#discord.voiceHeartbeatMs } }));
  }

  #receive(websocket: WebSocket, session: VoiceSession | null, data: RawData): VoiceSession | null {
    const { op, d } = JSON.parse((data as Buffer).toString()) as { readonly op: number; readonly d: unknown };
    switch (op) {
      case 0:
        return this.#identify(websocket, d as Identify);
      case 3:
        websocket.send(JSON.stringify({ op: 6, d: { t: (d as { readonly t: number }).t } }));
        return session;
      case 7:
        return this.#resume(websocket, d as Resume);
      default:
        if (session) session.receive(op, d);
        else websocket.close(4003);
        return session;
    }
  }

  #identify(websocket: WebSocket, identify: Identify): VoiceSession | null {
    const voice = this.#voices.get(identify.token);
    if (!voice || voice.guild.id !== identify.server_id) {
      websocket.close(4004);
      return null;
    }
    const maxDave = identify.max_dave_protocol_version ?? 0;
    const session = new VoiceSession(voice, websocket, randomInt(1, 2 ** 31), portOf(this.#udp), maxDave);
    const refusal = voice.identify(session, identify.session_id, maxDave);
    if (refusal !== null) {
      websocket.close(refusal);
      return null;
    }
    for (const [ssrc, { resumable, connected }] of this.#sessions) if (!resumable && !connected) this.#sessions.delete(ssrc);
    this.#sessions.set(session.ssrc, session);
    session.begin();
    return session;
  }

  #resume(websocket: WebSocket, resume: Resume): VoiceSession | null {
    const session = this.#voices.get(resume.token)?.resume(resume.session_id) ?? null;
    if (session) session.resume(websocket, resume.seq_ack ?? -1);
    else websocket.close(4006);
    return session;
  }

  #receivePacket(packet: Buffer, from: RemoteInfo): void {
    const asking = discoveryRequest(packet);
    if (asking !== null) {
      if (this.#sessions.get(asking)?.discover()) this.#udp.send(discoveryResponse(asking, from.address, from.port), from.port, from.address);
    } else if (isOpusPacket(packet)) {
      this.#sessions.get(packet.readUInt32BE(8))?.hear(packet);
      this.#discord.happened();
    }
  }
}

function portOf(server: Server | Socket | null): number {
  const address = server?.address() as AddressInfo | null | undefined;
  if (!address) throw new Error('The voice server does not listen');
  return address.port;
}
