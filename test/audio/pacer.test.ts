import { describe, expect, it } from 'vitest';
import { Pacer, type Paced } from '../../src/audio/pacer.ts';

class Counted implements Paced {
  readonly sentAt: number[] = [];
  prepared = 0;

  get room(): number {
    return 10 - this.prepared;
  }

  prepare(): void {
    this.prepared++;
  }

  send(): void {
    this.sentAt.push(performance.now());
    this.prepared = Math.max(0, this.prepared - 1);
  }
}

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('Pacer', () => {
  it('catches up what little it was late, and lets go of what is past', async () => {
    const channel = new Counted();
    let beats = 0;
    const pacer = new Pacer(new Set([channel]), () => beats++);
    pacer.start();
    await expect.poll(() => channel.sentAt.length).toBeGreaterThan(5);
    const before = channel.sentAt.length;
    const blockedAt = performance.now();
    block(120);
    await expect.poll(() => channel.sentAt.length - before).toBeGreaterThanOrEqual(5);
    // No fewer frames than were due, and no more: what was missed was made up at once.
    const due = Math.ceil((performance.now() - blockedAt) / 20);
    expect(channel.sentAt.length - before).toBeLessThanOrEqual(due + 1);

    const atSecond = channel.sentAt.length;
    block(1000);
    await expect.poll(() => channel.sentAt.length).toBeGreaterThan(atSecond);
    const burst = channel.sentAt.filter((at, i) => i >= atSecond && at - channel.sentAt[atSecond] < 10).length;
    expect(burst).toBeLessThanOrEqual(10);
    expect(beats).toBeGreaterThan(5);
    pacer.stop();
    const { frames, gapMax } = pacer.report();
    expect(frames).toBe(channel.sentAt.length);
    expect(gapMax).toBeGreaterThanOrEqual(990);
  });

  it('prepares for whoever has least', async () => {
    const rich = new Counted();
    rich.prepared = 10;
    const poor = new Counted();
    const pacer = new Pacer(new Set([rich, poor]), () => {});
    pacer.start();
    await expect.poll(() => poor.prepared).toBeGreaterThan(5);
    pacer.stop();
  });
});
