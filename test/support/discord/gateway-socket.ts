import type { RawData, WebSocket } from 'ws';
import type { FakeDiscord } from './fake-discord.ts';
import type { GatewaySession } from './gateway-session.ts';

const COMMANDS = 120;
const COMMANDS_MS = 60_000;
const MAX_BYTES = 4_096;

interface Commands {
  readonly 2: { readonly token: string; readonly intents: number; readonly shard?: readonly [number, number] };
  readonly 4: { readonly guild_id: string; readonly channel_id: string | null; readonly self_mute?: boolean; readonly self_deaf?: boolean };
  readonly 6: { readonly token: string; readonly session_id: string; readonly seq: number };
  readonly 8: { readonly guild_id: string; readonly query?: string; readonly limit?: number; readonly user_ids?: string | readonly string[]; readonly nonce?: string; readonly presences?: boolean };
}

/** One websocket of a bot to the gateway. */
export class GatewaySocket {
  session: GatewaySession | null = null;
  /** Neither events nor answers to heartbeats go out. */
  silent = false;
  readonly #discord: FakeDiscord;
  readonly #websocket: WebSocket;
  #sent: number[] = [];

  constructor(discord: FakeDiscord, websocket: WebSocket) {
    this.#discord = discord;
    this.#websocket = websocket;
    websocket.on('error', () => websocket.terminate());
    websocket.on('message', (data) => this.#receive(data));
    websocket.once('close', () => this.#leave());
    this.send({ op: 10, d: { heartbeat_interval: discord.heartbeatMs } });
  }

  send(message: { readonly op: number; readonly d: unknown }): void {
    this.transmit(JSON.stringify(message));
  }

  transmit(message: string): void {
    if (!this.silent) this.#websocket.send(message);
  }

  close(code: number): void {
    this.#leave();
    this.#websocket.close(code);
  }

  cut(): void {
    this.#leave();
    this.#websocket.terminate();
  }

  #leave(): void {
    if (this.session?.socket === this) this.session.socket = null;
  }

  #receive(data: RawData): void {
    const text = (data as Buffer).toString();
    if (text.length > MAX_BYTES) return this.#misuse(4002, `a gateway command of ${text.length} bytes; ${MAX_BYTES} are allowed`);
    const now = performance.now();
    this.#sent = [...this.#sent.filter((at) => now - at < COMMANDS_MS), now];
    if (this.#sent.length > COMMANDS) return this.#misuse(4008, `more than ${COMMANDS} gateway commands a minute`);
    const { op, d } = JSON.parse(text) as { op: number; d: unknown };
    switch (op) {
      case 1:
        this.send({ op: 11, d: null });
        break;
      case 2:
        this.#identify(d as Commands[2]);
        break;
      case 3:
        break;
      case 4: {
        const request = d as Commands[4];
        this.#discord.guilds.get(request.guild_id)?.voice.request(request);
        break;
      }
      case 6:
        this.#resume(d as Commands[6]);
        break;
      case 8:
        this.#tellMembers(d as Commands[8]);
        break;
      default:
        this.#misuse(4001, `the gateway opcode ${op}`);
    }
    this.#discord.happened();
  }

  #identify(command: Commands[2]): void {
    const session = this.#discord.gateway.identify(command.token, command.intents, command.shard ?? [0, 1]);
    if (typeof session === 'number') return this.close(session);
    this.session = session;
    session.socket = this;
    this.#discord.gateway.greet(session);
  }

  #resume(command: Commands[6]): void {
    const found = this.#discord.gateway.resume(command.token, command.session_id, command.seq);
    if (!found) return this.send({ op: 9, d: false });
    this.session = found.session;
    found.session.socket = this;
    for (const message of found.missed) this.transmit(message);
    found.session.dispatch('RESUMED', {});
  }

  #tellMembers(command: Commands[8]): void {
    const guild = this.#discord.guilds.get(command.guild_id);
    if (!guild) return;
    const ids = command.user_ids === undefined ? null : [command.user_ids].flat();
    const query = command.query?.toLowerCase() ?? '';
    const asked = guild.allMembers.filter(({ id, user }) => (ids ? ids.includes(id) : user.name.toLowerCase().startsWith(query)));
    const members = command.limit ? asked.slice(0, command.limit) : asked;
    this.session?.dispatch('GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id, members: members.map((member) => member.toJSON()), chunk_index: 0, chunk_count: 1, not_found: ids?.filter((id) => !guild.members.has(id)) ?? [],
      ...(command.presences ? { presences: members.filter(({ activities }) => activities.length > 0).map((member) => member.presenceJson()) } : {}), ...(command.nonce === undefined ? {} : { nonce: command.nonce }),
    });
  }

  #misuse(code: number, what: string): void {
    this.#discord.report(`gateway: ${what}`);
    this.close(code);
  }
}
