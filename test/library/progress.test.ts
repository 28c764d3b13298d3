import { expect, it } from 'vitest';
import { ChangeNotice } from '../../src/library/change-notice.ts';
import type { Library, LibraryStatus, SourceStatus } from '../../src/library/library.ts';
import { reportProgress } from '../../src/library/progress.ts';
import { TestClock } from '../support/test-clock.ts';

function setting(isTTY: boolean) {
  const clock = new TestClock();
  const written: string[] = [];
  let status: LibraryStatus = { tracks: 0, artists: 0, files: 0, sources: [], unreadable: [], measured: 0 };
  const show = (sources: readonly SourceStatus[], given: Partial<LibraryStatus> = {}) => {
    status = { ...status, ...given, sources };
  };
  const library = { status: () => status } as Library;
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { clock, written, show, start: () => reportProgress(library, stream, clock) };
}

const music = (state: SourceStatus['state'], done: number, total: number, message: string | null = null): SourceStatus => ({ name: '/music', state, done, total, message });

it('writes plain lines where there is no terminal: at most one in 5 s, and one at the end', async () => {
  const { clock, written, show, start } = setting(false);
  show([music('scanning', 10, 400)]);
  start();
  await clock.advance(12_000);
  expect(written).toEqual(['Reading music: /music 10 of 400\n', 'Reading music: /music 10 of 400\n']);
  show([music('watching', 400, 400), { name: '/gone', state: 'failed', done: 0, total: 0, message: 'The music folder /gone does not exist.' }], {
    tracks: 398, artists: 1, unreadable: [{ path: '/music/a', reason: 'x' }, { path: '/music/b', reason: 'x' }],
  });
  await clock.advance(60_000);
  expect(written.slice(2)).toEqual([
    'The library holds 398 tracks by 1 artist. 2 files cannot be played: see /library show.\nThe music folder /gone does not exist.\n',
  ]);
});

it('draws bars over themselves on a terminal, within its width, and ends with the result', async () => {
  const { clock, written, show, start } = setting(true);
  show([music('scanning', 100, 400), { ...music('waiting', 0, 0), name: '/other/'.repeat(30) }]);
  start();
  await clock.advance(450);
  const [first = '', second = ''] = written;
  expect(first).toContain('██████░░░░░░░░░░░░░░░░░░  25 %  100 of 400  /music\n');
  expect(second.startsWith('\x1b[2A\x1b[0J')).toBe(true);
  for (const line of first.split('\n')) expect(line.length).toBeLessThan(80);
  show([music('watching', 400, 400)], { tracks: 400, artists: 7 });
  await clock.advance(60_000);
  expect(written.at(-1)).toBe('\x1b[2A\x1b[0JThe library holds 400 tracks by 7 artists.\n');
});

it('can be ended early', async () => {
  const { clock, written, show, start } = setting(false);
  show([music('scanning', 1, 2)]);
  const end = start();
  await clock.advance(6_000);
  end();
  await clock.advance(60_000);
  expect(written).toHaveLength(1);
});

it('tells of changes at most twice a second, and of the last one too', async () => {
  const clock = new TestClock();
  const notice = new ChangeNotice(clock, 500);
  const told: number[] = [];
  const stop = notice.listen(() => told.push(clock.now()));
  for (let i = 0; i < 100; i++) {
    notice.changed();
    await clock.advance(20);
  }
  await clock.advance(5_000);
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(told.length).toBeLessThanOrEqual(6);
  for (const [i, at] of told.entries()) if (i > 0) expect(at - (told[i - 1] ?? 0)).toBeGreaterThanOrEqual(500);
  stop();
  notice.changed();
  await clock.advance(1_000);
  expect(told.length).toBeLessThanOrEqual(6);
});
