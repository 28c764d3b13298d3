import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UndecodableError } from '../../src/audio/decode/source.ts';
import { measureLoudness, stopMeasuring } from '../../src/audio/measure.ts';
import { AudioFolder, temporaryFolder } from './files.ts';
import { noiseStereo, sineStereo } from './signals.ts';

let folder: AudioFolder;
let remove: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  folder = new AudioFolder(temporary.path);
});

afterAll(async () => {
  await stopMeasuring();
  await remove();
});

const db = (x: number) => 10 ** (x / 20);

describe('measureLoudness', () => {
  it('tells loudness, true peak and length of a file', async () => {
    const file = await folder.wav('tone', sineStereo({ hz: 997, seconds: 4, amplitude: db(-20), sampleRate: 44_100 }), { sample: 'f32', sampleRate: 44_100 });
    const measured = await measureLoudness(file);
    expect(measured.integratedLufs).toBeCloseTo(-20, 1);
    expect(measured.truePeakDbtp).toBeCloseTo(-20, 1);
    expect(measured.durationMs).toBeCloseTo(4000, 3);
  });

  it('measures many at once, one after the other, bad ones between', async () => {
    const good = await folder.opus('good', noiseStereo(1, 3));
    const bad = await folder.raw('bad.mp3', 'mp3', Buffer.from('no music'));
    const results = await Promise.allSettled([measureLoudness(good), measureLoudness(bad), measureLoudness(good)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: new UndecodableError('it is not an MP3 file') });
  });

  it('gives numbers for digital silence', async () => {
    const silence = { left: new Float32Array(48_000), right: new Float32Array(48_000) };
    expect(await measureLoudness(await folder.wav('silence', silence))).toEqual({ integratedLufs: -70, truePeakDbtp: -100, durationMs: 1000 });
  });

  it('stops when asked to, and goes on with the next', async () => {
    const long = await folder.wav('long', noiseStereo(2, 120));
    const short = await folder.wav('short', sineStereo({ hz: 997, seconds: 1, amplitude: 0.1 }));
    const gaveUp = new AbortController();
    const first = measureLoudness(long, gaveUp.signal);
    const second = measureLoudness(short);
    gaveUp.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second).durationMs).toBe(1000);
    await expect(measureLoudness(short, gaveUp.signal)).rejects.toThrow('enough');
  });
});

const sequences = resolve(process.env.SEGUE_DEV_DATA ?? resolve(import.meta.dirname, '../../../shared/data'), 'audio/ebu_loudness');

describe.skipIf(!existsSync(sequences))('EBU Tech 3341 sequences (skipped: SEGUE_DEV_DATA does not hold them)', () => {
  // Tolerance of the standard: 0.1 LU.
  it.each([
    ['seq-3341-1-16bit.flac', -23],
    ['seq-3341-2-16bit.flac', -33],
    ['seq-3341-3-16bit-v02.flac', -23],
    ['seq-3341-4-16bit-v02.flac', -23],
    ['seq-3341-7_seq-3342-5-16bit.flac', -23],
  ])('%s is %i LUFS', async (name, lufs) => {
    const measured = await measureLoudness({ path: resolve(sequences, name), format: 'flac' });
    expect(Math.abs(measured.integratedLufs - lufs)).toBeLessThanOrEqual(0.1);
  });
});
