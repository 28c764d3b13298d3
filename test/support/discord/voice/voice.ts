import { randomUUID } from 'node:crypto';
import { PermissionFlagsBits } from 'discord.js';
import type { FakeChannel } from '../channel.ts';
import type { FakeGuild } from '../guild.ts';
import { decodeStereo, type Stereo } from './decode.ts';
import type { HeardPacket, VoiceSession } from './voice-session.ts';

export type VoiceMode = 'aead_aes256_gcm_rtpsize' | 'aead_xchacha20_poly1305_rtpsize';

/** A request of the bot to join, move or leave (gateway op 4). */
export interface VoiceRequest {
  /** `performance.now()` of the test's thread, like every `at` here. */
  readonly at: number;
  readonly channelId: string | null;
  readonly selfMute: boolean;
  readonly selfDeaf: boolean;
}

/**
 * The bot's voice in one guild: what Discord knows of it, what a human in the channel hears of it, and what can
 * go wrong with it. The human listener is an ear of Discord's own in the channel's encryption group: it hears
 * although nobody has joined, and the bot never sees it among the members.
 */
export class FakeVoice {
  readonly guild: FakeGuild;
  /** Requests to join, move and leave. */
  readonly joins: VoiceRequest[] = [];
  /** When voice connections identified themselves. */
  readonly identifies: number[] = [];
  /** When a voice connection was resumed. */
  readonly resumes: number[] = [];
  /** What the human listener has received, oldest first; packets of silence (three bytes of Opus) too. */
  readonly packets: HeardPacket[] = [];
  /** When the bot said that it speaks (1) or no longer does (0). */
  readonly speaking: { readonly at: number; readonly speaking: number }[] = [];
  /** Commits the bot could not process (op 31). */
  readonly invalidCommits: number[] = [];
  /** Encryption modes on offer, the preferred one first. */
  modes: readonly VoiceMode[];
  /** Whether packets are end-to-end encrypted; never on stages. A bot that cannot is then refused with 4017. */
  dave = true;
  /** The number of the first encryption transition: 0 takes effect at once, others after the bot is ready for it. */
  firstTransition = 0;
  /** What happens when the bot asks for its own address. `closed`: the connection ends with 4006 while it waits. */
  discovery: 'answered' | 'ignored' | 'closed' = 'answered';
  /** How often the bot asked for its own address in vain. */
  unanswered = 0;
  /** The channel is full to the bot: joining gets no answer at all. */
  silent = false;
  /** The next servers have a certificate nobody trusts. */
  refuseTls = false;
  /** Whether packets are decrypted; without it only their times are kept (for measuring many connections). */
  decrypts = true;
  #session: VoiceSession | null = null;
  #token = '';
  #refusals: { readonly code: number; left: number } | null = null;

  constructor(guild: FakeGuild) {
    this.guild = guild;
    this.modes = guild.discord.voiceModes;
  }

  /** Where the bot is, null while in no channel. */
  get channelId(): string | null {
    return this.guild.bot.voice?.channelId ?? null;
  }

  get channel(): FakeChannel | null {
    return this.guild.channels.get(this.channelId ?? '') ?? null;
  }

  /** The status text of the channel the bot is in. */
  get status(): string | null {
    return this.channel?.status ?? null;
  }

  /** On a stage: whether the bot is only in the audience. */
  get suppressed(): boolean {
    return this.guild.bot.voice?.suppress ?? false;
  }

  get requestedToSpeak(): boolean {
    return this.guild.bot.voice?.requestedToSpeak != null;
  }

  /** The encryption mode in use, null without a connection. */
  get mode(): VoiceMode | null {
    return this.#session?.mode ?? null;
  }

  /** Whether the bot's voice connection stands. */
  get connected(): boolean {
    return this.#session?.connected ?? false;
  }

  /** Whether the bot is connected and its encryption, if any, is settled. */
  get ready(): boolean {
    return this.#session?.ready ?? false;
  }

  /** The code people compare to see that nobody listens in, null without end-to-end encryption. */
  get privacyCode(): string | null {
    return this.#session?.group?.privacyCode ?? null;
  }

  /** Users in the encryption group, the bot and the ear included. */
  get encryptedUsers(): readonly string[] {
    return this.#session?.group?.users ?? [];
  }

  /** The next `count` packets. */
  async heard(count: number, ms = 5_000): Promise<readonly HeardPacket[]> {
    const from = this.packets.length;
    await this.guild.discord.until(() => this.packets.length >= from + count, `${count} packets in ${this.guild.name}`, ms);
    return this.packets.slice(from, from + count);
  }

  /** Waits until the bot is connected and can be heard. */
  async settled(ms?: number): Promise<void> {
    await this.guild.discord.until(() => this.ready, `the bot's voice in ${this.guild.name}`, ms);
  }

  /** What was heard of the packets from index `from` to before `to`, at 48 kHz; those that could not be opened are left out. */
  async decode(from = 0, to = this.packets.length): Promise<Stereo> {
    return decodeStereo(this.packets.slice(from, to).flatMap(({ opus }) => (opus ? [opus] : [])));
  }

  /** Forgets what was heard so far. */
  forget(): void {
    this.packets.length = 0;
    this.speaking.length = 0;
  }

  /** Discord closes the voice connection with this code. */
  close(code: number): void {
    this.#session?.close(code);
  }

  /** The connection's socket is cut. */
  drop(): void {
    this.#session?.drop();
  }

  /** The channel moves to another voice server. */
  moveServer(): void {
    if (this.channelId === null) throw new Error('The bot is in no voice channel');
    this.#assign();
  }

  /** The voice server refuses the next `times` identifications with this code. */
  refuse(code: number, times = Number.POSITIVE_INFINITY): void {
    this.#refusals = { code, left: times };
  }

  /** A moderator disconnects the bot. */
  disconnectBot(): void {
    this.end();
    this.guild.bot.changeVoice(null);
  }

  /** A moderator moves the bot. */
  moveBot(channel: FakeChannel): void {
    const { voice } = this.guild.bot;
    if (!voice) throw new Error('The bot is in no voice channel');
    this.guild.bot.changeVoice({ ...voice, channelId: channel.id, suppress: this.#suppressedIn(channel), requestedToSpeak: null });
    this.#session?.close(4014);
    this.#assign();
  }

  /** A moderator lets the bot speak on a stage, or sends it back to the audience. */
  setSuppressed(suppress: boolean): void {
    const { voice } = this.guild.bot;
    if (!voice) throw new Error('The bot is in no voice channel');
    this.guild.bot.changeVoice({ ...voice, suppress, requestedToSpeak: null });
  }

  /** The server hands the bot a commit it cannot use: it has to come back into the group. */
  corruptCommit(): void {
    this.#session?.group?.corrupt();
  }

  /** Another encrypted client joins the voice channel; resolves with its user id when everybody has moved to the new keys. */
  async addEncryptedListener(): Promise<string> {
    const { group } = this.#session ?? {};
    if (!group) throw new Error('The bot has no end-to-end encrypted connection');
    return group.add(this.guild.discord.ids.lasting());
  }

  async removeEncryptedListener(userId: string): Promise<void> {
    await this.#session?.group?.remove(userId);
  }

  /** The bot's request to join, move or leave. */
  request(request: { readonly channel_id: string | null; readonly self_mute?: boolean; readonly self_deaf?: boolean }): void {
    const wanted: VoiceRequest = { at: performance.now(), channelId: request.channel_id, selfMute: request.self_mute ?? false, selfDeaf: request.self_deaf ?? false };
    this.joins.push(wanted);
    this.guild.discord.happened();
    if (wanted.channelId === null) return this.disconnectBot();
    const channel = this.guild.channels.get(wanted.channelId);
    if (this.silent || this.guild.unavailable || !channel || channel.kind === 'text' || !this.#admitted(channel)) return;
    const { bot } = this.guild;
    const before = bot.voice;
    const stays = before?.channelId === channel.id;
    const onlyFlags = stays && this.#session?.connected === true && (before.selfDeaf !== wanted.selfDeaf || before.selfMute !== wanted.selfMute);
    bot.changeVoice({
      channelId: channel.id, sessionId: onlyFlags ? before.sessionId : randomUUID(), selfDeaf: wanted.selfDeaf, selfMute: wanted.selfMute, deaf: before?.deaf ?? false, mute: before?.mute ?? false,
      suppress: stays ? before.suppress : this.#suppressedIn(channel), requestedToSpeak: stays ? before.requestedToSpeak : null,
    });
    if (onlyFlags) return;
    if (!stays) this.#session?.close(4014);
    this.#assign();
  }

  /** A voice connection identifies itself with this guild's token. @returns a close code, or null when it is welcome */
  identify(session: VoiceSession, sessionId: string, maxDave: number): number | null {
    this.identifies.push(performance.now());
    const refusal = this.#refusals;
    if (refusal && refusal.left-- > 0) return refusal.code;
    if (sessionId !== this.guild.bot.voice?.sessionId) return 4006;
    if (this.encrypted && maxDave === 0) return 4017;
    this.#session?.abandon();
    this.#session = session;
    return null;
  }

  /** @returns the session that may be taken up again, null when it is gone */
  resume(sessionId: string): VoiceSession | null {
    if (sessionId !== this.guild.bot.voice?.sessionId || !this.#session?.resumable) return null;
    this.resumes.push(performance.now());
    return this.#session;
  }

  /** Whether the channel the bot is in is end-to-end encrypted. */
  get encrypted(): boolean {
    return this.dave && this.channel?.kind !== 'stage';
  }

  /** Who else is connected to the channel, for the voice server's list. */
  get company(): readonly string[] {
    return (this.channel?.connected ?? []).filter((member) => member !== this.guild.bot).map(({ id }) => id);
  }

  /** Members have come or gone. */
  peopleChanged(): void {
    this.#session?.showCompany(this.company);
  }

  /** The voice connection ends because the bot no longer belongs into the channel. */
  end(): void {
    this.#session?.close(4014);
    this.#session = null;
    this.guild.discord.voiceServer.revoke(this.#token);
  }

  /** The session at the gateway is gone: its voice goes with it. */
  orphaned(): void {
    this.end();
    this.guild.bot.voice = null;
  }

  /** Assigns a voice server, telling the bot which. */
  #assign(): void {
    const { voiceServer, gateway } = this.guild.discord;
    voiceServer.revoke(this.#token);
    this.#token = voiceServer.grant(this);
    gateway.dispatch('VOICE_SERVER_UPDATE', this.guild, { token: this.#token, guild_id: this.guild.id, endpoint: this.refuseTls ? voiceServer.untrustedEndpoint : voiceServer.endpoint }, 0);
  }

  #admitted(channel: FakeChannel): boolean {
    const granted = this.guild.permissionsOf(this.guild.bot, channel);
    if ((granted & PermissionFlagsBits.Connect) === 0n) return false;
    const others = channel.connected.filter((member) => member !== this.guild.bot).length;
    return channel.userLimit === 0 || others < channel.userLimit || (granted & PermissionFlagsBits.MoveMembers) !== 0n;
  }

  #suppressedIn(channel: FakeChannel): boolean {
    const granted = this.guild.permissionsOf(this.guild.bot, channel);
    return channel.kind === 'stage' || (granted & PermissionFlagsBits.Speak) === 0n;
  }
}
