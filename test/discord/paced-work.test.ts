import { DiscordAPIError } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { PacedWork } from '../../src/discord/paced-work.ts';
import { Turns } from '../../src/discord/turns.ts';
import { TestClock } from '../support/test-clock.ts';

function refused(code: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'no' }, code, 403, 'PATCH', '/x', { files: undefined, body: { secret: 'a name' } });
}

/** Work that notes when it ran; `fail` decides how. */
function working(fail: (run: number) => Error | null = () => null) {
  const clock = new TestClock(0);
  const lines: string[] = [];
  const runs: number[] = [];
  const parts = { busyMs: 0, nothingToDo: false };
  const work = new PacedWork({
    clock,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    everyMs: 1_000,
    what: 'The work',
    async run() {
      runs.push(clock.now());
      if (parts.busyMs > 0) await new Promise<void>((resolve) => clock.after(parts.busyMs, resolve));
      const error = fail(runs.length);
      if (error !== null) throw error;
      return !parts.nothingToDo;
    },
  });
  return { clock, lines, runs, work, parts };
}

describe('work for Discord', () => {
  it('that is asked for often is done at once, and then once a second', async () => {
    const { clock, runs, work } = working();
    for (let i = 0; i < 35; i++) {
      work.want();
      await clock.advance(100);
    }
    expect(runs).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('is never done twice at a time, and once more for what came meanwhile', async () => {
    const { clock, runs, work, parts } = working();
    parts.busyMs = 5_000;
    work.want();
    await clock.advance(100);
    for (let i = 0; i < 10; i++) work.want();
    await clock.advance(4_800);
    expect(runs).toEqual([0]);
    await clock.advance(5_000);
    expect(runs).toEqual([0, 6_000]);
  });

  it('does not keep anything waiting when there was nothing to do', async () => {
    const { clock, runs, work, parts } = working();
    parts.nothingToDo = true;
    work.want();
    await clock.advance(100);
    work.want();
    await clock.advance(100);
    expect(runs).toEqual([0, 100]);
  });

  it('waits for the earliest time it was asked for', async () => {
    const { clock, runs, work } = working();
    work.want(15_000);
    work.want(4_000);
    work.want(9_000);
    await clock.advance(20_000);
    expect(runs).toEqual([4_000]);
  });

  it('goes on by itself after a failure that may pass, and says so once', async () => {
    const { clock, runs, lines, work } = working((run) => (run < 4 ? new Error('the connection was cut') : null));
    work.want();
    await clock.advance(60_000);
    expect(runs).toEqual([0, 15_000, 30_000, 45_000]);
    expect(lines).toHaveLength(1);
  });

  it('waits longer for a permission; the log holds nothing of what was to be sent', async () => {
    const { clock, runs, lines, work } = working((run) => (run < 2 ? refused(50_013) : null));
    work.want();
    await clock.advance(1_000);
    work.want();
    await clock.advance(10 * 60_000);
    expect(runs).toEqual([0, 300_000]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('needs a permission');
    expect(lines[0]).not.toContain('a name');
  });

  it('ends when it is stopped', async () => {
    const { clock, runs, work } = working();
    work.want(1_000);
    work.stop();
    work.want();
    await clock.advance(5_000);
    expect(runs).toEqual([]);
  });
});

it('gives many who come at once their turns, one after another in order', async () => {
  const clock = new TestClock(0);
  const turns = new Turns(clock, 100);
  const had: string[] = [];
  for (let i = 0; i < 5; i++) void turns.next().then(() => had.push(`${i} at ${clock.now()}`));
  await clock.advance(1_000);
  void turns.next().then(() => had.push(`5 at ${clock.now()}`));
  await clock.advance(10);
  expect(had).toEqual(['0 at 0', '1 at 100', '2 at 200', '3 at 300', '4 at 400', '5 at 1000']);
});
