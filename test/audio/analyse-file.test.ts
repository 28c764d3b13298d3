import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { MOST_POINTS } from '../../models/acoustic/track-analysis.ts';
import { analyseFile } from '../../src/audio/analyse-file.ts';
import { UndecodableError } from '../../src/audio/decode/source.ts';
import type { Pcm } from '../../src/audio/pcm.ts';
import { AudioFolder, hasFfmpeg, temporaryFolder, wavBytes } from './files.ts';

/** Kick on every beat and the chords C, A minor, F and G, a bar of four each, at 120 a minute. */
function music(seconds: number, sampleRate = 48_000, gain = 1): Pcm {
  const noise = seeded(4);
  const chords = [[261.63, 329.63, 392], [220, 261.63, 329.63], [174.61, 220, 261.63], [196, 246.94, 293.66]];
  const left = Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    const beat = t % 0.5;
    const chord = chords[Math.floor(t / 2) % 4];
    const kick = 0.5 * Math.sin(2 * Math.PI * (50 * beat + 4 * (1 - Math.exp(-beat * 30)))) * Math.exp(-beat * 12);
    const tones = chord.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t) + 0.4 * Math.sin(4 * Math.PI * hz * t), 0);
    return gain * (kick + 0.06 * tones * (0.5 + 0.5 * Math.exp(-beat * 4)) + 0.05 * (noise() - 0.5) * Math.exp(-((t % 0.25) * 40)));
  });
  return { left, right: left.slice() };
}

let folder: AudioFolder;
let remove: () => Promise<void>;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  folder = new AudioFolder(temporary.path);
  remove = temporary.remove;
});
afterAll(() => remove());

function expectSound(analysis: TrackAnalysis, seconds: number): void {
  expect(analysis.seconds).toBeCloseTo(seconds, 1);
  expect(analysis.sections[0].start).toBe(0);
  expect(analysis.sections.at(-1)?.end).toBeCloseTo(analysis.seconds, 3);
  analysis.sections.slice(1).forEach(({ start }, i) => expect(start).toBe(analysis.sections[i].end));
  const { start, introEnd, outroStart, end } = analysis.cues;
  expect([start, introEnd, outroStart, end]).toEqual([start, introEnd, outroStart, end].sort((a, b) => a - b));
  expect(analysis.curves.energy.length).toBeLessThanOrEqual(MOST_POINTS);
  for (const value of [analysis.character.energy, analysis.character.brightness, analysis.character.danceability, analysis.character.acousticness]) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
}

/** C major or its relative: both are right of these four chords. */
const ofTheseChords = (analysis: TrackAnalysis) => `${analysis.key?.tonic} ${analysis.key?.mode}`;

describe('analyseFile', () => {
  it('hears tempo, key and level of music', async () => {
    const { analysis, picture } = await analyseFile(await folder.wav('music', music(24)));
    expectSound(analysis, 24);
    expect(analysis.tempo?.bpm).toBeCloseTo(120, 0);
    expect(['0 major', '9 minor']).toContain(ofTheseChords(analysis));
    expect(analysis.character.danceability).toBeGreaterThan(0.3);
    expect(picture.windows).toBeGreaterThan(0);
  });

  it.each([8000, 22_050, 192_000])('hears the same at %i Hz', async (sampleRate) => {
    const { analysis } = await analyseFile(await folder.wav(`rate-${sampleRate}`, music(16, sampleRate), { sampleRate }));
    expectSound(analysis, 16);
    expect(analysis.tempo?.bpm).toBeCloseTo(120, 0);
    expect(['0 major', '9 minor']).toContain(ofTheseChords(analysis));
  });

  it('hears mono, 5.1, an offset and clipping for what they hold', async () => {
    const sound = music(12);
    const silence = new Float32Array(sound.left.length);
    const plain = (await analyseFile(await folder.wav('plain', sound, { sample: 'f32' }))).analysis;
    const mono = (await analyseFile(await folder.wav('mono', sound, { channels: [sound.left], sample: 'f32' }))).analysis;
    const surround = (await analyseFile(await folder.wav('surround', sound, { channels: [sound.left, sound.right, silence, silence, silence, silence], extensible: true, sample: 'f32' }))).analysis;
    const raised = sound.left.map((x) => x + 0.2);
    const offset = (await analyseFile(await folder.wav('offset', { left: raised, right: raised }, { sample: 'f32' }))).analysis;
    for (const analysis of [mono, surround, offset]) {
      expectSound(analysis, 12);
      expect(analysis.key).toMatchObject({ tonic: plain.key?.tonic, mode: plain.key?.mode });
      expect(analysis.tempo?.bpm).toBeCloseTo(plain.tempo?.bpm ?? 0, 1);
      expect(analysis.character.energy).toBeCloseTo(plain.character.energy, 1);
    }
    const clipped = (await analyseFile(await folder.wav('clipped', music(12, 48_000, 8)))).analysis;
    expectSound(clipped, 12);
    expect(clipped.loudness.truePeakDbtp).toBeGreaterThan(-0.5);
    expect(clipped.tempo?.bpm).toBeCloseTo(120, 0);
  });

  it('says of silence that there is nothing, and trims it around sound', async () => {
    const nothing = (await analyseFile(await folder.wav('silence', { left: new Float32Array(480_000), right: new Float32Array(480_000) }))).analysis;
    expectSound(nothing, 10);
    expect(nothing).toMatchObject({ tempo: null, key: null, loudness: { integratedLufs: -70, rangeLu: 0, truePeakDbtp: -100 } });
    expect(nothing.character).toMatchObject({ energy: 0, danceability: 0, acousticness: 0 });
    const sound = music(8);
    const padded = new Float32Array(15 * 48_000);
    padded.set(sound.left, 3 * 48_000);
    const { cues } = (await analyseFile(await folder.wav('padded', { left: padded, right: padded }))).analysis;
    expect(cues.start).toBeCloseTo(3, 1);
    expect(cues.end).toBeCloseTo(11, 1);
  });

  it.each([0.01, 0.3, 2])('takes %d seconds', async (seconds) => {
    expectSound((await analyseFile(await folder.wav(`short-${seconds}`, music(seconds)))).analysis, seconds);
  });

  it('takes what is left of a truncated file, and any name', async () => {
    const bytes = wavBytes(music(8));
    const truncated = await folder.raw('truncated.wav', 'wav', bytes.subarray(0, bytes.length / 2));
    expectSound((await analyseFile(truncated)).analysis, 4);
    const misnamed = await folder.raw('music.mp3', 'mp3', bytes);
    expectSound((await analyseFile(misnamed)).analysis, 8);
  });

  it.skipIf(!hasFfmpeg)('hears the same in lossy formats (skipped: ffmpeg is not on the PATH)', async () => {
    const { analysis } = await analyseFile(await folder.encoded('lossy', 'mp3', 'mp3', music(12)));
    expect(analysis.tempo?.bpm).toBeCloseTo(120, 0);
  });

  it('gives a reason for what is no sound', async () => {
    const random = seeded(1);
    const noise = Uint8Array.from({ length: 50_000 }, () => Math.floor(256 * random()));
    for (const file of [await folder.raw('noise.flac', 'flac', noise), await folder.raw('empty.wav', 'wav', new Uint8Array()), { path: '/nowhere/at/all.mp3', format: 'mp3' as const }]) {
      await expect(analyseFile(file)).rejects.toBeInstanceOf(UndecodableError);
    }
  });

  it('stops when nobody wants to know any more', async () => {
    const file = await folder.wav('unwanted', music(20));
    const stop = new AbortController();
    const analysing = analyseFile(file, stop.signal);
    setImmediate(() => stop.abort(new Error('not wanted')));
    await expect(analysing).rejects.toThrow('not wanted');
  });
});
