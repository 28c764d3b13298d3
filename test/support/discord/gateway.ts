import type { Server } from 'node:http';
import { GatewayIntentBits } from 'discord.js';
import { WebSocketServer } from 'ws';
import type { FakeDiscord } from './fake-discord.ts';
import { GatewaySession } from './gateway-session.ts';
import { GatewaySocket } from './gateway-socket.ts';
import type { FakeGuild } from './guild.ts';
import { shardOf } from './ids.ts';

/** How a bot identified itself. */
export interface Identify {
  readonly at: number;
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
}

const PRIVILEGED = GatewayIntentBits.GuildPresences | GatewayIntentBits.GuildMembers | GatewayIntentBits.MessageContent;

/** Discord's gateway: sessions of shards over websockets, and what can go wrong with them. */
export class Gateway {
  readonly identifies: Identify[] = [];
  /** When sessions were taken up again, and how many events they had missed. */
  readonly resumes: { readonly at: number; readonly missed: number }[] = [];
  readonly #discord: FakeDiscord;
  readonly #sessions = new Set<GatewaySession>();
  readonly #sockets = new Set<GatewaySocket>();
  #server: WebSocketServer | null = null;

  constructor(discord: FakeDiscord) {
    this.#discord = discord;
  }

  attach(server: Server): void {
    this.#server = new WebSocketServer({ server });
    this.#server.on('connection', (websocket) => {
      const socket = new GatewaySocket(this.#discord, websocket);
      this.#sockets.add(socket);
      websocket.once('close', () => {
        this.#sockets.delete(socket);
        this.#discord.happened();
      });
    });
  }

  /** The intents of the bot that identified last. */
  get intents(): number {
    return this.identifies.at(-1)?.intents ?? 0;
  }

  /** How many shards are connected at the moment. */
  get connected(): number {
    return [...this.#sessions].filter((session) => session.socket !== null).length;
  }

  /** Cuts the sockets of all shards, or of one. The sessions can be resumed. */
  drop(shard?: number): void {
    for (const socket of this.#of(shard)) socket.cut();
  }

  /** Asks the bot to reconnect (op 7). */
  reconnect(shard?: number): void {
    for (const socket of this.#of(shard)) socket.send({ op: 7, d: null });
  }

  /** Declares the sessions invalid (op 9). With a session that is gone its voice connections are, too (4014). */
  invalidate(resumable: boolean, shard?: number): void {
    for (const socket of this.#of(shard)) {
      const { session } = socket;
      socket.send({ op: 9, d: resumable });
      if (resumable || !session) continue;
      this.#sessions.delete(session);
      for (const guild of this.#served(session)) guild.voice.orphaned();
    }
  }

  /** The connections stay open and nothing comes any more, not even answers to heartbeats. Events are queued. */
  goSilent(shard?: number): void {
    for (const socket of this.#of(shard)) socket.silent = true;
  }

  /** Closes the connections with a code. */
  close(code: number, shard?: number): void {
    for (const socket of this.#of(shard)) socket.close(code);
  }

  /**
   * Sends an event to the sessions that serve the guild.
   * @param data the payload, or how to write it for a bot with these intents
   * @param intent what the bot must have asked for; 0 for events nobody has to ask for
   */
  dispatch(event: string, guild: FakeGuild, data: object | ((intents: number) => object), intent: number): void {
    const written = typeof data === 'function' ? (data as (intents: number) => object) : () => data;
    for (const session of this.#sessions) {
      if (shardOf(guild.id, session.shard[1]) !== session.shard[0]) continue;
      if (intent !== 0 && (session.intents & intent) === 0) continue;
      if (event !== 'GUILD_DELETE' && (guild.unavailable || !this.#discord.guilds.has(guild.id))) continue;
      session.dispatch(event, written(session.intents));
    }
    this.#discord.happened();
  }

  /** A bot begins a session. @returns a close code, or the session */
  identify(token: string, intents: number, shard: readonly [number, number]): GatewaySession | 4004 | 4010 | 4014 {
    if (token !== this.#discord.token) return 4004;
    if (shard[0] >= shard[1]) return 4010;
    if (!this.#discord.allowPrivilegedIntents && (intents & PRIVILEGED) !== 0) return 4014;
    this.identifies.push({ at: performance.now(), shard, intents });
    for (const session of this.#sessions) if (session.socket === null && session.shard[0] === shard[0]) this.#sessions.delete(session);
    const session = new GatewaySession(intents, shard);
    this.#sessions.add(session);
    return session;
  }

  /** What a new session is told first. */
  greet(session: GatewaySession): void {
    const served = this.#served(session);
    session.dispatch('READY', {
      v: 10, user: this.#discord.botUser.toJSON(), guilds: served.map(({ id }) => ({ id, unavailable: true })), session_id: session.id, resume_gateway_url: this.#discord.origin.replace('http', 'ws'),
      shard: session.shard, application: { id: this.#discord.applicationId, flags: 0 }, session_type: 'normal', private_channels: [], relationships: [], user_settings: {},
    });
    for (const guild of served) {
      if (!guild.voice.connected) guild.voice.orphaned();
      if (!guild.unavailable) session.dispatch('GUILD_CREATE', guild.describe(session.intents));
    }
  }

  /** A bot takes a session up again. @returns null when there is none to take up */
  resume(token: string, id: string, sequence: number): { readonly session: GatewaySession; readonly missed: readonly string[] } | null {
    if (token !== this.#discord.token) return null;
    const session = [...this.#sessions].find((one) => one.id === id);
    const missed = session?.after(sequence) ?? null;
    if (!session || missed === null) return null;
    this.resumes.push({ at: performance.now(), missed: missed.length });
    return { session, missed };
  }

  end(): void {
    for (const socket of this.#sockets) socket.cut();
    this.#sessions.clear();
    this.#server?.close();
  }

  #served({ shard: [id, count] }: GatewaySession): readonly FakeGuild[] {
    return [...this.#discord.guilds.values()].filter((guild) => shardOf(guild.id, count) === id);
  }

  #of(shard: number | undefined): readonly GatewaySocket[] {
    return [...this.#sockets].filter((socket) => shard === undefined || socket.session?.shard[0] === shard);
  }
}
