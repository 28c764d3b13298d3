import { describe, expect, it } from 'vitest';
import { pushStream } from '../../src/room/push-stream.ts';

describe('a push stream', () => {
  it('hands on what is written, in order, and ends', async () => {
    const stream = pushStream(100, () => {});
    stream.write(new Uint8Array([1, 2]));
    stream.write(new Uint8Array([3]));
    stream.end();
    expect([...new Uint8Array(await new Response(stream.body).arrayBuffer())]).toEqual([1, 2, 3]);
  });

  it('drops a reader who has fallen too far behind, and says so once', async () => {
    let closed = 0;
    const stream = pushStream(100, () => closed++);
    for (let i = 0; i < 20; i++) stream.write(new Uint8Array(10));
    stream.end();
    expect(closed).toBe(1);
    await expect(new Response(stream.body).arrayBuffer()).rejects.toThrow();
  });

  it('never drops one who keeps up, however much is sent', async () => {
    let closed = 0;
    const stream = pushStream(100, () => closed++);
    const reader = stream.body.getReader();
    for (let i = 0; i < 200; i++) {
      stream.write(new Uint8Array(60));
      expect((await reader.read()).value?.length).toBe(60);
    }
    expect(closed).toBe(0);
  });

  it('notices a reader who goes', async () => {
    let closed = 0;
    const stream = pushStream(100, () => closed++);
    await stream.body.cancel();
    stream.write(new Uint8Array(10));
    stream.end();
    expect(closed).toBe(1);
  });
});
