import { beforeAll, describe, expect, it } from 'vitest';
import { ConvolutionalNetwork } from '../../../../models/acoustic/network/convolutional-network.ts';
import { WINDOW_FRAMES, WINDOW_POINTS } from '../../../../models/acoustic/network/mel-picture.ts';
import { type Labelled, neighbourQuality } from '../../../../models/acoustic/network/neighbour-quality.ts';
import { UNKNOWN } from '../../../../models/acoustic/network/training/head.ts';
import { trainNetwork, type TrainingSet } from '../../../../models/acoustic/network/training/train-network.ts';
import type { Weights } from '../../../../models/acoustic/network/weights.ts';
import { seeded } from '../../../../models/random.ts';
import { openTensorBackend } from '../../../../src/tensor-backend.ts';

/**
 * Textures that no single place of a picture tells apart: stripes along time, along frequency, and both, wherever they
 * begin, in noise.
 */
const TEXTURES: readonly ((band: number, frame: number) => boolean)[] = [
  (band) => band % 4 < 2,
  (_, frame) => frame % 4 < 2,
  (band, frame) => (band + frame) % 4 < 2,
];

function textures(count: number, seed: number): TrainingSet {
  const random = seeded(seed);
  const pixels = new Uint8Array(count * WINDOW_POINTS);
  const classes = Array.from({ length: count }, (_, i) => [i % TEXTURES.length]);
  classes.forEach(([texture], picture) => {
    const [up, along] = [Math.floor(random() * 4), Math.floor(random() * 4)];
    for (let i = 0; i < WINDOW_POINTS; i++) {
      const on = TEXTURES[texture](Math.floor(i / WINDOW_FRAMES) + up, (i % WINDOW_FRAMES) + along);
      pixels[picture * WINDOW_POINTS + i] = 100 + (on ? 40 : 0) + 80 * random();
    }
  });
  return { pixels, classes };
}

function placed(weights: Weights, { pixels, classes }: TrainingSet): Labelled[] {
  const network = new ConvolutionalNetwork(weights);
  return classes.map(([texture], i) => {
    const window = pixels.subarray(i * WINDOW_POINTS, (i + 1) * WINDOW_POINTS);
    return { embedding: network.embedWindows({ windows: 1, pixels: window }), label: String(texture) };
  });
}

const PLAN = { tasks: [{ name: 'texture', classes: TEXTURES.length, weight: 1 }], seed: 3, steps: 20, shares: [12] };

describe('training', () => {
  beforeAll(async () => void (await openTensorBackend()));

  it('learns to bring together what it was told is alike, also where it has not seen it', async () => {
    const losses: number[] = [];
    const weights = await trainNetwork([textures(60, 1)], PLAN, (_, loss) => void losses.push(loss));
    expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
    const { precision, triplet } = neighbourQuality(placed(weights, textures(30, 2)), placed(weights, textures(60, 1)));
    expect(precision).toBeGreaterThan(0.9);
    expect(triplet).toBeGreaterThan(0.9);
  });

  it('gives the same weights from the same seed, bit by bit, and others from another', async () => {
    const few = { ...PLAN, steps: 2 };
    const [once, again, other] = [
      await trainNetwork([textures(24, 1)], few),
      await trainNetwork([textures(24, 1)], few),
      await trainNetwork([textures(24, 1)], { ...few, seed: 4 }),
    ];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  it('takes from each set what is known there', async () => {
    const first = textures(24, 1);
    const second = { ...first, classes: first.classes.map(([texture]) => [UNKNOWN, texture === 0 ? 1 : 0]) };
    const both = { pixels: first.pixels, classes: first.classes.map(([texture]) => [texture, UNKNOWN]) };
    const tasks = [...PLAN.tasks, { name: 'stripes along time', classes: 2, weight: 0.5 }];
    const losses: number[] = [];
    await trainNetwork([both, second], { ...PLAN, tasks, shares: [6, 6], steps: 14 }, (_, loss) => void losses.push(loss));
    // ln 3 and half of ln 2, each for half of the batch, is what knowing nothing costs.
    expect(losses[0]).toBeGreaterThan(0.4);
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]);
  });
});

describe('the quality of neighbours', () => {
  const at = (x: number, y: number, label: string): Labelled => ({ embedding: Float32Array.of(x, y), label });
  const references = [at(1, 0, 'a'), at(0.9, 0.4, 'a'), at(0, 1, 'b'), at(-0.4, 0.9, 'b')];

  it('is the share of the nearest, and of pairs in the right order', () => {
    expect(neighbourQuality([at(1, 0.1, 'a')], references, 2)).toEqual({ precision: 1, triplet: 1 });
    expect(neighbourQuality([at(1, 0.1, 'b')], references, 2)).toEqual({ precision: 0, triplet: 0 });
    expect(neighbourQuality([at(0.6, 0.8, 'b')], references, 2)).toEqual({ precision: 0.5, triplet: 0.25 });
  });

  it('does not count what is asked for among its own neighbours', () => {
    expect(neighbourQuality(references, references, 1)).toEqual({ precision: 1, triplet: 1 });
  });
});
