import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { GatewayIntentBits } from 'discord.js';
import { systemClock, type Clock } from '../../../src/clock.ts';
import { FakeDirectChannel } from './channel.ts';
import type { CommandDefinition } from './command-use.ts';
import { selfSigned, type Certificate } from './certificate.ts';
import { Gateway } from './gateway.ts';
import { FakeGuild, roleJson, type GuildOptions } from './guild.ts';
import { Ids } from './ids.ts';
import type { FakeInteraction } from './interaction.ts';
import type { FakeMember } from './member.ts';
import type { FakeAttachment, FakeMessage } from './message.ts';
import { RestFaults, type RestFault } from './rest/faults.ts';
import { RestServer, type RestRequest } from './rest/rest-server.ts';
import { Waiting } from './until.ts';
import { FakeUser } from './user.ts';
import { Validation } from './validation/validation.ts';
import type { VoiceMode } from './voice/voice.ts';
import { VoiceServer } from './voice/voice-server.ts';

export type { FakeChannel } from './channel.ts';
export type { FakeGuild } from './guild.ts';
export type { FakeInteraction } from './interaction.ts';
export type { FakeMember, Listening } from './member.ts';
export type { FakeMessage, FakeControl } from './message.ts';
export type { FakeVoice } from './voice/voice.ts';
export type { HeardPacket } from './voice/voice-session.ts';
export type { RestRequest } from './rest/rest-server.ts';

export interface FakeDiscordOptions {
  /** How many shards Discord recommends; 1 when absent. */
  readonly shards?: number;
  /** Whether bodies are also held against Discord's OpenAPI description, where that file is present; true when absent. */
  readonly validate?: boolean;
  /** Decides how old interactions are; the machine's when absent. */
  readonly clock?: Clock;
  /** Milliseconds between heartbeats of the gateway (41250) and of voice connections (5000). */
  readonly heartbeatMs?: number;
  readonly voiceHeartbeatMs?: number;
  /** The encryption modes voice servers offer; `guild.voice.modes` changes them for one guild. */
  readonly voiceModes?: readonly VoiceMode[];
}

/**
 * Discord on loopback: REST, gateway, voice servers, and the people. Unmodified clients talk to it.
 * All `at` are `performance.now()` of the thread it runs in.
 */
export class FakeDiscord {
  /** What the bot must log in with. */
  readonly token = 'MTAwMDAwMDAwMDAwMDAwMDAw.fake.token-of-the-test';
  readonly clock: Clock;
  readonly ids: Ids;
  readonly applicationId: string;
  readonly botUser: FakeUser;
  /** The user that hears in every voice channel, for the tests. */
  readonly earId: string;
  readonly guilds = new Map<string, FakeGuild>();
  /** Those the bot has been kicked from. */
  readonly formerGuilds: FakeGuild[] = [];
  /** By the id of the person. */
  readonly directChannels = new Map<string, FakeDirectChannel>();
  /** By id. */
  readonly interactions = new Map<string, FakeInteraction>();
  /** Files attached to commands, by id. */
  readonly uploads = new Map<string, FakeAttachment>();
  /** What the bot has deployed for everywhere. */
  commands: readonly CommandDefinition[] = [];
  /** What it has deployed for single guilds. */
  readonly guildCommands = new Map<string, readonly CommandDefinition[]>();
  /** Whether the portal's switches for presences, members and message content are on. */
  allowPrivilegedIntents = true;
  /** Every REST request, oldest first. */
  readonly requests: RestRequest[] = [];
  /** REST requests that were refused because the bot knew its budget and did not keep to it. */
  rateLimited = 0;
  readonly shards: number;
  readonly heartbeatMs: number;
  readonly voiceHeartbeatMs: number;
  readonly voiceModes: readonly VoiceMode[];
  readonly faults = new RestFaults();
  readonly gateway: Gateway;
  readonly voiceServer: VoiceServer;
  readonly #problems: string[] = [];
  readonly #validation: Validation;
  readonly #rest: RestServer;
  readonly #waiting = new Waiting();
  readonly #certificate: Certificate;
  readonly #folder: string;

  private constructor(options: FakeDiscordOptions) {
    this.clock = options.clock ?? systemClock;
    this.ids = new Ids(this.clock);
    this.applicationId = this.ids.lasting();
    this.botUser = new FakeUser(this.applicationId, 'Segue', true);
    this.earId = this.ids.lasting();
    this.shards = options.shards ?? 1;
    this.heartbeatMs = options.heartbeatMs ?? 41_250;
    this.voiceHeartbeatMs = options.voiceHeartbeatMs ?? 5_000;
    this.voiceModes = options.voiceModes ?? ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'];
    this.#certificate = selfSigned();
    this.#folder = mkdtempSync(join(tmpdir(), 'segue-discord-'));
    writeFileSync(this.certificateFile, this.#certificate.cert);
    this.gateway = new Gateway(this);
    this.voiceServer = new VoiceServer(this);
    this.#validation = new Validation(this, options.validate ?? true);
    this.#rest = new RestServer(this, this.#validation);
  }

  static async start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
    const discord = new FakeDiscord(options);
    await discord.#rest.listen();
    discord.gateway.attach(discord.#rest.server);
    await discord.voiceServer.listen(discord.#certificate);
    return discord;
  }

  async stop(): Promise<void> {
    this.gateway.end();
    await Promise.all([this.#rest.close(), this.voiceServer.close()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Address of everything that speaks HTTP, without a path. */
  get origin(): string {
    return `http://127.0.0.1:${this.#rest.port}`;
  }

  /** What clients take as the base of the REST API. */
  get api(): string {
    return `${this.origin}/api`;
  }

  /** The voice servers' certificate, for NODE_EXTRA_CA_CERTS of a process to be started. */
  get certificateFile(): string {
    return join(this.#folder, 'discord.pem');
  }

  /** Makes this thread trust the voice servers. */
  trust(): void {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), this.#certificate.cert]);
  }

  /**
   * What the bot did that Discord, or its documentation, does not allow. Tests assert that it is empty. Asking
   * takes a second or more where Discord's own description of its API is present: ask at the end of a test.
   */
  get problems(): readonly string[] {
    this.#problems.push(...this.#validation.checkDescribed());
    return this.#problems;
  }

  /** The bot has done something that is not allowed. */
  report(problem: string): void {
    this.#problems.push(problem);
  }

  /** Before login, or live. */
  addGuild(options: GuildOptions = {}): FakeGuild {
    const guild = new FakeGuild(this, options);
    this.guilds.set(guild.id, guild);
    guild.announce();
    return guild;
  }

  /** The next requests that match fail like this. */
  failNext(fault: RestFault): void {
    this.faults.add(fault);
  }

  /** Waits until `find` finds something (not null, undefined or false). @throws Error with `what` after `ms`, 5000 when absent */
  until<Found>(find: () => Found, what: string, ms?: number): Promise<NonNullable<Exclude<Found, false>>> {
    return this.#waiting.until(find, what, ms);
  }

  /** Conditions that are waited for are looked at again. */
  happened(): void {
    this.#waiting.happened();
  }

  /** Of the bot and a person in one of its guilds. */
  directChannelOf(member: FakeMember): FakeDirectChannel {
    const known = this.directChannels.get(member.id) ?? new FakeDirectChannel(member);
    this.directChannels.set(member.id, known);
    return known;
  }

  /** Somebody uses a command, a button or a menu: the bot is told. */
  begin(interaction: FakeInteraction): void {
    this.interactions.set(interaction.id, interaction);
    this.gateway.dispatch('INTERACTION_CREATE', interaction.member.guild, interaction.toJSON(), 0);
  }

  /** A message as a bot with these intents sees it: the words of others are withheld unless asked for. */
  shown(message: FakeMessage, intents = this.gateway.intents): object {
    const json = message.toJSON();
    if (message.author === this.botUser || (intents & GatewayIntentBits.MessageContent) !== 0) return json;
    return { ...json, content: '', embeds: [], attachments: [], components: [] };
  }

  /** Somebody attaches a file to a command; it can be fetched from then on. @returns its id */
  upload(name: string, bytes: Uint8Array): string {
    const id = this.ids.moment();
    this.uploads.set(id, { id, name, type: 'application/octet-stream', bytes, description: null });
    return id;
  }

  /** Attached files as an interaction tells of them. */
  resolveUploads(ids: readonly string[]): object {
    const shown = ids.flatMap((id) => {
      const file = this.uploads.get(id);
      const url = `${this.origin}/attachments/${this.applicationId}/${id}/${encodeURIComponent(file?.name ?? '')}`;
      return file ? [[id, { id, filename: file.name, size: file.bytes.length, url, proxy_url: url, content_type: file.type, ephemeral: true }] as const] : [];
    });
    return shown.length === 0 ? {} : { attachments: Object.fromEntries(shown) };
  }

  /** The full things behind ids in an interaction. */
  resolve(guild: FakeGuild, ids: readonly string[]): object {
    const members = ids.flatMap((id) => guild.members.get(id) ?? []);
    const channels = ids.flatMap((id) => guild.channels.get(id) ?? []);
    const roles = guild.roles.filter(({ id }) => ids.includes(id));
    return {
      ...(members.length === 0 ? {} : { users: Object.fromEntries(members.map(({ user }) => [user.id, user.toJSON()])), members: Object.fromEntries(members.map((member) => [member.id, { ...member.toJSON(), user: undefined, permissions: String(guild.permissionsOf(member)) }])) }),
      ...(channels.length === 0 ? {} : { channels: Object.fromEntries(channels.map((channel) => [channel.id, { ...channel.toJSON(), permissions: '0' }])) }),
      ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles.map((role) => [role.id, roleJson(role)])) }),
    };
  }
}
