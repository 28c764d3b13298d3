import { describe, expect, it } from 'vitest';
import { groupFolds } from '../../../../models/acoustic/learning/folds.ts';
import { labelStrength, learnLabels, type LabelledSounds } from '../../../../models/acoustic/learning/label-sound.ts';
import { seeded } from '../../../../models/random.ts';
import { auc } from '../../../../models/ranking/auc.ts';

const D = 8;
const [WARM, LOUD, RANDOM, RARE, BY_ONE] = [0, 1, 2, 3, 4];

/** Tracks of 40 artists: two labels that are heard, one given by chance, one of three tracks, one of a single artist's. */
function world(seed: number, tracks = 400): LabelledSounds & { readonly truth: readonly ReadonlySet<number>[] } {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const values = new Float32Array(tracks * D);
  const groups = Int32Array.from({ length: tracks }, (_, track) => track % 40);
  const styles = Array.from({ length: 40 }, () => Array.from({ length: D }, () => 0.3 * normal()));
  const truth = Array.from({ length: tracks }, (_, track) => {
    const own = new Set<number>();
    for (let i = 0; i < D; i++) values[track * D + i] = normal() + styles[groups[track]][i];
    if (values[track * D] + 0.5 * normal() > 0.3) own.add(WARM);
    if (values[track * D + 1] - values[track * D + 2] + 0.5 * normal() > 0.8) own.add(LOUD);
    if (random() < 0.3) own.add(RANDOM);
    if (track < 3) own.add(RARE);
    if (groups[track] === 7) own.add(BY_ONE);
    return own;
  });
  const indices = truth.map((own) => [...own]);
  const pointers = new Int32Array(tracks + 1);
  indices.forEach((own, track) => (pointers[track + 1] = pointers[track] + own.length));
  return { values, dimensions: D, labels: 5, pointers, indices: Int32Array.from(indices.flat()), groups, truth };
}

describe('labels that can be heard', () => {
  it('are told apart from those that were given by chance, of too few tracks or of one artist alone', () => {
    const model = learnLabels(world(1), seeded(2));
    expect([...model.labels]).toEqual([WARM, LOUD]);
    for (const area of model.auc) expect(area).toBeGreaterThan(0.75);
  });

  it('are asked of tracks that nobody has labelled', () => {
    const model = learnLabels(world(1), seeded(2));
    const others = world(99);
    [WARM, LOUD].forEach((label, index) => {
      const strengths = Float32Array.from(others.truth, (_, track) => labelStrength(model, index, others.values, track * D));
      expect(auc(strengths, (track) => others.truth[track].has(label))).toBeGreaterThan(0.8);
      // One half is the border, whether the label is frequent or not.
      const have = strengths.filter((_, track) => others.truth[track].has(label));
      const have_not = strengths.filter((_, track) => !others.truth[track].has(label));
      expect(have.filter((x) => x > 0.5).length / have.length).toBeGreaterThan(0.65);
      expect(have_not.filter((x) => x < 0.5).length / have_not.length).toBeGreaterThan(0.65);
    });
  });

  it('are none where nobody labelled anything', () => {
    const silent = world(1);
    const model = learnLabels({ ...silent, pointers: new Int32Array(silent.pointers.length), indices: new Int32Array(0) }, seeded(2));
    expect(model.labels).toHaveLength(0);
  });

  it('are learnt the same from the same seed', () => {
    expect(learnLabels(world(5), seeded(3))).toEqual(learnLabels(world(5), seeded(3)));
  });
});

describe('folds of groups', () => {
  it('keep a group together, and are about level', () => {
    const groups = Int32Array.from({ length: 300 }, (_, row) => (row % 5 === 0 ? -1 : row % 23));
    const folds = groupFolds(groups, 4, seeded(1));
    const foldsOf = new Map<number, Set<number>>();
    groups.forEach((group, row) => {
      if (group >= 0) foldsOf.set(group, (foldsOf.get(group) ?? new Set()).add(folds[row]));
    });
    for (const of of foldsOf.values()) expect(of.size).toBe(1);
    for (const fold of [0, 1, 2, 3]) expect(folds.filter((one) => one === fold).length).toBeGreaterThan(60);
  });
});

describe('the area under the curve', () => {
  it('is 1 for what is in order, 0 for the reverse, one half where all are the same', () => {
    const wanted = (i: number) => i >= 3;
    expect(auc(Float32Array.from([1, 2, 3, 4, 5]), wanted)).toBe(1);
    expect(auc(Float32Array.from([5, 4, 3, 2, 1]), wanted)).toBe(0);
    expect(auc(Float32Array.from([1, 1, 1, 1, 1]), wanted)).toBe(0.5);
    expect(auc(Float32Array.from([1, 2]), () => true)).toBeNaN();
  });
});
