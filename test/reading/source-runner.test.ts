import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { NotNow } from '../../src/reading/fetch/fault.ts';
import { SourceRunner, type TaskSource } from '../../src/reading/source-runner.ts';
import { TaskQueue } from '../../src/reading/task-queue.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { settle, TestClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;

let opened: TestStorage;
let queue: TaskQueue;
let clock: TestClock;

beforeEach(async () => {
  opened = await temporarySqlite();
  queue = new TaskQueue(opened.storage);
  clock = new TestClock();
});
afterEach(() => opened.remove());

const nobody: ReadonlySet<string> = new Set();
const want = (...subjects: readonly string[]) => queue.want('s', subjects.map((subject, i) => ({ subject, name: subject, weight: subjects.length - i })), clock.now());

function aRunner(given: Partial<TaskSource>): SourceRunner {
  const source: TaskSource = { name: 's', atOnce: 1, hosts: ['host'], once: false, read: () => Promise.resolve(HOUR_MS), ...given };
  return new SourceRunner({ source, queue, clock, random: () => 0.5, log: silentLogger, onChange: () => {} });
}

test('what ends the process whenever it is read is tried again later and later, and others come first', async () => {
  await want('crash', 'fine');
  expect((await queue.take('s', clock.now(), nobody))?.subject).toBe('crash');
  // The process ended, once by whatever chance …
  expect((await queue.take('s', clock.now(), nobody))?.subject).toBe('crash');
  // … and again.
  const task = await queue.take('s', clock.now(), nobody);
  expect(task?.subject).toBe('fine');
  if (task) await queue.settle(task, { dueAt: Infinity, fault: null, tries: 0 }, clock.now());
  const waits: number[] = [];
  for (let i = 0; i < 6; i++) {
    const dueAt = (await queue.nextDueAt('s', nobody)) ?? NaN;
    waits.push((dueAt - clock.now()) / HOUR_MS);
    clock.jump(dueAt - clock.now());
    expect((await queue.take('s', clock.now(), nobody))?.subject).toBe('crash');
  }
  expect(waits).toEqual([1, 4, 16, 64, 168, 168]);
});

test('what is done, or was never tried, does not count as failed', async () => {
  await want('a');
  for (let i = 0; i < 3; i++) {
    const task = await queue.take('s', clock.now(), nobody);
    if (task) await queue.putBack(task);
    expect(task).toMatchObject({ tries: 0, due_at: clock.now() });
  }
  const runner = aRunner({});
  runner.start();
  await expect.poll(() => opened.storage.db.selectFrom('reading_task').select(['tries', 'done_at']).executeTakeFirst()).toEqual({ tries: 0, done_at: clock.now() });
  await runner.close();
});

test('of two that are told different times the later one counts', async () => {
  await want('a', 'b', 'c');
  const answers: ((error: Error) => void)[] = [];
  const runner = aRunner({ atOnce: 2, read: () => new Promise((_, reject) => answers.push(reject)) });
  runner.start();
  await expect.poll(() => answers.length).toBe(2);
  answers[0](new NotNow('later', clock.now() + 600_000, 'host', true));
  answers[1](new NotNow('sooner', clock.now() + 60_000, 'host', true));
  await expect.poll(() => opened.storage.db.selectFrom('reading_task').select('subject').where('fault', 'is not', null).execute()).toHaveLength(2);
  expect(runner.state.nextTryAt).toBe(clock.now() + 600_000);
  await clock.advance(599_000);
  await settle();
  expect(answers).toHaveLength(2);
  await expect.poll(() => clock.advance(1_000).then(() => answers.length)).toBe(4);
  const closed = runner.close();
  answers.forEach((answer) => answer(new Error('closing')));
  await closed;
});

test('the day’s budget stops everything, whatever the hosts', async () => {
  await want('a', 'b');
  let reads = 0;
  const runner = aRunner({ hosts: [], read: () => Promise.reject(new NotNow(`used up ${++reads}`, clock.now() + HOUR_MS, null, false)) });
  runner.start();
  await expect.poll(() => runner.state.nextTryAt).toBe(clock.now() + HOUR_MS);
  await expect.poll(() => opened.storage.db.selectFrom('reading_task').select(['tries', 'due_at']).execute()).toEqual(Array(2).fill({ tries: 0, due_at: clock.now() }));
  expect(reads).toBe(1);
  await runner.close();
});
