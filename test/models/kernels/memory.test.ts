import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../../models/kernels/memory.ts';

describe('memory of kernels', () => {
  it('keeps what is in it while it grows', () => {
    const memory = new KernelMemory();
    const first = memory.copy('f32', [1, 2, 3]);
    const large = memory.allocate('f64', 1_000_000);
    expect([...memory.view(first)]).toEqual([1, 2, 3]);
    expect(memory.view(large).every((x) => x === 0)).toBe(true);
    expect(large.at).toBeGreaterThanOrEqual(first.at + 12);
  });

  it('gives memory free again, and zeroed', () => {
    const memory = new KernelMemory();
    const at = memory.scope(() => {
      const block = memory.copy('i32', [7, 8, 9]);
      memory.scope(() => memory.copy('i8', [1]));
      expect([...memory.view(block)]).toEqual([7, 8, 9]);
      return block.at;
    });
    expect(() =>
      memory.scope(() => {
        memory.copy('i32', [7]);
        throw new Error('given up');
      }),
    ).toThrow('given up');
    const again = memory.allocate('i32', 3);
    expect(again.at).toBe(at);
    expect([...memory.view(again)]).toEqual([0, 0, 0]);
  });

  it('says when it cannot grow so far', () => {
    expect(() => new KernelMemory().allocate('f64', 2 ** 30)).toThrow(RangeError);
  });
});
