import { describe, expect, it } from 'vitest';
import { trainArtistModel } from '../../../models/language/artist-model.ts';
import { trackVectors } from '../../../models/language/track-vectors.ts';
import { corpusOf, plantedDocuments, vocabulary } from './planted-artists.ts';

const model = trainArtistModel(corpusOf(plantedDocuments(1)));

/** Cosines of the first track with each. */
function likeness(...tracks: readonly { readonly artist: string; readonly tags: readonly string[] }[]): readonly number[] {
  const { terms, pointers, indices, values } = trackVectors(model, vocabulary, tracks);
  const dense = tracks.map((_, track) => {
    const out = new Float64Array(terms);
    for (let k = pointers[track]; k < pointers[track + 1]; k++) out[indices[k]] += values[k];
    return out;
  });
  return dense.map((other) => other.reduce((sum, x, term) => sum + x * dense[0][term], 0));
}

describe('vectors of tracks', () => {
  it('bring tracks together whose artists are described alike', () => {
    const [self, alike, other] = likeness({ artist: 'folk 0', tags: [] }, { artist: 'folk 1', tags: [] }, { artist: 'techno 1', tags: [] });
    expect(self).toBeCloseTo(1, 5);
    expect(alike).toBeGreaterThan(other + 0.1);
  });

  it('tell tracks of one artist apart by their own tags, however these are spelt', () => {
    const [, same, other] = likeness({ artist: 'folk 0', tags: ['Folk Music'] }, { artist: 'folk 0', tags: ['folk'] }, { artist: 'folk 0', tags: ['ambient', 'live'] });
    expect(same).toBeCloseTo(1, 5);
    expect(other).toBeLessThan(0.9);
    expect(other).toBeGreaterThan(0.3);
  });

  it('are of tags alone where nothing is written of the artist, and empty where nothing is known', () => {
    const [, same, written, nothing] = likeness(
      { artist: 'unknown', tags: ['shoegaze', 'folk'] },
      { artist: 'another', tags: ['Shoegaze', 'folk music'] },
      { artist: 'folk 0', tags: [] },
      { artist: 'unknown', tags: [] },
    );
    expect(same).toBeCloseTo(1, 5);
    expect(written).toBeGreaterThan(0);
    expect(nothing).toBe(0);
  });
});
