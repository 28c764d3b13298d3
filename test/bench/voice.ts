import { setTimeout as sleep } from 'node:timers/promises';
import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import { DecodeTurns } from '../../src/audio/decode-turns.ts';
import { openSource } from '../../src/audio/decode/open.ts';
import { createLiveOpusEncoder } from '../../src/audio/opus.ts';
import { FRAME_SAMPLES, type Pcm } from '../../src/audio/pcm.ts';
import { Player } from '../../src/audio/player.ts';
import { createVoice } from '../../src/audio/worker-voice.ts';
import type { AudioFile } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { seeded } from '../../models/random.ts';
import { AudioFolder, hasFfmpeg, temporaryFolder } from '../audio/files.ts';
import type { Figure } from './figure.ts';

const TRACK_SECONDS = 24;
const TRACKS = 5;
const BLOCK_MS = 1200;
const SESSIONS = 10;

/** The voice: how much of a core it takes, how regular its frames are, how much memory a session costs. */
export async function benchVoice(): Promise<Figure[]> {
  const temporary = await temporaryFolder();
  try {
    const files = await makeFiles(new AudioFolder(temporary.path));
    const rows: Figure[] = [];
    for (const [name, file] of files) rows.push(...(await liveMix(name, file)), await loudness(name, file));
    const [, file] = files[0];
    rows.push(...(await regularity(file)), await memory(file));
    return rows;
  } finally {
    await temporary.remove();
  }
}

async function makeFiles(folder: AudioFolder): Promise<readonly (readonly [string, AudioFile])[]> {
  const music = chords(TRACK_SECONDS, 44_100);
  const opus = ['opus', await folder.opus('bench', chords(TRACK_SECONDS, 48_000))] as const;
  if (!hasFfmpeg) return [opus];
  return [
    ['mp3', await folder.encoded('bench', 'mp3', 'mp3', music, 44_100)],
    ['flac', await folder.encoded('bench', 'flac', 'flac', music, 44_100)],
    opus,
  ];
}

/** Decode, resample, mix, limit and encode: audio seconds per CPU second of the whole process. */
async function liveMix(name: string, file: AudioFile): Promise<Figure[]> {
  const run = async (crossfadeMs: number): Promise<number> => {
    const cpu = process.cpuUsage();
    const seconds = await playThrough(file, crossfadeMs);
    const { user, system } = process.cpuUsage(cpu);
    return seconds / ((user + system) / 1e6);
  };
  await run(0);
  return [
    { name: `live mix of ${name}, one deck`, value: await run(0), unit: '× real time per core', aim: '≥ 60' },
    // Half a track to fade in, half to fade out: two decks sound all the time.
    { name: `live mix of ${name}, two decks crossfading throughout`, value: await run(1000 * (TRACK_SECONDS / 2)), unit: '× real time per core' },
  ];
}

async function playThrough(file: AudioFile, crossfadeMs: number): Promise<number> {
  const player = new Player({ turns: new DecodeTurns(), crossfadeMs, volume: 0.9 });
  const encoder = createLiveOpusEncoder({ bitrate: 128_000, complexity: 5 });
  const left = new Float32Array(FRAME_SAMPLES);
  const right = new Float32Array(FRAME_SAMPLES);
  const item = (number: number) => ({ number, playId: String(number), file, gainDb: 2, startMs: 0, gapless: false, label: `track ${number}` });
  player.play(item(1));
  let next = 2;
  player.upNext(item(next));
  for (let frames = 0; ; frames++) {
    while (!player.settled) await new Promise((resolve) => setImmediate(resolve));
    for (const event of player.render(left, right)) {
      if (event.kind === 'started' && Number(event.playId) === next && next < TRACKS) player.upNext(item(++next));
      if (event.kind === 'idle') {
        player.close();
        encoder.close();
        return frames * 0.02;
      }
    }
    encoder.encode(left, right);
  }
}

async function loudness(name: string, file: AudioFile): Promise<Figure> {
  const cpu = process.cpuUsage();
  const source = await openSource(file);
  const meter = new LoudnessMeter(source.sampleRate, 2);
  for (let block = await source.read(); block !== null; block = await source.read()) meter.push([block.left, block.right]);
  source.close();
  const { user, system } = process.cpuUsage(cpu);
  return { name: `loudness and true peak of ${name}, decoding included`, value: TRACK_SECONDS / ((user + system) / 1e6), unit: '× real time per core' };
}

/** How late the worker's frames are while the main thread is blocked again and again. */
async function regularity(file: AudioFile): Promise<Figure[]> {
  const voice = createVoice({ log: silentLogger });
  await openSession(voice, 'a', file);
  await openSession(voice, 'b', file);
  await sleep(1000);
  for (let i = 0; i < 5; i++) {
    const until = performance.now() + BLOCK_MS;
    while (performance.now() < until);
    await sleep(600);
  }
  const { frames, lateP50, lateP99, lateMax, gapMax } = await voice.pacing();
  await voice.close();
  const reference = `${frames} frames, 2 sessions, the main thread blocked 5 × ${BLOCK_MS} ms`;
  return [
    { name: 'frame lateness, median', value: lateP50, unit: 'ms', reference },
    { name: 'frame lateness, 99 of 100', value: lateP99, unit: 'ms', reference },
    { name: 'frame lateness, most', value: lateMax, unit: 'ms', reference },
    { name: 'longest gap between frames', value: gapMax, unit: 'ms', reference, aim: '≤ 60' },
  ];
}

/** What the process grows by with each further session that plays. */
async function memory(file: AudioFile): Promise<Figure> {
  const voice = createVoice({ log: silentLogger });
  const settle = async () => {
    await sleep(4000);
    return process.memoryUsage().rss / 2 ** 20;
  };
  for (const place of ['a', 'b']) await openSession(voice, place, file);
  const before = await settle();
  for (let i = 0; i < SESSIONS; i++) await openSession(voice, `more ${i}`, file);
  const after = await settle();
  await voice.close();
  return { name: 'memory per extra session', value: (after - before) / SESSIONS, unit: 'MB', reference: `${SESSIONS} sessions more, resident set`, aim: '≤ 5' };
}

export async function openSession(voice: ReturnType<typeof createVoice>, placeId: string, file: AudioFile): Promise<void> {
  const player = await voice.open(placeId, { destination: { kind: 'stream' }, bitrate: 128_000, crossfadeMs: 4000, volume: 1 }, () => {});
  player.play({ playId: placeId, file, gainDb: 0, startMs: 0, gapless: false, label: placeId });
  player.upNext({ playId: `${placeId} 2`, file, gainDb: 0, startMs: 0, gapless: false, label: placeId });
}

/** Something like music: chords with an edge, and a beat of noise. */
export function chords(seconds: number, sampleRate: number): Pcm {
  const random = seeded(1);
  const left = new Float32Array(seconds * sampleRate);
  const right = new Float32Array(left.length);
  for (let i = 0; i < left.length; i++) {
    const t = i / sampleRate;
    const root = 110 * 2 ** ([0, 5, 7, 3][Math.floor(t / 2) % 4] / 12);
    let tone = 0;
    for (const ratio of [1, 1.26, 1.5, 2.01, 3.02]) tone += Math.sin(2 * Math.PI * root * ratio * t) / ratio;
    const beat = Math.exp(-12 * (t % 0.5)) * (2 * random() - 1);
    left[i] = 0.15 * tone + 0.25 * beat;
    right[i] = 0.15 * tone * Math.cos(t) + 0.2 * beat;
  }
  return { left, right };
}
