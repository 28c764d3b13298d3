import { setTimeout as sleep } from 'node:timers/promises';
import { createLiveOpusEncoder } from '../../src/audio/opus.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/audio/pcm.ts';
import type { AudioFile } from '../../src/domain.ts';
import { AudioFolder, temporaryFolder } from '../audio/files.ts';
import { VoiceProcess } from '../audio/voice-process-client.ts';
import { FakeDiscord, type FakeGuild } from '../support/discord/fake-discord.ts';
import { quantile, type Figure } from './figure.ts';
import { chords } from './voice.ts';

const CONNECTIONS = 20;
const MEASURED_MS = 10_000;
const TRACK_SECONDS = 48;
const BLOCK_MS = 1_200;
const BLOCKS = 5;
const JOINS = 10;

/** The voice in Discord's channels, end-to-end encrypted: what it takes of a core, how regular it is heard, its memory. */
export async function benchDiscordVoice(): Promise<readonly Figure[]> {
  const temporary = await temporaryFolder();
  try {
    const file = await new AudioFolder(temporary.path).opus('bench', chords(TRACK_SECONDS, 48_000));
    return [await passThrough(), ...(await liveMix(file)), ...(await regularity(file))];
  } finally {
    await temporary.remove();
  }
}

/** A Discord on loopback, and a process with a voice: another one each time, so that nothing is left of the last. */
async function within<T>(measure: (discord: FakeDiscord, voice: VoiceProcess) => Promise<T>): Promise<T> {
  const discord = await FakeDiscord.start({ validate: false });
  discord.addGuild();
  const voice = await VoiceProcess.start(discord);
  try {
    return await measure(discord, voice);
  } finally {
    await voice.end();
    await discord.stop();
  }
}

function guildOf(discord: FakeDiscord): FakeGuild {
  const guild = discord.addGuild();
  guild.voice.decrypts = false;
  return guild;
}

/** Connections that a core carries: encryption and sending alone. */
function passThrough(): Promise<Figure> {
  return within(async (discord, voice) => {
    const encoder = createLiveOpusEncoder({ bitrate: 128_000, complexity: 5 });
    const { left, right } = chords(1, 48_000);
    const packet = [...encoder.encode(left.subarray(FRAME_SAMPLES), right.subarray(FRAME_SAMPLES))];
    const guilds = Array.from({ length: CONNECTIONS }, () => guildOf(discord));
    for (const guild of guilds) await voice.tell({ kind: 'pass-through', guildId: guild.id, channelId: guild.channel('lounge').id, packet });
    await Promise.all(guilds.map((guild) => guild.voice.settled(30_000)));
    return { name: 'voice connections with encryption, packets passed through', ...(await perCore(voice, guilds)) };
  });
}

/** Connections that a core carries with everything: two decks crossfading, Opus, encryption. And what each takes of memory. */
function liveMix(file: AudioFile): Promise<readonly Figure[]> {
  return within(async (discord, voice) => {
    const play = async () => {
      const guild = guildOf(discord);
      await openSession(voice, guild, file, (1_000 * TRACK_SECONDS) / 2);
      return guild;
    };
    const first = await Promise.all([play(), play()]);
    await Promise.all(first.map((guild) => guild.voice.heard(200, 30_000)));
    const before = await voice.tell({ kind: 'usage' });
    const more = await Promise.all(Array.from({ length: CONNECTIONS - first.length }, play));
    await Promise.all(more.map((guild) => guild.voice.heard(200, 30_000)));
    const after = await voice.tell({ kind: 'usage' });
    const mixes = await perCore(voice, [...first, ...more]);
    return [
      { name: 'voice connections with encryption, live mix in a crossfade', ...mixes, aim: '≥ 40' },
      { name: 'memory per voice connection, playing', value: (after.rssMb - before.rssMb) / more.length, unit: 'MB', reference: `${more.length} connections more, resident set`, aim: '≤ 10' },
    ];
  });
}

/** What is heard in a channel while the main thread is blocked again and again. */
function regularity(file: AudioFile): Promise<readonly Figure[]> {
  return within(async (discord, voice) => {
    const guilds = [guildOf(discord), guildOf(discord)];
    for (const guild of guilds) await openSession(voice, guild, file, 4_000);
    await Promise.all(guilds.map((guild) => guild.voice.heard(50, 30_000)));
    for (const { voice: heard } of guilds) heard.forget();
    for (let i = 0; i < BLOCKS; i++) {
      await voice.tell({ kind: 'block', ms: BLOCK_MS });
      await sleep(600);
    }
    const times = guilds.map((guild) => guild.voice.packets.map(({ at }) => at));
    const gaps = times.flatMap(gapsOf);
    const late = times.flatMap((at) => {
      const against = at.map((time, i) => time - FRAME_MS * i);
      const earliest = Math.min(...against);
      return against.map((time) => time - earliest);
    });
    const [guild] = guilds;
    guild.voice.forget();
    for (let i = 0; i < JOINS; i++) {
      const id = await guild.voice.addEncryptedListener();
      await guild.voice.removeEncryptedListener(id);
    }
    const whileKeysChange = Math.max(...gapsOf(guild.voice.packets.map(({ at }) => at)));
    const reference = `${gaps.length} frames in ${guilds.length} channels, the main thread blocked ${BLOCKS} × ${BLOCK_MS} ms, times at the far end`;
    return [
      { name: 'frames heard late, median', value: quantile(late, 0.5), unit: 'ms', reference },
      { name: 'frames heard late, 99 of 100', value: quantile(late, 0.99), unit: 'ms', reference },
      { name: 'longest gap heard', value: Math.max(...gaps), unit: 'ms', reference, aim: '≤ 60' },
      { name: 'longest gap heard while people come and go', value: whileKeysChange, unit: 'ms', reference: `${JOINS} joins and leaves, new keys each time`, aim: '≤ 60' },
    ];
  });
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]);
}

async function openSession(voice: VoiceProcess, guild: FakeGuild, file: AudioFile, crossfadeMs: number): Promise<void> {
  const guildId = guild.id;
  await voice.tell({ kind: 'open', guildId, channelId: guild.channel('lounge').id, crossfadeMs });
  // Half a track in: with the longest crossfade both decks sound from the beginning.
  const item = { file, gainDb: 0, gapless: false, label: guild.name };
  await voice.tell({ kind: 'play', guildId, item: { ...item, playId: `${guildId} 1`, startMs: crossfadeMs > 4_000 ? crossfadeMs : 0 } });
  await voice.tell({ kind: 'up-next', guildId, item: { ...item, playId: `${guildId} 2`, startMs: 0 } });
}

async function perCore(voice: VoiceProcess, guilds: readonly FakeGuild[]): Promise<{ readonly value: number; readonly unit: string; readonly reference: string }> {
  const frames = () => guilds.reduce((sum, guild) => sum + guild.voice.packets.length, 0);
  const before = await voice.tell({ kind: 'usage' });
  const from = frames();
  await sleep(MEASURED_MS);
  const after = await voice.tell({ kind: 'usage' });
  const seconds = (after.at - before.at) / 1_000;
  const carried = (frames() - from) / (seconds * (1_000 / FRAME_MS));
  return {
    value: carried / ((after.cpuMs - before.cpuMs) / 1_000 / seconds),
    unit: 'per core',
    reference: `${guilds.length} connections at once for ${Math.round(seconds)} s, ${Math.round((100 * carried) / guilds.length)} % of their frames heard`,
  };
}
