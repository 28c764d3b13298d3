import { describe, expect, it } from 'vitest';
import { type ColumnSounds, fitTasteHead, placeSound } from '../../../../models/acoustic/learning/taste-head.ts';
import type { FactorModel } from '../../../../models/collaborative/factor-model.ts';
import { fit } from '../../../../models/collaborative/fitting.ts';
import { type Interactions, interactionsOf } from '../../../../models/collaborative/interactions.ts';
import { firstRecipe } from '../../../../models/collaborative/recipe.ts';
import { seeded } from '../../../../models/random.ts';
import { createKernels } from '../../../../src/kernels.ts';

const STYLES = 6;
const TRACKS = 180;
const LISTENERS = 60;
const DIMENSIONS = 16;

/**
 * A server whose tastes follow style. Of a sound the first numbers tell the style, quietly; the others, much louder, tell how
 * it was recorded, which nobody minds.
 */
function server({ tells = 1, follows = true, seed = 1 } = {}) {
  const random = seeded(seed);
  const about = () => random() + random() + random() - 1.5;
  const values = new Float32Array(TRACKS * DIMENSIONS);
  for (let track = 0; track < TRACKS; track++) {
    for (let i = 0; i < DIMENSIONS; i++) values[track * DIMENSIONS + i] = i < STYLES ? 0.15 * about() + (i === track % STYLES ? 0.4 * tells : 0) : about();
  }
  const sounds: ColumnSounds = { values, dimensions: DIMENSIONS, groups: Int32Array.from({ length: TRACKS }, (_, track) => (track % STYLES) + STYLES * Math.floor(track / (2 * STYLES))) };
  const listens = interactionsOf(
    TRACKS,
    Array.from({ length: LISTENERS }, (_, listener) =>
      Array.from({ length: TRACKS }, (_unused, column) => ({ column, positive: random() < (follows && column % STYLES === listener % STYLES ? 0.5 : 0.03) ? 2 : 0, negative: 0 })),
    ),
  );
  return { sounds, listens };
}

function headOf({ sounds, listens }: { readonly sounds: ColumnSounds; readonly listens: Interactions }) {
  const kernels = createKernels();
  const recipe = firstRecipe('factors', listens);
  const learn = (from: Interactions): FactorModel => {
    const component = fit(kernels, { recipe, listens: from, views: [], seed: 3, epochs: 8 });
    if (component.family !== 'factors') throw new TypeError('no factors');
    return component.model;
  };
  return fitTasteHead({ listens, sounds, model: learn(listens), fit: async (fewer) => learn(fewer), kernels, random: seeded(5) });
}

describe('where sounds belong among the factors of taste', () => {
  it('is learnt where tastes follow what can be heard: tracks hidden as a whole are placed well, and better than by all that is heard', async () => {
    const head = await headOf(server());
    expect(head?.auc).toBeGreaterThan(0.8);
    expect(head?.auc).toBeGreaterThan((head?.soundAuc ?? 1) + 0.05);
  });

  it('puts a sound that nobody has heard among those of its style', async () => {
    const head = await headOf(server());
    if (!head) throw new Error('nothing was learnt');
    const place = (style: number) => {
      const out = new Float32Array(head.factors);
      placeSound(head, Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === style ? 0.4 : 0)), 0, out);
      return out;
    };
    const other = server({ seed: 2 }).sounds;
    const nearest = Array.from({ length: TRACKS }, (_, track) => {
      const out = new Float32Array(head.factors);
      placeSound(head, other.values, track * DIMENSIONS, out);
      const cosines = Array.from({ length: STYLES }, (_unused, style) => cosine(out, place(style)));
      return cosines.indexOf(Math.max(...cosines)) === track % STYLES;
    });
    expect(nearest.filter(Boolean).length / TRACKS).toBeGreaterThan(0.7);
  });

  it('is not claimed where sound says nothing of taste', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      expect(await headOf(server({ tells: 0, seed }))).toBeNull();
      expect(await headOf(server({ follows: false, seed }))).toBeNull();
    }
  });

  it('is not claimed of too little', async () => {
    const { sounds, listens } = server();
    const unheard = { ...sounds, values: sounds.values.map((x, i) => (i < 150 * DIMENSIONS ? NaN : x)) };
    expect(await headOf({ sounds: unheard, listens })).toBeNull();
    const alone = interactionsOf(TRACKS, [Array.from({ length: TRACKS }, (_, column) => ({ column, positive: 1, negative: 0 }))]);
    expect(await headOf({ sounds, listens: alone })).toBeNull();
  });
});

function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
