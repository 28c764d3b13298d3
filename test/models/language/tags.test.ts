import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagProduct, tagProfile } from '../../../models/language/profile.ts';
import { tagSimilarity, type TagSource, type TagVectors, TermNumbers } from '../../../models/language/tags.ts';

const plain: TagSource = { artist: '', album: null, year: null, genres: [], tags: [] };
const word = fc.constantFrom('techno', 'House', 'ambient', 'jazz', 'Folk', 'dark', 'calm');
const source = fc.record({
  artist: fc.constantFrom('Ada', 'Bo', 'Cy', ''),
  album: fc.constantFrom(null, 'One', 'Two'),
  year: fc.constantFrom(null, 1984, 1999, 2020),
  genres: fc.array(word, { maxLength: 3 }),
  tags: fc.array(word, { maxLength: 3 }),
});

function tagVectors(tracks: readonly TagSource[]): TagVectors {
  const numbers = new TermNumbers();
  return numbers.vectors(tracks.map((track) => numbers.of(track)));
}

describe('tag vectors', () => {
  it('have length 1, or nothing when there are no tags, and likeness from 0 to 1', () => {
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 12 }), (sources) => {
        const vectors = tagVectors(sources);
        for (let a = 0; a < sources.length; a++) {
          const own = tagSimilarity(vectors, a, a);
          if (vectors.pointers[a] === vectors.pointers[a + 1]) expect(own).toBe(0);
          else expect(own).toBeCloseTo(1, 5);
          for (let b = 0; b < a; b++) {
            expect(tagSimilarity(vectors, a, b)).toBeGreaterThanOrEqual(0);
            expect(tagSimilarity(vectors, a, b)).toBeCloseTo(tagSimilarity(vectors, b, a), 6);
          }
        }
      }),
    );
  });

  it('find the same genre closer than the same decade, however it is written', () => {
    const vectors = tagVectors([
      { ...plain, artist: 'Ada', year: 1994, genres: ['Techno'] },
      { ...plain, artist: 'Bo', year: 2011, genres: ['  techno '] },
      { ...plain, artist: 'Cy', year: 1999, genres: ['folk'] },
    ]);
    expect(tagSimilarity(vectors, 0, 1)).toBeGreaterThan(tagSimilarity(vectors, 0, 2));
    expect(tagSimilarity(vectors, 0, 2)).toBeGreaterThan(0);
  });

  it('keep albums of the same name by different artists apart', () => {
    const vectors = tagVectors([
      { ...plain, artist: 'Ada', album: 'Greatest Hits' },
      { ...plain, artist: 'Bo', album: 'Greatest Hits' },
    ]);
    expect(tagSimilarity(vectors, 0, 1)).toBe(0);
  });

  it('learn nothing from a tag that every track has', () => {
    const sources = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((artist) => ({ ...plain, artist, genres: ['music'] }));
    expect(tagSimilarity(tagVectors(sources), 0, 1)).toBeLessThan(0.02);
  });
});

describe('a listener’s tag profile', () => {
  const styles = ['techno', 'folk', 'jazz', 'ambient'];
  const tracks = Array.from({ length: 24 }, (_, i) => ({ ...plain, artist: `artist ${i % 8}`, genres: [styles[i % 4]] }));
  const vectors = tagVectors(tracks);
  const liked = (track: number) => ({ track, positive: 3, negative: 0 });
  const turnedDown = (track: number) => ({ track, positive: 0, negative: 5 });

  it('points towards what was liked and away from what was turned down', () => {
    const profile = tagProfile(vectors, [liked(0), liked(4), liked(8), turnedDown(1), turnedDown(5)]);
    const of = (track: number) => tagProduct(vectors, track, profile);
    expect(of(12)).toBeGreaterThan(0.3);
    expect(of(13)).toBeLessThan(-0.2);
    expect(Math.abs(of(14))).toBeLessThan(0.1);
  });

  it('says nothing when nothing is known, and stays within −1 and 1', () => {
    const entry = fc.record({ track: fc.nat(23), positive: fc.nat(5), negative: fc.nat(5) });
    expect(tagProfile(vectors, []).every((x) => x === 0)).toBe(true);
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (history) => {
        const profile = tagProfile(vectors, history);
        for (let track = 0; track < tracks.length; track++) expect(Math.abs(tagProduct(vectors, track, profile))).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });
});
