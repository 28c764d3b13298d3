import { renameSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryAnalysis } from '../../src/analysis/library-analysis.ts';
import { analysedFiles } from '../../src/storage/track-analyses.ts';
import { backgroundThreads } from '../support/background-threads.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { AnalysisHouse } from './house.ts';

const WITHIN = { timeout: 20_000, interval: 10 };

let house: AnalysisHouse;
beforeEach(async () => {
  house = await AnalysisHouse.build();
});
afterEach(() => house.demolish());

/** Waits until nothing is left to do. */
async function done(analysis: LibraryAnalysis): Promise<void> {
  await expect.poll(() => analysis.progress.analysed + analysis.progress.faults, WITHIN).toBe(analysis.progress.tracks);
}

async function analyse(names: readonly string[], given: Parameters<AnalysisHouse['start']>[0] = {}): Promise<LibraryAnalysis> {
  const analysis = house.start(given);
  analysis.put(house.tracks(...names));
  await done(analysis);
  return analysis;
}

describe('the analysis of a library', () => {
  it('analyses every track once, tells of it, and does nothing again after a restart', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) house.write(name, name.repeat(4));
    const first = await analyse(['a', 'b', 'c', 'd', 'e']);
    expect(first.progress).toMatchObject({ tracks: 5, analysed: 5, leftMs: null, backend: 'cpu', faults: 0, faulty: [] });
    expect(house.log.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(house.sounds.get('c')).toMatchObject({ seconds: 4, embedding: Float32Array.from([1, 0]), networkVersion: 'n1' });
    await first.close();
    house.sounds.clear();
    const again = await analyse(['a', 'b', 'c', 'd', 'e']);
    await expect.poll(() => again.progress.backend, WITHIN).toBe('cpu');
    await again.close();
    house.sounds.clear();
    // Without a thread nothing can be hashed, and nothing analysed.
    await analyse(['a', 'b', 'c', 'd', 'e'], { lanes: 0 });
    expect(house.sounds.size).toBe(5);
  });

  it('runs on two threads at the lowest priority, which end with the work', async () => {
    const clock = new TestClock();
    for (const name of ['a', 'b', 'c']) house.write(name, `wait ${name}`);
    const analysis = house.start({ clock, firstRestMs: 10 });
    analysis.put(house.tracks('a', 'b', 'c'));
    await clock.advance(9);
    expect(house.log).toEqual([]);
    await clock.advance(1);
    await expect.poll(() => house.log.length, WITHIN).toBe(2);
    if (process.platform === 'linux') expect(backgroundThreads()).toBe(2);
    for (const name of ['a', 'b', 'c']) house.write(`${name}.go`, '');
    await done(analysis);
    await expect.poll(async () => (await clock.advance(10_000), process.platform === 'linux' ? backgroundThreads() : 0), WITHIN).toBe(0);
    // More work, and they are back.
    house.write('d', 'more');
    analysis.put(house.tracks('d'));
    await done(analysis);
    expect(house.log).toHaveLength(4);
  });

  it('takes first what is asked for, then what came last', async () => {
    for (const name of ['busy', 'a', 'b', 'c', 'd']) house.write(name, name === 'busy' ? 'wait' : name.repeat(5));
    const analysis = house.start({ lanes: 1 });
    analysis.put(house.tracks('busy'));
    await expect.poll(() => house.log, WITHIN).toEqual(['busy']);
    analysis.put(house.tracks('a', 'b', 'c', 'd'));
    // They wait as soon as the database has said that nothing is known of them.
    await settle();
    analysis.prefer(['a']);
    house.write('busy.go', '');
    await done(analysis);
    expect(house.log.slice(0, 2)).toEqual(['busy', 'a']);
    expect(house.log.slice(2)).toEqual(['d', 'c', 'b']);
  });

  it('analyses the same content under two paths once, also at the same time, and a moved file not again', async () => {
    house.write('a', 'wait for it');
    house.write('b', 'wait for it');
    const analysis = house.start();
    analysis.put(house.tracks('a', 'b'));
    await expect.poll(async () => (await analysedFiles(house.storage, [house.path('a'), house.path('b')])).size, WITHIN).toBe(2);
    house.write('a.go', '');
    house.write('b.go', '');
    await done(analysis);
    expect(house.log).toHaveLength(1);
    expect(house.sounds.get('a')).toEqual(house.sounds.get('b'));
    renameSync(house.path('a'), house.path('elsewhere'));
    analysis.remove(['a']);
    analysis.put(house.tracks('elsewhere'));
    await done(analysis);
    expect(house.log).toHaveLength(1);
    expect(house.sounds.get('elsewhere')).toEqual(house.sounds.get('b'));
  });

  it('analyses a file anew that was changed', async () => {
    house.write('a', 'four');
    const analysis = await analyse(['a']);
    house.write('a', 'sevenfold');
    analysis.put(house.tracks('a'));
    await expect.poll(() => house.sounds.get('a')?.seconds, WITHIN).toBe(9);
    expect(house.log).toEqual(['a', 'a']);
  });

  it('keeps no analysis of what was changed while it was analysed', async () => {
    house.write('a', 'wait');
    const analysis = house.start();
    analysis.put(house.tracks('a'));
    await expect.poll(() => house.log, WITHIN).toEqual(['a']);
    house.write('a', 'changed');
    house.write('a.go', '');
    await expect.poll(() => analysis.progress.faults, WITHIN).toBe(1);
    expect(house.sounds.size).toBe(0);
    analysis.put(house.tracks('a'));
    await expect.poll(() => house.sounds.get('a')?.seconds, WITHIN).toBe(7);
  });

  it('says why a file cannot be analysed, goes on with the others, and does not try it again until it is another', async () => {
    house.write('bad', 'fault it is damaged');
    house.write('good', 'good');
    const first = await analyse(['good', 'bad', 'missing']);
    const faulty = [
      { path: house.path('bad'), reason: 'it is damaged' },
      { path: house.path('missing'), reason: 'it is not there any more' },
    ];
    expect(first.progress).toMatchObject({ tracks: 3, analysed: 1, faults: 2 });
    expect(first.progress.faulty.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(faulty);
    await first.close();
    house.write('missing', 'back');
    const second = await analyse(['good', 'bad', 'missing']);
    expect(second.progress).toMatchObject({ analysed: 2, faulty: [faulty[0]] });
    expect(house.log.filter((name) => name === 'bad')).toHaveLength(1);
    house.write('bad', 'mended');
    second.put(house.tracks('bad'));
    await expect.poll(() => second.progress.analysed, WITHIN).toBe(3);
  });

  it('ends a thread that hangs, puts the file off, and goes on with another', async () => {
    for (const name of ['x', 'y', 'z', 'hang']) house.write(name, name);
    const analysis = house.start({ lanes: 1, patienceMs: 2_000 });
    // As long as playing it would take, and some more, is never too long for those that do not hang.
    analysis.put(house.tracks('x', 'hang', 'y', 'z').map((track) => (track.id === 'hang' ? track : { ...track, durationMs: 60_000 })));
    await done(analysis);
    expect(analysis.progress).toMatchObject({ analysed: 3, faulty: [{ path: house.path('hang'), reason: 'its analysis hung' }] });
  });

  it('puts a file off that ends its thread, and tries it once more after a restart, as anything may have ended it', async () => {
    for (const name of ['x', 'y', 'z', 'crash']) house.write(name, name);
    const first = await analyse(['x', 'crash', 'y', 'z'], { lanes: 1 });
    expect(first.progress).toMatchObject({ analysed: 3, faulty: [{ path: house.path('crash'), reason: 'its analysis broke off' }] });
    await first.close();
    for (let time = 1; time <= 2; time++) {
      const again = await analyse(['crash'], { lanes: 1 });
      expect(again.progress.faults).toBe(1);
      expect(house.log.filter((name) => name === 'crash')).toHaveLength(2);
      await again.close();
    }
  });

  it('counts what was under way when it was closed as never tried', async () => {
    house.write('a', 'wait');
    for (let time = 1; time <= 3; time++) {
      const analysis = house.start();
      analysis.put(house.tracks('a'));
      await expect.poll(() => house.log.length, WITHIN).toBe(time);
      await analysis.close();
      expect((await analysedFiles(house.storage, [house.path('a')])).get(house.path('a'))).toMatchObject({ tries: 0, fault: null });
    }
    house.write('a.go', '');
    await analyse(['a']);
    expect(house.sounds.has('a')).toBe(true);
  });

  it('asks the network anew when another one ships, and gives none when there is none', async () => {
    house.write('a', 'four');
    await (await analyse(['a'], { networkVersion: null })).close();
    expect(house.sounds.get('a')).toMatchObject({ embedding: null, networkVersion: null });
    await (await analyse(['a'], { networkVersion: 'n1' })).close();
    expect(house.sounds.get('a')?.networkVersion).toBe('n1');
    await (await analyse(['a'], { networkVersion: 'n2' })).close();
    expect(house.sounds.get('a')?.networkVersion).toBe('n2');
    expect(house.log).toHaveLength(3);
  });

  it('analyses the rest, once, where the network does not start', async () => {
    house.write('a', 'four');
    house.write('b', 'other');
    const analysis = await analyse(['a', 'b'], { networkStarts: false });
    expect(analysis.progress).toMatchObject({ analysed: 2, backend: null });
    expect(house.sounds.get('a')).toMatchObject({ seconds: 4, embedding: null });
    analysis.put(house.tracks('a', 'b'));
    await done(analysis);
    expect(house.log).toHaveLength(2);
  });

  it('looks again, after a while, at what could not be analysed, and finds what another process has analysed', async () => {
    const clock = new TestClock(Date.now());
    house.write('a', 'four');
    const here = house.start({ clock, lanes: 0 });
    here.put(house.tracks('a', 'b'));
    await (await analyse(['a'])).close();
    await expect.poll(async () => (await clock.advance(30 * 60_000), here.progress.analysed), WITHIN).toBe(1);
  });

  it('forgets, after a while, what nobody has any more', async () => {
    const clock = new TestClock(Date.now());
    house.write('a', 'four');
    await (await analyse(['a'])).close();
    house.start({ clock });
    const gone = async () => (await house.storage.db.selectFrom('analysed_file').select('gone_at').executeTakeFirst())?.gone_at ?? null;
    expect(await gone()).toBeNull();
    await clock.advance(30 * 60_000);
    // The library's table of files is empty.
    await expect.poll(gone, WITHIN).not.toBeNull();
  });

  it('goes on after the database was not there for a while', async () => {
    const clock = new TestClock(Date.now());
    house.write('a', 'four');
    let away = true;
    const storage = {
      get db() {
        if (away) throw new Error('the database is away');
        return house.storage.db;
      },
    };
    const analysis = house.start({ clock, storage });
    analysis.put(house.tracks('a'));
    await clock.advance(30_000);
    expect(analysis.progress.analysed).toBe(0);
    away = false;
    await clock.advance(30_000);
    await done(analysis);
    expect(house.sounds.has('a')).toBe(true);
  });

  it('estimates how long the rest takes', async () => {
    for (let n = 0; n < 6; n++) house.write(`t${n}`, n < 5 ? `${n}` : 'wait');
    const analysis = house.start({ lanes: 1 });
    analysis.put(house.tracks('t5', 't0', 't1', 't2', 't3', 't4'));
    await expect.poll(() => house.log.at(-1), WITHIN).toBe('t5');
    expect(analysis.progress.leftMs).toBeGreaterThan(0);
    house.write('t5.go', '');
    await done(analysis);
    expect(analysis.progress.leftMs).toBeNull();
  });

  it('takes a file for another when its time or its size is another', async () => {
    house.write('a', 'four');
    const analysis = await analyse(['a']);
    utimesSync(house.path('a'), 1, 1);
    analysis.put(house.tracks('a'));
    await expect.poll(async () => (await analysedFiles(house.storage, [house.path('a')])).get(house.path('a'))?.mtimeMs, WITHIN).toBe(1_000);
    // Its content is the same.
    expect(house.log).toHaveLength(1);
  });
});
