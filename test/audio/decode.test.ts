import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../src/audio/decode/open.ts';
import { UndecodableError } from '../../src/audio/decode/source.ts';
import type { Pcm } from '../../src/audio/pcm.ts';
import type { AudioFile } from '../../src/domain.ts';
import { bestLag, correlation } from './correlation.ts';
import { AudioFolder, hasFfmpeg, opusBytes, temporaryFolder, wavBytes, type WavOptions } from './files.ts';
import { noiseStereo, sineStereo } from './signals.ts';

let folder: AudioFolder;
let remove: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  folder = new AudioFolder(temporary.path);
});

afterAll(() => remove());

interface Decoded extends Pcm {
  readonly sampleRate: number;
  readonly totalSamples: number | null;
  /** Samples of the largest block: how much a step may bring at once. */
  readonly largest: number;
}

async function decode(file: AudioFile, startMs = 0): Promise<Decoded> {
  const source = await openSource(file, startMs);
  const blocks: Pcm[] = [];
  try {
    for (let block = await source.read(); block !== null; block = await source.read()) blocks.push({ left: block.left.slice(), right: block.right.slice() });
  } finally {
    source.close();
  }
  const whole = (channel: 'left' | 'right') => {
    const all = new Float32Array(blocks.reduce((sum, block) => sum + block.left.length, 0));
    let at = 0;
    for (const block of blocks) {
      all.set(block[channel], at);
      at += block[channel].length;
    }
    return all;
  };
  const largest = Math.max(0, ...blocks.map((block) => block.left.length));
  return { left: whole('left'), right: whole('right'), sampleRate: source.sampleRate, totalSamples: source.totalSamples, largest };
}

async function reasonOf(file: AudioFile): Promise<string> {
  const error: unknown = await decode(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UndecodableError);
  return (error as UndecodableError).reason;
}

describe('WAV', () => {
  const sound = noiseStereo(4, 0.5);
  const cases: readonly [name: string, options: WavOptions, tolerance: number][] = [
    ['8 bits', { sample: 'u8' }, 1 / 127],
    ['16 bits', { sample: 's16' }, 1 / 32_767],
    ['24 bits', { sample: 's24' }, 1e-6],
    ['32 bits', { sample: 's32' }, 1e-7],
    ['floating point', { sample: 'f32' }, 0],
    ['double precision', { sample: 'f64' }, 0],
    ['extensible', { sample: 's24', extensible: true }, 1e-6],
    ['44.1 kHz', { sample: 'f32', sampleRate: 44_100 }, 0],
  ];

  it.each(cases)('of %s is read as it was written', async (name, options, tolerance) => {
    const decoded = await decode(await folder.wav(name.replaceAll(' ', '-'), sound, options));
    expect(decoded.left.length).toBe(sound.left.length);
    expect(decoded.totalSamples).toBe(sound.left.length);
    expect(decoded.sampleRate).toBe(options.sampleRate ?? 48_000);
    for (let i = 0; i < sound.left.length; i++) {
      if (Math.abs(decoded.left[i] - sound.left[i]) > tolerance || Math.abs(decoded.right[i] - sound.right[i]) > tolerance) expect.fail(`sample ${i} differs`);
    }
  });

  it('with samples that no music has is no bang', async () => {
    const samples = Float32Array.of(0.5, 1e6, -Infinity, NaN, -3);
    const decoded = await decode(await folder.wav('bang', { left: samples, right: samples }, { sample: 'f32' }));
    expect([...decoded.left]).toEqual([0.5, 4, -4, 0, -3]);
    expect(decoded.right).toEqual(decoded.left);
  });

  it('of one channel is heard on both sides', async () => {
    const { left } = sound;
    const decoded = await decode(await folder.wav('mono', sound, { sample: 'f32', channels: [left] }));
    expect([decoded.left, decoded.right]).toEqual([left, left]);
  });

  it('of six channels is mixed down: the centre on both sides, the back on its own, no low effects', async () => {
    const only = (channel: number) => Array.from({ length: 6 }, (_, i) => (i === channel ? sound.left : new Float32Array(sound.left.length)));
    const gains: [number, number][] = [];
    for (let channel = 0; channel < 6; channel++) {
      const { left, right } = await decode(await folder.wav(`surround${channel}`, sound, { sample: 'f32', channels: only(channel) }));
      const gain = (side: Float32Array) => Number((side[999] / sound.left[999]).toFixed(3));
      gains.push([gain(left), gain(right)]);
    }
    expect(gains).toEqual([[1, 0], [0, 1], [0.707, 0.707], [0, 0], [0.707, 0], [0, 0.707]]);
  });

  it('cut short plays as far as it goes', async () => {
    const bytes = wavBytes(sound);
    const decoded = await decode(await folder.raw('short.wav', 'wav', bytes.subarray(0, bytes.length >> 1)));
    expect(decoded.left.length).toBeGreaterThan(sound.left.length * 0.49);
  });

  it('survives any damage to its header', async () => {
    const bytes = wavBytes(sineStereo({ hz: 440, seconds: 0.05 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }), async (damage) => {
        const broken = Buffer.from(bytes);
        for (const [at, byte] of damage) broken[at] = byte;
        const file = await folder.raw('fuzz.wav', 'wav', broken);
        try {
          expect((await decode(file)).left.every((x) => Number.isFinite(x))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableError);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** What every decoder keeps: the right sound, exact length, exact jumps, small steps. */
async function keepsItsWord(file: AudioFile, sound: Pcm, expected: { readonly alike: number; readonly total?: number; readonly length?: number }): Promise<void> {
  const whole = await decode(file);
  expect(whole.left.length).toBe(expected.length ?? sound.left.length);
  expect(whole.totalSamples).toBe(expected.total ?? sound.left.length);
  const part = (pcm: Float32Array, from: number) => pcm.subarray(from, from + 20_000);
  for (const from of [5000, sound.left.length - 60_000]) {
    expect(bestLag(part(whole.left, from), part(sound.left, from), 150)).toBe(0);
    expect(correlation(part(whole.left, from), part(sound.left, from))).toBeGreaterThan(expected.alike);
    expect(correlation(part(whole.right, from), part(sound.right, from))).toBeGreaterThan(expected.alike);
  }
  expect(whole.largest).toBeLessThanOrEqual(1.1 * whole.sampleRate);
  const lengthMs = (1000 * whole.left.length) / whole.sampleRate;
  for (const startMs of [1, 333.3, 0.5 * lengthMs, lengthMs - 500]) {
    const jumped = await decode(file, startMs);
    const from = Math.round((startMs * whole.sampleRate) / 1000);
    expect(jumped.left.length).toBe(whole.left.length - from);
    for (let i = 0; i < jumped.left.length; i += 5) {
      if (Math.abs(jumped.left[i] - whole.left[from + i]) > 1e-3) expect.fail(`${startMs} ms: sample ${i} is ${jumped.left[i]}, expected ${whole.left[from + i]}`);
    }
  }
  expect((await decode(file, lengthMs + 5000)).left.length).toBe(0);
}

describe('decoders', () => {
  const sound = noiseStereo(6, 8);

  it('WAV: right sound, exact length and jumps', async () => {
    await keepsItsWord(await folder.wav('word', sound, { sample: 'f32' }), sound, { alike: 0.9999 });
  });

  it('Opus: right sound, exact length and jumps', async () => {
    await keepsItsWord(await folder.opus('word', sound), sound, { alike: 0.85 });
  });

  it('Opus shorter than a page', async () => {
    for (const samples of [1, 959, 20_000]) {
      const { left } = await decode(await folder.raw('tiny.opus', 'opus', opusBytes(sineStereo({ hz: 440, seconds: samples / 48_000 }))));
      expect(left.length).toBe(samples);
    }
  });

  describe.skipIf(!hasFfmpeg)('of files that ffmpeg writes (skipped: ffmpeg is not on the PATH)', () => {
    it.each([
      ['mp3', 'mp3', 'mp3', 48_000, 0.85],
      ['mp3 of 44.1 kHz', 'mp3', 'mp3', 44_100, 0.85],
      ['mp3 of variable rate', 'vbr', 'mp3', 44_100, 0.85],
      ['flac', 'flac', 'flac', 44_100, 0.9999],
      ['vorbis', 'ogg', 'vorbis', 44_100, 0.85],
    ] as const)('%s: right sound, exact length and jumps', async (_, kind, format, sampleRate, alike) => {
      const native = noiseStereo(7, 8, 0.2, sampleRate);
      await keepsItsWord(await folder.encoded(`word${sampleRate}`, kind, format, native, sampleRate), native, { alike });
    });

    it('by ffmpeg: m4a, resampled to 48 kHz', async () => {
      const file = await folder.encoded('word', 'm4a', 'other', sound);
      const decoded = await decode(file);
      expect(decoded.sampleRate).toBe(48_000);
      expect(Math.abs(decoded.left.length - sound.left.length)).toBeLessThan(2048);
      expect(correlation(decoded.left.subarray(0, 200_000), sound.left.subarray(0, 200_000))).toBeGreaterThan(0.8);
      const jumped = await decode(file, 6000);
      expect(Math.abs(bestLag(jumped.left.subarray(4800, 24_000), decoded.left.subarray(292_800, 312_000), 2400))).toBeLessThan(2400);
      expect(Math.abs(jumped.left.length - decoded.left.length + 288_000)).toBeLessThan(2400);
    });

    it('mp3 without an information frame, by its rate', async () => {
      const decoded = await decode(await folder.encoded('plain', 'plain', 'mp3', sound));
      // Nothing tells the encoder's delay: a frame or two more than the sound.
      expect(decoded.left.length - sound.left.length).toBeGreaterThan(0);
      expect(decoded.left.length - sound.left.length).toBeLessThan(3000);
      expect(Math.abs((decoded.totalSamples ?? 0) - decoded.left.length)).toBeLessThan(1200);
    });

    it('know a file by what is in it, not by its name', async () => {
      const mp3 = await folder.encoded('named', 'mp3', 'mp3', sound);
      const flac = await folder.encoded('named', 'flac', 'flac', sound);
      const vorbis = await folder.encoded('named', 'ogg', 'vorbis', sound);
      for (const file of [{ ...flac, format: 'mp3' }, { ...vorbis, format: 'flac' }, { ...vorbis, format: 'opus' }, { ...mp3, format: 'mp3' }] as const) {
        expect((await decode(file)).left.length).toBe(sound.left.length);
      }
      expect((await decode(await folder.encoded('named', 'oga', 'flac', sound))).left.length).toBe(sound.left.length);
    });

    it.each([
      ['mp3', 'mp3', 0.7],
      ['flac', 'flac', 0.7],
      ['ogg', 'vorbis', 0.6],
    ] as const)('go on behind damage in %s', async (kind, format, least) => {
      const whole = await folder.encoded('damaged', kind, format, sound);
      const bytes = await readFile(whole.path);
      for (let i = Math.floor(bytes.length * 0.5); i < bytes.length * 0.52; i++) bytes[i] = (i * 37) & 0xff;
      const decoded = await decode(await folder.raw(`damaged2.${kind}`, format, bytes));
      expect(decoded.left.length).toBeGreaterThan(least * sound.left.length);
      expect(bestLag(decoded.left.subarray(5000, 25_000), sound.left.subarray(5000, 25_000), 150)).toBe(0);
    });
  });
});

describe('files that cannot be played give the reason', () => {
  it.each([
    ['an empty file', 'mp3', () => new Uint8Array(0), 'it is empty'],
    ['text as mp3', 'mp3', () => Buffer.from('hello '.repeat(50_000)), 'it is not an MP3 file'],
    ['text as wav', 'wav', () => Buffer.from('hello '.repeat(50_000)), 'it is a WAV file without sound'],
    ['text as flac', 'flac', () => Buffer.from('hello '.repeat(50_000)), 'its FLAC header is damaged'],
    ['text as opus', 'opus', () => Buffer.from('hello '.repeat(50_000)), 'it is not an Ogg file'],
    ['a wav header alone', 'wav', () => wavBytes(sineStereo({ hz: 1, seconds: 1 })).subarray(0, 56), 'there is no sound in it'],
    ['an opus header alone', 'opus', () => opusBytes(sineStereo({ hz: 440, seconds: 3 })).subarray(0, 120), 'there is no sound in it'],
  ] as const)('%s', async (name, format, bytes, reason) => {
    const file = await folder.raw(`${name.replaceAll(' ', '-')}.${format}`, format, bytes());
    expect(await reasonOf(file)).toBe(reason);
  });

  it('a file that is gone, and a folder', async () => {
    expect(await reasonOf({ path: '/nowhere/at/all.wav', format: 'wav' })).toBe('it is not there any more');
    expect(await reasonOf({ path: '/', format: 'flac' })).toBe('it is a folder');
  });

  it('noise under any name, at once', async () => {
    const noise = Buffer.from(Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i * i)).buffer);
    for (const format of ['mp3', 'flac', 'vorbis', 'opus', 'wav'] as const) {
      const marks = { mp3: [0xff, 0xfb, 0x90], flac: [0x66, 0x4c, 0x61, 0x43], vorbis: [0x4f, 0x67, 0x67, 0x53], opus: [0x4f, 0x67, 0x67, 0x53], wav: [0x52, 0x49, 0x46, 0x46] };
      noise.set(marks[format]);
      expect(await reasonOf(await folder.raw(`noise.${format}`, format, noise))).not.toBe('');
    }
  });

  it.skipIf(!hasFfmpeg)('what ffmpeg cannot read either (skipped: ffmpeg is not on the PATH)', async () => {
    expect(await reasonOf(await folder.raw('x.m4a', 'other', Buffer.from('nothing to hear')))).toMatch(/^ffmpeg cannot read it/);
  });
});
