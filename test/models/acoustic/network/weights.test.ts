import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, halfBits } from '../../../../models/acoustic/network/half.ts';
import { packWeights, unpackWeights, type Weights } from '../../../../models/acoustic/network/weights.ts';

describe('numbers of 16 bits', () => {
  it('come back from every pattern of bits', () => {
    const numbers = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => !Number.isNaN(fromHalf(bits)));
    expect(numbers.filter((bits) => halfBits(fromHalf(bits)) !== bits)).toEqual([]);
    expect(fromHalf(halfBits(NaN))).toBeNaN();
  });

  it('are the nearest there are', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(-65_000), max: Math.fround(65_000), noNaN: true }), (value) => {
        const error = Math.abs(fromHalf(halfBits(value)) - value);
        expect(error).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
      }),
    );
    expect(fromHalf(halfBits(70_000))).toBe(Infinity);
  });
});

describe('a file of weights', () => {
  const weights: Weights = new Map([
    ['kernel', { shape: [2, 3], values: Float32Array.of(1, -2, 0.5, 0, 1e-3, 100) }],
    ['bias', { shape: [2], values: Float32Array.of(0.25, -8) }],
  ]);
  const shapes = { kernel: [2, 3], bias: [2] };

  it('comes back as it was, within the precision of 16 bits', () => {
    const read = unpackWeights(packWeights(weights), shapes);
    expect([...read.keys()]).toEqual(['kernel', 'bias']);
    expect(read.get('kernel')?.shape).toEqual([2, 3]);
    for (const [name, { values }] of weights) {
      values.forEach((value, i) => expect(read.get(name)?.values[i]).toBeCloseTo(value, 5));
    }
  });

  it('is refused when any of its bytes differs, when it is cut, or of another network', () => {
    const file = packWeights(weights);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const torn = file.slice();
        torn[at] ^= change;
        expect(() => unpackWeights(torn, shapes)).toThrow(/damaged|no weights|another network/);
        expect(() => unpackWeights(file.subarray(0, at), shapes)).toThrow(/damaged|no weights|another network/);
      }),
    );
    expect(() => unpackWeights(file, { ...shapes, bias: [3] })).toThrow('holds the weights of another network');
    expect(() => unpackWeights(new Uint8Array(0), shapes)).toThrow('holds no weights');
  });
});
