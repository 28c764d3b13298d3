import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import { measureLoudness } from '../../src/audio/measure.ts';
import type { Pcm } from '../../src/audio/pcm.ts';
import type { AudioFile } from '../../src/domain.ts';
import { bestLag, correlation } from './correlation.ts';
import { AudioFolder, hasFfmpeg, temporaryFolder } from './files.ts';
import { LATENCY, OfflinePlayer } from './offline-player.ts';
import { noiseStereo, sineStereo, slice } from './signals.ts';

let folder: AudioFolder;
let remove: () => Promise<void>;
/** Two tracks of noise, unlike each other and equally loud. */
const soundA = noiseStereo(1, 6);
const soundB = noiseStereo(2, 6);
let fileA: AudioFile;
let fileB: AudioFile;
let corrupt: AudioFile;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  folder = new AudioFolder(temporary.path);
  fileA = await folder.wav('a', soundA, { sample: 'f32' });
  fileB = await folder.wav('b', soundB, { sample: 'f32' });
  corrupt = await folder.raw('corrupt.mp3', 'mp3', Buffer.from('not music '.repeat(20_000)));
});

afterAll(() => remove());

/** RMS in dBFS of both channels over a stretch of what was heard. */
function level({ left, right }: Pcm, fromMs: number, toMs: number): number {
  let sum = 0;
  const from = Math.round(fromMs * 48);
  const to = Math.round(toMs * 48);
  for (let i = from; i < to; i++) sum += left[i] ** 2 + right[i] ** 2;
  return 10 * Math.log10(sum / (2 * (to - from)) + 1e-20);
}

/** The largest jump against what a sine's own curvature allows: a click stands out by orders of magnitude. */
function roughness(samples: Float32Array): number {
  let worst = 0;
  for (let i = 2; i < samples.length; i++) worst = Math.max(worst, Math.abs(samples[i] - 2 * samples[i - 1] + samples[i - 2]));
  return worst;
}

/** Heard sound and source, one against the other, at a place of each. */
function likeness(heard: Pcm, heardMs: number, source: Pcm, sourceMs: number, ms: number): { readonly lag: number; readonly alike: number } {
  const a = heard.left.subarray(Math.round(heardMs * 48) + LATENCY, Math.round((heardMs + ms) * 48) + LATENCY);
  const b = source.left.subarray(Math.round(sourceMs * 48), Math.round((sourceMs + ms) * 48));
  const lag = bestLag(a, b, 120);
  return { lag, alike: correlation(a, b, lag) };
}

describe('a track', () => {
  it('is heard as it is in the file, to the sample', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    await offline.until((event) => event.kind === 'idle');
    await offline.render(20);
    const { left, right } = offline.heard;
    for (let i = 0; i < soundA.left.length; i += 7) {
      expect(left[i + LATENCY]).toBeCloseTo(soundA.left[i], 5);
      expect(right[i + LATENCY]).toBeCloseTo(soundA.right[i], 5);
    }
    expect(offline.told('a')).toEqual(['started@0', 'ended@5980']);
    expect(offline.events.at(-1)?.event.kind).toBe('idle');
  });

  it.each([-30, -20, -9])('of %i LUFS plays at −14 LUFS and under −1 dBTP with the gain to it', async (lufs) => {
    const shape = noiseStereo(9, 5, 0.25);
    const meter = new LoudnessMeter(48_000, 2);
    meter.push([shape.left, shape.right]);
    const scale = 10 ** ((lufs - meter.integratedLufs) / 20);
    const sound = { left: shape.left.map((x) => x * scale), right: shape.right.map((x) => x * scale) };
    const file = await folder.wav(`loud${lufs}`, sound, { sample: 'f32' });
    const measured = await measureLoudness(file);
    expect(measured.integratedLufs).toBeCloseTo(lufs, 1);
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', file, { gainDb: -14 - measured.integratedLufs }));
    await offline.until((event) => event.kind === 'ended');
    const heard = new LoudnessMeter(48_000, 2);
    heard.push([offline.heard.left, offline.heard.right]);
    expect(Math.abs(heard.integratedLufs + 14)).toBeLessThan(0.5);
    expect(heard.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('begins where it is asked to', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA, { startMs: 3210 }));
    await offline.render(1000);
    expect(offline.events[0].event).toEqual({ kind: 'started', playId: 'a', positionMs: 3210 });
    const { lag, alike } = likeness(offline.heard, 100, soundA, 3310, 500);
    expect(lag).toBe(0);
    expect(alike).toBeGreaterThan(0.999);
    expect(offline.player.playing?.positionMs).toBe(4210);
  });

  it('plays what is left around damage in the middle', async () => {
    const whole = await folder.opus('whole', soundA);
    const bytes = await readFile(whole.path);
    bytes.fill(0x55, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.45));
    await writeFile(whole.path, bytes);
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', whole));
    const ended = await offline.until((event) => event.kind === 'ended');
    expect(ended.ms).toBeGreaterThan(3900);
    expect(likeness(offline.heard, 500, soundA, 500, 500).alike).toBeGreaterThan(0.8);
    expect(offline.told('a')[0]).toBe('started@0');
  });
});

describe('a crossfade', () => {
  it('keeps the power of one track, and lasts as long as it is set to', async () => {
    const offline = new OfflinePlayer({ crossfadeMs: 2000 });
    offline.player.play(offline.item('a', fileA));
    offline.player.upNext(offline.item('b', fileB));
    await offline.until((event) => event.kind === 'idle');
    const levels = Array.from({ length: 48 }, (_, i) => level(offline.heard, 200 + 200 * i, 400 + 200 * i));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(1);
    expect(offline.told('b')[0]).toBe('started@4000');
    expect(offline.told('a')).toEqual(['started@0', 'ended@5980']);
    expect(offline.told('b')[1]).toBe('ended@9980');
    // Before it only the first, after it only the second, in the middle both.
    expect(likeness(offline.heard, 3000, soundA, 3000, 900).alike).toBeGreaterThan(0.999);
    expect(likeness(offline.heard, 6100, soundB, 2100, 900).alike).toBeGreaterThan(0.999);
    for (const [sound, ms] of [[soundA, 4900], [soundB, 900]] as const) {
      expect(likeness(offline.heard, 4900, sound, ms, 200).alike).toBeGreaterThan(0.5);
    }
  });

  it('does not click', async () => {
    const low = await folder.wav('low', sineStereo({ hz: 200, seconds: 4, amplitude: 0.4 }), { sample: 'f32' });
    const high = await folder.wav('high', sineStereo({ hz: 300, seconds: 4, amplitude: 0.4 }), { sample: 'f32' });
    const offline = new OfflinePlayer({ crossfadeMs: 1000 });
    offline.player.play(offline.item('a', low));
    offline.player.upNext(offline.item('b', high));
    await offline.render(6000);
    const steady = roughness(slice(offline.heard, 4800, 48_000).left) + roughness(slice(offline.heard, 250_000, 280_000).left);
    expect(roughness(slice(offline.heard, 4800, 280_000).left)).toBeLessThan(1.2 * steady);
  });

  it('takes no more than half of a short track', async () => {
    const jingle = await folder.wav('jingle', noiseStereo(5, 2), { sample: 'f32' });
    const offline = new OfflinePlayer({ crossfadeMs: 4000 });
    offline.player.play(offline.item('a', fileA));
    offline.player.upNext(offline.item('jingle', jingle));
    await offline.until((event) => event.kind === 'started' && event.playId === 'jingle');
    offline.player.upNext(offline.item('b', fileB));
    await offline.until((event) => event.kind === 'ended' && event.playId === 'b');
    expect(offline.told('jingle')[0]).toBe('started@5000');
    expect(offline.told('b')[0]).toBe('started@6000');
  });

  it('is none when set to 0: the next track follows at once', async () => {
    const offline = new OfflinePlayer({ crossfadeMs: 0 });
    const odd = await folder.wav('odd', slice(soundA, 0, 100_123), { sample: 'f32' });
    offline.player.play(offline.item('a', odd));
    offline.player.upNext(offline.item('b', fileB));
    await offline.render(4000);
    const b = offline.heard.left.subarray(100_123 + LATENCY);
    for (let i = 0; i < 20_000; i += 3) expect(b[i]).toBeCloseTo(soundB.left[i], 5);
  });
});

describe('tracks of an album', () => {
  const sweep = sineStereo({ hz: 300, seconds: 4, sweepToHz: 900, amplitude: 0.4 });
  const cut = 96_217;

  async function joined(first: AudioFile, second: AudioFile): Promise<Float32Array> {
    const offline = new OfflinePlayer({ crossfadeMs: 3000 });
    offline.player.play(offline.item('1', first));
    offline.player.upNext(offline.item('2', second, { gapless: true }));
    await offline.until((event) => event.kind === 'idle');
    await offline.render(20);
    expect(offline.told('1')).toHaveLength(2);
    expect(offline.told('2')).toHaveLength(2);
    return offline.heard.left.subarray(LATENCY);
  }

  it('join to the sample', async () => {
    const heard = await joined(
      await folder.wav('join1', slice(sweep, 0, cut), { sample: 'f32' }),
      await folder.wav('join2', slice(sweep, cut), { sample: 'f32' }),
    );
    for (let i = 0; i < sweep.left.length; i++) {
      if (Math.abs(heard[i] - sweep.left[i]) > 1e-5) expect.fail(`sample ${i} differs by ${heard[i] - sweep.left[i]}`);
    }
  });

  it('join as one sound when they are resampled too', async () => {
    const cd = sineStereo({ hz: 300, seconds: 4, sweepToHz: 900, amplitude: 0.4, sampleRate: 44_100 });
    const heard = await joined(
      await folder.wav('cd1', slice(cd, 0, 88_217), { sampleRate: 44_100, sample: 'f32' }),
      await folder.wav('cd2', slice(cd, 88_217), { sampleRate: 44_100, sample: 'f32' }),
    );
    // In the middle of the sound, far from its beginning and end where the filter meets silence.
    for (let i = 100; i < sweep.left.length - 100; i++) {
      if (Math.abs(heard[i] - sweep.left[i]) > 2e-3) expect.fail(`sample ${i} differs by ${heard[i] - sweep.left[i]}`);
    }
  });

  it.skipIf(!hasFfmpeg).each([
    ['flac', 1e-5],
    ['mp3', 0.06],
    ['ogg', 0.08],
  ] as const)('join to the sample in %s files (skipped without ffmpeg on the PATH)', async (kind, tolerance) => {
    const format = kind === 'ogg' ? 'vorbis' : kind;
    const heard = await joined(
      await folder.encoded('album1', kind, format, slice(sweep, 0, cut)),
      await folder.encoded('album2', kind, format, slice(sweep, cut)),
    );
    expect(bestLag(heard.subarray(cut + 4800, cut + 24_000), sweep.left.subarray(cut + 4800, cut + 24_000), 200)).toBe(0);
    for (let i = cut - 2000; i < cut + 2000; i++) {
      if (Math.abs(heard[i] - sweep.left[i]) > tolerance) expect.fail(`sample ${i - cut} from the join differs by ${heard[i] - sweep.left[i]}`);
    }
  });
});

describe('a listener at the controls', () => {
  it('pauses and resumes where it was, without clicks', async () => {
    const tone = await folder.wav('tone', sineStereo({ hz: 200, seconds: 8, amplitude: 0.4 }), { sample: 'f32' });
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', tone));
    await offline.render(1000);
    offline.player.pause();
    await offline.render(1000);
    const positions = () => offline.events.flatMap(({ event }) => (event.kind === 'position' ? [event] : []));
    expect(positions()).toEqual([{ kind: 'position', playId: 'a', positionMs: 1020, paused: true }]);
    offline.player.resume();
    await offline.render(1000);
    expect(positions()[1]).toEqual({ kind: 'position', playId: 'a', positionMs: 1040, paused: false });
    expect(level(offline.heard, 1100, 1990)).toBeLessThan(-120);
    expect(level(offline.heard, 2100, 2900)).toBeCloseTo(level(offline.heard, 100, 900), 1);
    const steady = roughness(slice(offline.heard, 4800, 40_000).left);
    expect(roughness(slice(offline.heard, 4800).left)).toBeLessThan(2 * steady);
    expect(offline.player.playing?.positionMs).toBe(2020);
  });

  it('jumps to the place asked for', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    await offline.render(500);
    offline.player.seek(4321);
    const told = await offline.until((event) => event.kind === 'position');
    await offline.render(1000);
    const { lag, alike } = likeness(offline.heard, told.ms + 100, soundA, 4421, 500);
    expect([lag, alike > 0.999]).toEqual([0, true]);
    expect(told.event).toMatchObject({ playId: 'a', positionMs: 4341 });
    // Until it is there the music goes on, and nothing but the position is told.
    expect(level(offline.heard, 400, 1400)).toBeGreaterThan(-30);
    expect(offline.told('a')).toEqual(['started@0']);
  });

  it('jumps while paused and hears the new place on resuming', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    await offline.render(500);
    offline.player.pause();
    await offline.render(100);
    offline.player.seek(2000);
    await offline.until((event) => event.kind === 'position' && event.positionMs === 2000 && event.paused);
    await offline.settle();
    offline.player.resume();
    const from = offline.ms;
    await offline.render(500);
    expect(likeness(offline.heard, from + 40, soundA, 2040, 300)).toMatchObject({ lag: 0 });
  });

  it('turns the volume without clicks, linearly', async () => {
    const tone = await folder.wav('volume', sineStereo({ hz: 200, seconds: 4, amplitude: 0.4 }), { sample: 'f32' });
    const offline = new OfflinePlayer({ volume: 1 });
    offline.player.play(offline.item('a', tone));
    await offline.render(1000);
    offline.player.setVolume(0.5);
    await offline.render(1000);
    expect(level(offline.heard, 1200, 1900) - level(offline.heard, 200, 900)).toBeCloseTo(-6.02, 1);
    expect(roughness(slice(offline.heard, 4800).left)).toBeLessThan(1.5 * roughness(slice(offline.heard, 4800, 40_000).left));
  });

  it('plays something else at once, with a short fade, and forgets what was up next', async () => {
    const offline = new OfflinePlayer({ crossfadeMs: 1000 });
    offline.player.play(offline.item('a', fileA));
    offline.player.upNext(offline.item('never', fileA));
    await offline.render(1000);
    offline.player.play(offline.item('b', fileB));
    await offline.until((event) => event.kind === 'idle');
    expect(offline.told('never')).toEqual([]);
    expect(offline.events.map(({ event }) => event)).toContainEqual(expect.objectContaining({ kind: 'ended', playId: 'a', how: 'replaced' }));
    const [started] = offline.events.filter(({ event }) => event.kind === 'started' && event.playId === 'b');
    expect(started.ms - 1000).toBeLessThan(100);
    expect(likeness(offline.heard, started.ms + 40, soundB, 40, 500)).toMatchObject({ lag: 0 });
    expect(level(offline.heard, 900, 1200)).toBeGreaterThan(-30);
  });

  it('stops: silence, and nothing left', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    offline.player.upNext(offline.item('b', fileB));
    await offline.render(500);
    offline.player.stop();
    await offline.render(500);
    expect(level(offline.heard, 600, 1000)).toBeLessThan(-120);
    expect(offline.events.map(({ event }) => event.kind)).toEqual(['started', 'ended', 'idle']);
  });
});

describe('a pause in the middle of a crossfade', () => {
  async function pausedInFade(): Promise<OfflinePlayer> {
    const offline = new OfflinePlayer({ crossfadeMs: 2000 });
    offline.player.play(offline.item('a', fileA));
    offline.player.upNext(offline.item('b', fileB));
    await offline.until((event) => event.kind === 'started' && event.playId === 'b');
    await offline.render(500);
    offline.player.pause();
    await offline.render(300);
    return offline;
  }

  it('holds both tracks where they are', async () => {
    const offline = await pausedInFade();
    expect(offline.told('a')).toEqual(['started@0']);
    offline.player.resume();
    await offline.until((event) => event.kind === 'ended' && event.playId === 'b');
    expect(offline.told('a')).toHaveLength(2);
    // 300 ms later than without the pause, less the frame that faded out.
    expect(offline.told('b')[1]).toBe('ended@10260');
  });

  it('ends both when the music is stopped', async () => {
    const offline = await pausedInFade();
    offline.player.stop();
    await offline.render(100);
    expect(offline.told('a')[1]).toMatch(/^ended/);
    expect(offline.told('b')[1]).toMatch(/^ended/);
    expect(offline.events.at(-1)?.event).toEqual({ kind: 'idle' });
  });
});

describe('a file that cannot be decoded', () => {
  it('is told of as soon as it is up next, while the music plays', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    await offline.render(100);
    offline.player.upNext(offline.item('bad', corrupt));
    const failed = await offline.until((event) => event.kind === 'failed');
    expect(failed.event).toMatchObject({ playId: 'bad', reason: 'The file cannot be played: it is not an MP3 file.' });
    expect(failed.ms).toBeLessThan(1100);
    offline.player.upNext(offline.item('b', fileB));
    await offline.until((event) => event.kind === 'started' && event.playId === 'b');
    await offline.render(600);
    expect(level(offline.heard, 5500, 6500)).toBeGreaterThan(-30);
  });

  it('gives way to what is up next within a second', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('bad', corrupt));
    offline.player.upNext(offline.item('b', fileB));
    const started = await offline.until((event) => event.kind === 'started');
    expect(started.event).toMatchObject({ playId: 'b' });
    expect(started.ms).toBeLessThanOrEqual(1000);
    expect(offline.events[0].event).toMatchObject({ kind: 'failed', playId: 'bad' });
  });

  it('ends what played when it was to play at once, and leaves nothing when nothing follows', async () => {
    const offline = new OfflinePlayer();
    offline.player.play(offline.item('a', fileA));
    await offline.render(500);
    offline.player.play(offline.item('bad', { path: '/nowhere/at/all.mp3', format: 'mp3' }));
    await offline.until((event) => event.kind === 'idle');
    expect(offline.events.map(({ event }) => ('playId' in event ? `${event.kind} ${event.playId}` : event.kind))).toEqual(['started a', 'failed bad', 'ended a', 'idle']);
    expect(offline.events[1].event).toMatchObject({ reason: 'The file cannot be played: it is not there any more.' });
  });
});
