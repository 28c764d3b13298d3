import { Readable } from 'node:stream';
import {
  AudioPlayerStatus, createAudioPlayer, createAudioResource, entersState, joinVoiceChannel, StreamType, VoiceConnectionStatus, type AudioPlayer, type VoiceConnection,
} from '@discordjs/voice';
import { Client, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import * as opus from '@evan/opus';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeDiscord, type FakeChannel, type FakeGuild } from '../support/discord/fake-discord.ts';

const RATE = 48_000;
const FRAME = 960;

let discord: FakeDiscord;
let client: Client;
const connections: VoiceConnection[] = [];
const players: AudioPlayer[] = [];

beforeAll(async () => {
  discord = await FakeDiscord.start({ voiceHeartbeatMs: 1_000 });
  discord.trust();
  client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates], rest: { api: discord.api } });
  await client.login(discord.token);
});

afterEach(() => {
  for (const player of players.splice(0)) player.stop(true);
  for (const connection of connections.splice(0)) if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

/** 440 Hz on the left, 880 Hz on the right, as Opus packets of 20 ms. */
function tones(seconds: number): Buffer[] {
  const encoder = new opus.Encoder({ channels: 2, sample_rate: RATE, application: 'audio' });
  encoder.bitrate = 128_000;
  return Array.from({ length: seconds * 50 }, (_, frame) => {
    const pcm = Int16Array.from({ length: 2 * FRAME }, (_, index) => 12_000 * Math.sin((2 * Math.PI * (index % 2 === 0 ? 440 : 880) * (frame * FRAME + (index >> 1))) / RATE));
    return Buffer.from(encoder.encode(new Uint8Array(pcm.buffer)));
  });
}

/** Amplitude of one frequency, 0 to 1 (Goertzel 1958, as a plain sum). */
function amplitude(samples: Float32Array, hz: number): number {
  const part = samples.subarray(9_600, 9_600 + RATE / 2);
  let [real, imaginary] = [0, 0];
  part.forEach((sample, index) => {
    real += sample * Math.cos((2 * Math.PI * hz * index) / RATE);
    imaginary += sample * Math.sin((2 * Math.PI * hz * index) / RATE);
  });
  return (2 * Math.hypot(real, imaginary)) / part.length;
}

function connect(channel: FakeChannel): VoiceConnection {
  const guild = client.guilds.cache.get(channel.guild.id);
  if (!guild) throw new Error('The guild is not there yet');
  const connection = joinVoiceChannel({ channelId: channel.id, guildId: guild.id, adapterCreator: guild.voiceAdapterCreator, selfDeaf: true });
  connection.on('error', () => undefined);
  connections.push(connection);
  return connection;
}

async function guildWithVoice(options: Parameters<FakeDiscord['addGuild']>[0] = {}): Promise<FakeGuild> {
  const guild = discord.addGuild(options);
  await discord.until(() => client.guilds.cache.has(guild.id), 'the guild');
  return guild;
}

async function play(guild: FakeGuild, seconds: number, channel = guild.channel('lounge')): Promise<VoiceConnection> {
  const connection = connect(channel);
  await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
  await guild.voice.settled();
  const player = createAudioPlayer();
  players.push(player);
  connection.subscribe(player);
  player.play(createAudioResource(Readable.from(tones(seconds), { objectMode: true }), { inputType: StreamType.Opus }));
  return connection;
}

describe('what the human listener hears', () => {
  it.each(['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'] as const)('is what was played, end-to-end encrypted, over %s', async (mode) => {
    const guild = await guildWithVoice();
    guild.voice.modes = [mode];
    const connection = await play(guild, 1);
    const player = players[0];
    if (player) await entersState(player, AudioPlayerStatus.Idle, 10_000);
    await discord.until(() => guild.voice.packets.length >= 50, 'a second of packets');
    const { voice } = guild;
    expect(voice.mode).toBe(mode);
    expect(voice.packets.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(voice.packets.filter(({ encrypted }) => encrypted)).toHaveLength(50);
    expect(voice.privacyCode).toBe(connection.voicePrivacyCode);
    expect(voice.privacyCode).toMatch(/^\d{30}$/);
    const [left, right] = await voice.decode(0, 50);
    expect(left.length).toBe(50 * FRAME);
    for (const [samples, hz, other] of [[left, 440, 880], [right, 880, 440]] as const) {
      expect(amplitude(samples, hz)).toBeCloseTo(12_000 / 32_768, 2);
      expect(amplitude(samples, other)).toBeLessThan(0.005);
    }
    expect(voice.packets.every(({ sequence, timestamp, ssrc }, index, all) => {
      const before = all[index - 1];
      return !before || (((sequence - before.sequence) & 0xffff) === 1 && ((timestamp - before.timestamp) >>> 0) === FRAME && ssrc === before.ssrc);
    })).toBe(true);
    expect(voice.speaking[0]?.speaking).toBe(1);
    expect(voice.speaking[0]?.at).toBeLessThan(voice.packets[0]?.at ?? 0);
  });

  it('stays so while 25 others come into the encryption group and leave it', async () => {
    const guild = await guildWithVoice();
    await play(guild, 30);
    await guild.voice.heard(5);
    const others: string[] = [];
    for (let i = 0; i < 25; i++) others.push(await guild.voice.addEncryptedListener());
    expect(new Set(guild.voice.encryptedUsers)).toEqual(new Set([guild.bot.id, discord.earId, ...others]));
    for (const other of others.filter((_, index) => index % 2 === 0)) await guild.voice.removeEncryptedListener(other);
    const again = await guild.voice.addEncryptedListener();
    expect(guild.voice.encryptedUsers).toContain(again);
    const heard = await guild.voice.heard(10);
    expect(heard.every(({ encrypted }) => encrypted)).toBe(true);
    expect(guild.voice.packets.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(guild.voice.invalidCommits).toEqual([]);
    expect(guild.voice.privacyCode).toBe(connections[0]?.voicePrivacyCode);
  });

  it('comes back after a commit the bot could not use', async () => {
    const guild = await guildWithVoice();
    guild.voice.firstTransition = 1;
    const connection = await play(guild, 30);
    await guild.voice.heard(5);
    guild.voice.corruptCommit();
    await discord.until(() => guild.voice.invalidCommits.length === 1 && guild.voice.ready, 'the bot in the group again');
    const before = guild.voice.packets.length;
    await guild.voice.heard(20);
    expect(guild.voice.packets.slice(before + 10).every(({ encrypted, error }) => encrypted && error === undefined)).toBe(true);
    expect(guild.voice.privacyCode).toBe(connection.voicePrivacyCode);
  });

  it('is nothing on a stage before the bot may speak, and not end-to-end encrypted after', async () => {
    const guild = await guildWithVoice({ voiceChannels: [] });
    const stage = guild.addVoiceChannel('stage', { stage: true });
    await discord.until(() => client.channels.cache.has(stage.id), 'the stage');
    await play(guild, 30, stage);
    expect(guild.voice.suppressed).toBe(true);
    await discord.until(() => guild.voice.speaking.length > 0, 'the bot speaking to nobody');
    expect(guild.voice.packets).toEqual([]);
    guild.voice.setSuppressed(false);
    const heard = await guild.voice.heard(5);
    expect(heard.every(({ encrypted, opus: bytes }) => !encrypted && bytes !== null)).toBe(true);
  });
});

it('on a stage the bot may raise its hand, and speak if it moderates', async () => {
  const guild = await guildWithVoice({ voiceChannels: [] });
  const stage = guild.addVoiceChannel('stage', { stage: true });
  await discord.until(() => client.channels.cache.has(stage.id), 'the stage');
  const connection = connect(stage);
  await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
  const own = client.guilds.cache.get(guild.id)?.members.me?.voice;
  await discord.until(() => own?.suppress, 'the bot knowing that it is in the audience');
  await expect(own?.setSuppressed(false)).rejects.toMatchObject({ code: 50013 });
  await own?.setRequestToSpeak(true);
  expect([guild.voice.requestedToSpeak, guild.voice.suppressed]).toEqual([true, true]);
  stage.allow(PermissionFlagsBits.MuteMembers);
  await own?.setSuppressed(false);
  expect([guild.voice.requestedToSpeak, guild.voice.suppressed]).toEqual([false, false]);
});

describe('what goes wrong with a voice connection', () => {
  it.each([
    ['a lost socket', (guild: FakeGuild) => guild.voice.drop(), { resumes: 1, identifies: 1 }],
    ['4015', (guild: FakeGuild) => guild.voice.close(4015), { resumes: 1, identifies: 1 }],
    ['4006', (guild: FakeGuild) => guild.voice.close(4006), { resumes: 0, identifies: 2 }],
    ['a new server', (guild: FakeGuild) => guild.voice.moveServer(), { resumes: 0, identifies: 2 }],
  ] as const)('%s: the client comes back by itself', async (_, fail, expected) => {
    const guild = await guildWithVoice();
    await play(guild, 30);
    await guild.voice.heard(5);
    fail(guild);
    await discord.until(() => guild.voice.resumes.length + guild.voice.identifies.length === 2 && guild.voice.ready, 'the connection again');
    await guild.voice.heard(20);
    expect(guild.voice.packets.slice(-10).every(({ encrypted, error }) => encrypted && error === undefined)).toBe(true);
    expect({ resumes: guild.voice.resumes.length, identifies: guild.voice.identifies.length }).toEqual(expected);
  });

  it('a moderator moves the bot, then disconnects it', async () => {
    const guild = await guildWithVoice({ voiceChannels: ['lounge', 'attic'] });
    const connection = await play(guild, 30);
    await guild.voice.heard(5);
    guild.voice.moveBot(guild.channel('attic'));
    await discord.until(() => guild.voice.identifies.length === 2 && guild.voice.ready, 'the bot in the attic');
    await guild.voice.heard(5);
    expect(connection.joinConfig.channelId).toBe(guild.channel('attic').id);
    guild.voice.disconnectBot();
    await entersState(connection, VoiceConnectionStatus.Disconnected, 5_000);
    expect(guild.voice.channelId).toBeNull();
  });

  it('a full channel does not answer', async () => {
    const guild = await guildWithVoice({ voiceChannels: [], members: ['Ada'] });
    const channel = guild.addVoiceChannel('booth', { userLimit: 1 });
    guild.member('Ada').join(channel);
    const connection = connect(channel);
    await discord.until(() => guild.voice.joins.length === 1, 'the wish to join');
    expect(connection.state.status).toBe(VoiceConnectionStatus.Signalling);
    expect(guild.voice.channelId).toBeNull();
    guild.member('Ada').leave();
    connection.rejoin();
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
  });

  it('codes and certificates that refuse every attempt', async () => {
    const guild = await guildWithVoice();
    guild.voice.refuse(4017, 3);
    const connection = connect(guild.channel('lounge'));
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
    expect(guild.voice.joins).toHaveLength(4);
    connection.destroy();

    const other = await guildWithVoice();
    other.voice.refuseTls = true;
    const untrusting = connect(other.channel('lounge'));
    const failure = new Promise<Error>((resolve) => untrusting.once('error', resolve));
    expect((await failure).message).toMatch(/self-signed/);
    untrusting.destroy();
  });

  it('the bot is kicked from the server', async () => {
    const guild = await guildWithVoice();
    await play(guild, 30);
    await guild.voice.heard(5);
    guild.remove();
    await discord.until(() => !client.guilds.cache.has(guild.id) && !guild.voice.ready, 'the end');
    await expect(client.rest.post(`/channels/${guild.channel('general').id}/messages`, { body: { content: 'x' } })).rejects.toMatchObject({ code: 50001 });
  });

  it('an address that is never told', async () => {
    const guild = await guildWithVoice();
    guild.voice.discovery = 'closed';
    const connection = connect(guild.channel('lounge'));
    const failure = new Promise<Error>((resolve) => connection.once('error', resolve));
    expect((await failure).message).toMatch(/IP discovery - socket closed/);
    guild.voice.discovery = 'answered';
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
  });
});

it('the bot has done nothing that is not allowed', () => {
  expect(discord.problems).toEqual([]);
});
