import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDING_SIZE } from '../../../../models/acoustic/network/architecture.ts';
import { normal } from '../../../../models/acoustic/network/training/augment.ts';
import { convolution, type Maps, type Shape } from '../../../../models/acoustic/network/training/convolution.ts';
import { headLoss, type HeadWeights, type Task, UNKNOWN } from '../../../../models/acoustic/network/training/head.ts';
import { normalisedRelu } from '../../../../models/acoustic/network/training/normalisation.ts';
import { halved, pooled } from '../../../../models/acoustic/network/training/pooling.ts';
import { seeded } from '../../../../models/random.ts';
import { openTensorBackend } from '../../../../src/tensor-backend.ts';

const STEP = 1e-3;

function drawn(size: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: size }, () => normal(random));
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** The gradient of a function that makes one number, by trying (central differences). */
function tried(loss: (at: Float32Array) => number, at: Float32Array): Float32Array {
  return at.map((value, i) => {
    const moved = (by: number): number => loss(at.with(i, value + by));
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
}

function expectAlike(gradient: Float32Array, expected: Float32Array): void {
  const size = Math.sqrt(product(expected, expected));
  const error = Math.hypot(...gradient.map((value, i) => value - expected[i]));
  expect(gradient).toHaveLength(expected.length);
  expect(error).toBeLessThan(0.02 * size + 1e-4);
}

function maps(shape: Shape, seed: number): Maps {
  return { shape, values: drawn(shape.reduce((a, b) => a * b), seed) };
}

describe('gradients, against what trying finds', () => {
  beforeAll(async () => void (await openTensorBackend()));

  it('of a convolution, by what it sees and by its kernel', () => {
    const shapes = fc.record({ pictures: fc.integer({ min: 1, max: 2 }), height: fc.integer({ min: 2, max: 5 }), width: fc.integer({ min: 2, max: 5 }), into: fc.integer({ min: 1, max: 3 }), out: fc.integer({ min: 1, max: 3 }), seed: fc.nat() });
    fc.assert(
      fc.property(shapes, ({ pictures, height, width, into, out, seed }) => {
        const x = maps([pictures, height, width, into], seed);
        const shape = [3, 3, into, out] as const;
        const kernel = { shape, values: drawn(9 * into * out, seed + 1) };
        const pass = convolution(x, kernel);
        expect(pass.y.shape).toEqual([pictures, height, width, out]);
        const dy = drawn(pass.y.values.length, seed + 2);
        expectAlike(pass.inputGradient(dy), tried((values) => product(convolution({ ...x, values }, kernel).y.values, dy), x.values));
        expectAlike(pass.kernelGradient(dy), tried((values) => product(convolution(x, { shape, values }).y.values, dy), kernel.values));
      }),
      { numRuns: 8 },
    );
  });

  it('of normalisation and cutting off', () => {
    const x = maps([3, 4, 4, 2], 5);
    const scale = Float32Array.of(1.3, -0.7);
    const bias = Float32Array.of(0.4, 0.9);
    const dy = drawn(x.values.length, 6);
    const gradient = normalisedRelu(x, scale, bias).backward(dy);
    const loss = (x: Maps, scale: Float32Array, bias: Float32Array): number => product(normalisedRelu(x, scale, bias).y.values, dy);
    expectAlike(gradient.dScale, tried((values) => loss(x, values, bias), scale));
    expectAlike(gradient.dBias, tried((values) => loss(x, scale, values), bias));
    expectAlike(gradient.dx, tried((values) => loss({ ...x, values }, scale, bias), x.values));
  });

  it('of pooling', () => {
    for (const pool of [halved, pooled]) {
      const x = maps([2, 5, 4, 3], 7);
      // Far enough from each other that trying does not change which is the largest.
      const apart = { ...x, values: x.values.map((value, i) => value + ((i * 17) % 120)) };
      const pass = pool(apart);
      const dy = drawn(pass.y.values.length, 8);
      expectAlike(pass.backward(dy), tried((values) => product(pool({ ...apart, values }).y.values, dy), apart.values));
    }
  });

  it('of the loss, by everything it is made of, where some of it is not known', () => {
    const tasks: Task[] = [
      { name: 'genre', classes: 3, weight: 1 },
      { name: 'mode', classes: 2, weight: 0.3 },
    ];
    const into = 6;
    const x = drawn(3 * into, 9);
    const weights: HeadWeights = {
      kernel: drawn(into * EMBEDDING_SIZE, 10),
      bias: drawn(EMBEDDING_SIZE, 11),
      classes: tasks.map(({ classes }, t) => drawn(classes * EMBEDDING_SIZE, 12 + t)),
    };
    const known = [
      [0, UNKNOWN],
      [2, 1],
      [UNKNOWN, 0],
    ];
    const empty = (): HeadWeights => ({
      kernel: new Float32Array(weights.kernel.length),
      bias: new Float32Array(EMBEDDING_SIZE),
      classes: weights.classes.map((values) => new Float32Array(values.length)),
    });
    const loss = (x: Float32Array, weights: HeadWeights): number => headLoss(x, known, tasks, weights, empty()).loss;
    const gradient = empty();
    const { dx } = headLoss(x, known, tasks, weights, gradient);
    expectAlike(dx, tried((values) => loss(values, weights), x));
    expectAlike(gradient.kernel, tried((kernel) => loss(x, { ...weights, kernel }), weights.kernel));
    expectAlike(gradient.bias, tried((bias) => loss(x, { ...weights, bias }), weights.bias));
    tasks.forEach((_, t) => {
      const by = (values: Float32Array): number => loss(x, { ...weights, classes: weights.classes.with(t, values) });
      expectAlike(gradient.classes[t], tried(by, weights.classes[t]));
    });
  });
});
