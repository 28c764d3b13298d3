import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AudioFile } from '../../src/domain.ts';
import { measureLoudness } from '../../src/audio/measure.ts';
import { Catalogue } from '../../src/library/catalogue.ts';
import type { FileRecord } from '../../src/library/file-record.ts';
import { LoudnessMeasuring, type Measure } from '../../src/library/loudness.ts';
import { silentLogger } from '../../src/log.ts';
import { UserError } from '../../src/user-error.ts';
import { TestClock } from '../support/test-clock.ts';
import { PATIENCE, scanned, testHome } from './library-in-test.ts';
import { put, wav } from './music-files.ts';

function file(n: number): FileRecord {
  const names = { title: `Song ${n}`, artist: 'Artist', album: null, trackNumber: n, discNumber: null, year: null };
  const tags = { ...names, genres: [], tags: [], durationMs: 60_000, isrc: null, mbid: null, lossless: true, bitrate: 1 };
  return { path: `/m/${n}.wav`, source: 'folder', size: 1, mtimeMs: 1, format: 'wav', loudness: null, fault: null, tags };
}

/** Measuring under the test's control: each file waits to be finished or failed by hand. */
function setting(count: number) {
  const clock = new TestClock();
  const catalogue = new Catalogue({ fileChanged: () => {}, trackChanged: () => {} });
  for (let n = 0; n < count; n++) catalogue.put(file(n));
  const begun: string[] = [];
  const faults: [string, string][] = [];
  const waiting = new Map<string, { finish(): void; fail(error: Error): void }>();
  const measure: Measure = ({ path }: AudioFile, signal) => {
    begun.push(path);
    return new Promise((resolve, reject) => {
      waiting.set(path, { finish: () => resolve({ integratedLufs: -12, truePeakDbtp: -2, durationMs: 60_000 }), fail: reject });
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  const onFault = (path: string, reason: string) => faults.push([path, reason]);
  const measuring = new LoudnessMeasuring({ catalogue, clock, log: silentLogger, measure, onFault });
  const id = (n: number) => catalogue.trackIdOfFile(`/m/${n}.wav`) ?? '';
  const finish = async (n: number) => {
    waiting.get(`/m/${n}.wav`)?.finish();
    await setImmediate();
  };
  const fail = async (n: number, error: Error) => {
    waiting.get(`/m/${n}.wav`)?.fail(error);
    await setImmediate();
  };
  return { clock, catalogue, begun, faults, measuring, id, finish, fail };
}

describe('background measuring', () => {
  it('takes one track at a time and rests in between, longer after long work', async () => {
    const { clock, catalogue, begun, measuring, finish } = setting(3);
    measuring.wake();
    measuring.wake();
    await clock.advance(9_000);
    expect(begun, 'the first tracks get to play first').toEqual([]);
    await clock.advance(2_000);
    expect(begun).toEqual(['/m/0.wav']);
    await clock.advance(4_000);
    measuring.wake();
    await finish(0);
    expect(catalogue.measuredCount).toBe(1);
    await clock.advance(10_000);
    expect(begun).toHaveLength(1);
    await clock.advance(10_000);
    expect(begun).toEqual(['/m/0.wav', '/m/1.wav']);
    await finish(1);
    await clock.advance(60_000);
    await finish(2);
    await clock.advance(60_000);
    expect(begun).toEqual(['/m/0.wav', '/m/1.wav', '/m/2.wav']);
    expect(catalogue.measuredCount).toBe(3);
  });

  it('takes up tracks that come later', async () => {
    const { clock, catalogue, begun, measuring, finish } = setting(1);
    measuring.wake();
    await clock.advance(20_000);
    await finish(0);
    await clock.advance(60_000);
    catalogue.put(file(7));
    measuring.wake();
    await clock.advance(20_000);
    expect(begun).toEqual(['/m/0.wav', '/m/7.wav']);
  });

  it('goes on after a file that cannot be decoded, and tells of it', async () => {
    const { clock, begun, faults, measuring, fail } = setting(2);
    measuring.wake();
    await clock.advance(20_000);
    await fail(0, new UserError('undecodable', 'The file cannot be played: it is damaged.'));
    await clock.advance(60_000);
    expect(begun).toEqual(['/m/0.wav', '/m/1.wav']);
    expect(faults).toEqual([['/m/0.wav', 'The file cannot be played: it is damaged.']]);
  });

  it('blames no file for a fault of its own', async () => {
    const { clock, faults, begun, measuring, fail } = setting(2);
    measuring.wake();
    await clock.advance(20_000);
    await fail(0, new Error('out of memory'));
    await clock.advance(60_000);
    expect(faults).toEqual([]);
    expect(begun).toEqual(['/m/0.wav', '/m/1.wav']);
  });

  it('ends with what it was doing', async () => {
    const { clock, catalogue, faults, begun, measuring } = setting(2);
    measuring.wake();
    await clock.advance(20_000);
    await measuring.close();
    await clock.advance(120_000);
    expect(begun).toHaveLength(1);
    expect(faults).toEqual([]);
    expect(catalogue.measuredCount).toBe(0);
  });
});

describe('a track about to play', () => {
  it('is measured before everything else, and what it displaced gets its turn again', async () => {
    const { clock, catalogue, begun, measuring, id, finish } = setting(3);
    measuring.wake();
    await clock.advance(20_000);
    const loudness = measuring.of(id(2), 5_000);
    await setImmediate();
    expect(begun).toEqual(['/m/0.wav', '/m/2.wav']);
    await finish(2);
    expect(await loudness).toEqual({ integratedLufs: -12, truePeakDbtp: -2 });
    for (const n of [1, 0]) {
      await clock.advance(120_000);
      await finish(n);
    }
    expect(catalogue.measuredCount).toBe(3);
  });

  it('is not waited for beyond the deadline, but measured all the same, once', async () => {
    const { clock, catalogue, begun, measuring, id, finish } = setting(1);
    const first = measuring.of(id(0), 1_000);
    const second = measuring.of(id(0), 1_000);
    await clock.advance(1_500);
    expect(await Promise.all([first, second])).toEqual([null, null]);
    await finish(0);
    expect(catalogue.measuredCount).toBe(1);
    expect(await measuring.of(id(0), 1_000)).toMatchObject({ integratedLufs: -12 });
    expect(begun).toHaveLength(1);
  });

  it('that is unknown has no loudness', async () => {
    const { measuring } = setting(0);
    expect(await measuring.of('t0', 1_000)).toBeNull();
  });
});

it('measures real files, keeps the result and lists what cannot be decoded', async () => {
  const home = await testHome();
  const [, cut] = await put(home.music, { 'A/B/01 Tone.wav': wav(1_500, 0.5), 'A/B/02 Bad.flac': Buffer.concat([flacHeader(), Buffer.alloc(2_000, 7)]) });
  const library = await home.open({ measure: measureLoudness });
  await scanned(library);
  expect(library.size).toBe(2);
  const tone = library.search('tone', 1)[0];
  // A 440 Hz sine of amplitude 0.5 on one channel, played on both: −6 dBFS peak, −9 dB RMS, +3 dB for two channels.
  const loudness = await library.loudness(tone?.id ?? '', 20_000);
  expect(loudness?.integratedLufs).toBeCloseTo(-6.7, 0);
  expect(loudness?.truePeakDbtp).toBeCloseTo(-6, 0);
  const bad = library.search('bad', 1)[0];
  expect(await library.loudness(bad?.id ?? '', 20_000)).toBeNull();
  await expect.poll(() => library.status().unreadable, PATIENCE).toEqual([{ path: cut, reason: expect.stringMatching(/^The file cannot be played: /) as string }]);
  await library.close();
  const again = await home.open();
  expect(again.get(tone?.id ?? '')?.loudness).toEqual(loudness);
  expect(again.status()).toMatchObject({ tracks: 1, measured: 1 });
});

/** A FLAC file's beginning that promises ten seconds of sound. */
function flacHeader(): Buffer {
  const header = Buffer.alloc(42);
  header.write('fLaC', 0, 'latin1');
  header.writeUInt8(0x80, 4);
  header.writeUIntBE(34, 5, 3);
  header.writeUInt16BE(4_096, 8);
  header.writeUInt16BE(4_096, 10);
  // 20 bits of sample rate, 3 of channels − 1, 5 of bits − 1, 36 of samples
  header.writeBigUInt64BE((44_100n << 44n) | (1n << 41n) | (15n << 36n) | 441_000n, 18);
  return header;
}
