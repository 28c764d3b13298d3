import { describe, expect, it } from 'vitest';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import type { TrackSound } from '../../src/storage/track-analyses.ts';
import { anAnalysis } from '../analysis/analyses.ts';

function sound(embedding: readonly number[] | null, given: Partial<TrackSound> = {}): TrackSound {
  return { ...anAnalysis(), embedding: embedding && Float32Array.from(embedding), networkVersion: embedding && 'n1', ...given };
}

describe('how the library sounds', () => {
  it('has a row for each track, NaN where nothing is known', () => {
    const library = new LibrarySound('n1');
    library.set('silence', sound(null, { tempo: null, key: null }));
    library.set('song', sound([0, 1]));
    expect(library.number(library.row('song'), 'bpm')).toBeCloseTo(120.5);
    expect(library.number(library.row('song'), 'major')).toBe(0);
    expect(library.number(library.row('song'), 'vocalness')).toBeNaN();
    for (const name of ['bpm', 'tempoConfidence', 'tonic', 'major'] as const) expect(library.number(library.row('silence'), name)).toBeNaN();
    expect(library.embedding(library.row('silence'))).toBeNull();
    expect(library.embedding(library.row('song'))).toEqual(Float32Array.from([0, 1]));
    expect(library.row('nobody')).toBe(-1);
    expect(library.number(library.row('nobody'), 'bpm')).toBeNaN();
    expect(library.embedding(library.row('nobody'))).toBeNull();
  });

  it('compares nothing that another network has said', () => {
    const library = new LibrarySound('n1');
    library.set('old', sound([1, 0, 0], { networkVersion: 'n0' }));
    library.set('new', sound([0, 1]));
    expect(library.dimensions).toBe(2);
    expect(library.embedding(library.row('old'))).toBeNull();
    library.set('new', sound([1, 0], { networkVersion: 'n2' }));
    expect(library.embedding(library.row('new'))).toBeNull();
  });

  it('keeps every track in its row while many come, change and go', () => {
    const library = new LibrarySound('n1');
    const expected = new Map<string, number>();
    for (let n = 0; n < 1_000; n++) {
      library.set(`t${n}`, sound([n, -n], { seconds: n }));
      expected.set(`t${n}`, n);
    }
    for (let n = 0; n < 1_000; n += 3) {
      library.remove(`t${n}`);
      expected.delete(`t${n}`);
    }
    library.remove('t0');
    library.set('t1', sound([7, 7], { seconds: 7 }));
    expected.set('t1', 7);
    expect(library.size).toBe(expected.size);
    expect(library.matrix).toMatchObject({ rows: expected.size, dimensions: 2 });
    expect(library.matrix.values).toHaveLength(2 * expected.size);
    for (const [id, seconds] of expected) {
      const row = library.row(id);
      expect([library.ids[row], library.number(row, 'seconds'), library.embedding(row)?.[0], library.matrix.values[2 * row]]).toEqual([id, seconds, seconds, seconds]);
    }
  });
});
