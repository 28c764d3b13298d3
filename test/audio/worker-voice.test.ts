import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { OggOpusMuxer } from '../../src/audio/ogg.ts';
import type { PlayerOptions, VoiceEvent, VoiceItem, VoicePlayer } from '../../src/audio/voice.ts';
import { createVoice, type WorkerVoice } from '../../src/audio/worker-voice.ts';
import type { AudioFile } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { correlation } from './correlation.ts';
import { AudioFolder, temporaryFolder } from './files.ts';
import { noiseStereo } from './signals.ts';

let folderPath: string;
let folder: AudioFolder;
let remove: () => Promise<void>;
const soundA = noiseStereo(1, 30);
const soundB = noiseStereo(2, 30);
let fileA: AudioFile;
let fileB: AudioFile;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  folderPath = temporary.path;
  remove = temporary.remove;
  folder = new AudioFolder(folderPath);
  fileA = await folder.wav('a', soundA);
  fileB = await folder.opus('b', soundB);
});

afterAll(() => remove());

const OPTIONS: PlayerOptions = { destination: { kind: 'stream' }, bitrate: 128_000, crossfadeMs: 1000, volume: 1 };

function item(playId: string, file: AudioFile, startMs = 0): VoiceItem {
  return { playId, file, gainDb: 0, startMs, gapless: false, label: playId };
}

/** A place as a door would see it: what was told, what was heard. */
class Heard {
  readonly events: VoiceEvent[] = [];
  readonly packets: Uint8Array[] = [];

  async until(matches: (event: VoiceEvent) => boolean, from = 0): Promise<VoiceEvent> {
    await expect.poll(() => this.events.slice(from).some(matches), { timeout: 15_000, interval: 20 }).toBe(true);
    return this.events.slice(from).find(matches) as VoiceEvent;
  }

  async morePackets(count: number): Promise<void> {
    const until = this.packets.length + count;
    await expect.poll(() => this.packets.length, { timeout: 15_000, interval: 20 }).toBeGreaterThanOrEqual(until);
  }

  /** The left channel of everything heard, through the same muxer that the live stream uses. */
  async decoded(): Promise<Float32Array> {
    const muxer = new OggOpusMuxer({ channels: 2, preSkip: 312, serial: 1 });
    const decoder = new OggOpusDecoder();
    await decoder.ready;
    const { channelData } = await decoder.decodeFile(Buffer.concat([muxer.headers(), muxer.page(this.packets, { last: true })]));
    decoder.free();
    return channelData[0];
  }
}

async function open1(voice: WorkerVoice, placeId: string, options = OPTIONS): Promise<{ player: VoicePlayer; heard: Heard }> {
  const heard = new Heard();
  const player = await voice.open(placeId, options, (event) => heard.events.push(event));
  player.frames((packets) => heard.packets.push(...packets));
  return { player, heard };
}

function startVoice(): WorkerVoice {
  const voice = createVoice({ log: silentLogger });
  onTestFinished(() => voice.close());
  return voice;
}

/** How alike a quarter of a second is, one second after the first sound, and in the source there. */
function alike(heard: Float32Array, source: Float32Array, sourceMs: number): number {
  const begin = heard.findIndex((sample) => Math.abs(sample) > 1e-3);
  const stretch = source.subarray(sourceMs * 48, sourceMs * 48 + 12_000);
  const around = heard.subarray(begin + 48_000 - 960, begin + 48_000 + 12_960);
  return Math.max(...Array.from({ length: 1920 }, (_, lag) => correlation(around.subarray(lag, lag + 12_000), stretch)));
}

describe('the voice', () => {
  it('plays each place its own music, and hands late listeners what they need to begin', async () => {
    const voice = startVoice();
    const [a, b] = await Promise.all([open1(voice, 'a'), open1(voice, 'b')]);
    a.player.play(item('1', fileA));
    b.player.play(item('2', fileB, 10_000));
    await Promise.all([a.heard.until(({ kind }) => kind === 'started'), b.heard.until(({ kind }) => kind === 'started')]);
    await Promise.all([a.heard.morePackets(110), b.heard.morePackets(110)]);
    const late: Uint8Array[] = [];
    a.player.frames((packets) => late.push(...packets));
    expect(late).toHaveLength(75);
    expect(late).toEqual(a.heard.packets.slice(-75));
    const [heardA, heardB] = await Promise.all([a.heard.decoded(), b.heard.decoded()]);
    expect(alike(heardA, soundA.left, 1000)).toBeGreaterThan(0.8);
    expect(alike(heardB, soundB.left, 11_000)).toBeGreaterThan(0.7);
    expect(alike(heardA, soundB.left, 11_000)).toBeLessThan(0.3);
    await a.player.close();
    const count = a.heard.packets.length;
    await b.heard.morePackets(20);
    expect(a.heard.packets.length).toBe(count);
    await expect(voice.open('b', OPTIONS, () => {})).rejects.toThrow('open already');
    await (await voice.open('a', OPTIONS, () => {})).close();
  });

  it('sends silence while nothing plays, so that a stream never stalls', async () => {
    const { heard } = await open1(startVoice(), 'quiet');
    await heard.morePackets(30);
    expect(Math.max(...heard.packets.slice(10).map((packet) => packet.length))).toBeLessThanOrEqual(3);
    expect(heard.events).toEqual([]);
  });

  it('does not mind a main thread that is blocked', async () => {
    const voice = startVoice();
    const { player, heard } = await open1(voice, 'a');
    player.play(item('1', fileA));
    await heard.until(({ kind }) => kind === 'started');
    await heard.morePackets(20);
    const before = heard.packets.length;
    const until = performance.now() + 1200;
    while (performance.now() < until);
    await heard.morePackets(1);
    await expect.poll(() => heard.packets.length - before).toBeGreaterThanOrEqual(45);
    expect((await voice.pacing()).gapMax).toBeLessThan(1000);
    expect(heard.events.some(({ kind }) => kind === 'repaired')).toBe(false);
  });

  it.each([
    ['is killed', 'kill'],
    ['hangs', { hangMs: 20_000 }],
  ] as const)('goes on in a new worker when the old one %s', async (_, drill) => {
    const voice = startVoice();
    const { player, heard } = await open1(voice, 'a');
    const quiet = await open1(voice, 'b');
    quiet.player.play(item('p', fileB));
    await quiet.heard.until(({ kind }) => kind === 'started');
    quiet.player.pause();
    player.play(item('1', fileA));
    player.upNext(item('2', fileB));
    await heard.until(({ kind }) => kind === 'started');
    player.seek(27_000);
    await heard.until((event) => event.kind === 'position' && event.positionMs > 27_000);
    await quiet.heard.until((event) => event.kind === 'position' && event.paused);
    await heard.morePackets(10);
    const from = heard.events.length;
    await voice.drill(drill);
    const repaired = await heard.until(({ kind }) => kind === 'repaired', from);
    expect(repaired).toMatchObject({ kind: 'repaired' });
    const after = heard.events.slice(from).find(({ kind }) => kind === 'position');
    expect(after).toMatchObject({ playId: '1', paused: false });
    // Same item, same place, then what was up next; nothing begins twice.
    const position = after?.kind === 'position' ? after.positionMs : 0;
    expect(Math.abs(position - 27_300)).toBeLessThan(1500);
    await heard.until((event) => event.kind === 'started' && event.playId === '2', from);
    expect(heard.events.filter((event) => event.kind === 'started').map((event) => event.playId)).toEqual(['1', '2']);
    await quiet.heard.until(({ kind }) => kind === 'repaired');
    expect(quiet.heard.events.filter(({ kind }) => kind === 'position').at(-1)).toMatchObject({ playId: 'p', paused: true });
  });

  it.skipIf(process.platform === 'win32')('skips a file that never answers, and every other place plays on (skipped on Windows: no named pipes)', async () => {
    const pipe = `${folderPath}/never.mp3`;
    await promisify(execFile)('mkfifo', [pipe]);
    const voice = startVoice();
    const [a, b] = await Promise.all([open1(voice, 'a'), open1(voice, 'b')]);
    b.player.play(item('other', fileA));
    await b.heard.until(({ kind }) => kind === 'started');
    a.player.play(item('never', { path: pipe, format: 'mp3' }));
    a.player.upNext(item('2', fileB));
    const failed = await a.heard.until(({ kind }) => kind === 'failed');
    expect(failed).toMatchObject({ playId: 'never', reason: 'The file cannot be played: it gives no sound.' });
    await a.heard.until((event) => event.kind === 'started' && event.playId === '2');
    expect([...a.heard.events, ...b.heard.events].some(({ kind }) => kind === 'repaired')).toBe(false);
    expect(b.heard.packets.length).toBeGreaterThan(100);
    // Whoever waits for the pipe is let go.
    await (await open(pipe, 'r+')).close();
  });

  it('asks a door to join a voice channel once it reaches the guild, and the music waits for that', async () => {
    const voice = startVoice();
    const events: VoiceEvent[] = [];
    const asked: { guildId: string; payload: unknown }[] = [];
    let reached = false;
    voice.attach({
      send(guildId, payload) {
        asked.push({ guildId, payload });
        return reached;
      },
    });
    const player = await voice.open('discord:1', { ...OPTIONS, destination: { kind: 'discord', guildId: '1', channelId: '2' } }, (event) => events.push(event));
    player.play(item('1', fileA));
    await expect.poll(() => asked.length).toBe(1);
    reached = true;
    voice.tell({ kind: 'ready', guildId: 'another' });
    voice.tell({ kind: 'ready', guildId: '1' });
    await expect.poll(() => asked.length).toBe(2);
    await player.close();
    const update = (channel_id: string | null) => ({ guildId: '1', payload: { op: 4, d: { guild_id: '1', channel_id, self_mute: false, self_deaf: true } } });
    expect(asked).toEqual([update('2'), update('2'), update(null)]);
    expect(events).toEqual([]);
  });
});
