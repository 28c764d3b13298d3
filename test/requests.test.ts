import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { answerRequests, DeadlineError, Requester, type Handlers, type Wire } from '../src/requests.ts';

type TestCalls = {
  double: { request: number; reply: number };
  never: { request: null; reply: null };
  fail: { request: string; reply: null };
};

let channel: MessageChannel;
afterEach(() => channel.port1.close());

/** Both sides over a real message channel. */
function connect(handlers: Partial<Handlers<TestCalls>> = {}) {
  channel = new MessageChannel();
  const wire = (port: typeof channel.port1): Wire => ({
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    receive: (handler) => void port.on('message', handler),
  });
  const notices: string[] = [];
  const requester = new Requester<TestCalls, string>(wire(channel.port1), (notice) => notices.push(notice));
  const notify = answerRequests<TestCalls, string>(wire(channel.port2), {
    double: (n) => n * 2,
    never: () => new Promise<null>(() => {}),
    fail: (text) => {
      throw new Error(text);
    },
    ...handlers,
  });
  return { requester, notify, notices };
}

describe('requests over a wire', () => {
  it('bring each answer to its own question, whatever the order of the answers', async () => {
    const gates = new Map<number, () => void>();
    const { requester } = connect({ double: (n) => new Promise((resolve) => gates.set(n, () => resolve(n * 2))) });
    const answers = [1, 2, 3].map((n) => requester.call('double', n, { deadlineMs: 5_000 }));
    await expect.poll(() => gates.size).toBe(3);
    for (const n of [3, 1, 2]) gates.get(n)?.();
    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
  });

  it('fail with the deadline when no answer comes', async () => {
    const { requester } = connect();
    await expect(requester.call('never', null, { deadlineMs: 20 })).rejects.toBeInstanceOf(DeadlineError);
  });

  it('fail with the reason from the other side', async () => {
    const { requester } = connect();
    await expect(requester.call('fail', 'the disk is full', { deadlineMs: 5_000 })).rejects.toThrow('the disk is full');
  });

  it('fail at once when the other side is gone', async () => {
    const { requester } = connect();
    const waiting = requester.call('never', null, { deadlineMs: 60_000 });
    requester.close('the process ended');
    await expect(waiting).rejects.toThrow('the process ended');
    await expect(requester.call('double', 1, { deadlineMs: 60_000 })).rejects.toThrow('the process ended');
  });

  it('carry notices the other way', async () => {
    const { notify, notices } = connect();
    notify('trained');
    await expect.poll(() => notices).toEqual(['trained']);
  });
});
