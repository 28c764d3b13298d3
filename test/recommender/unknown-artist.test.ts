import { describe, expect, it } from 'vitest';
import { catalogueOf, recordOf, TrackRecords } from '../../src/recommender/catalogue.ts';
import { choose } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { similarTo } from '../../src/recommender/similar.ts';
import { trainingDataOf } from '../../src/recommender/training-data.ts';
import { UNKNOWN_ARTIST } from '../../src/unknown-artist.ts';
import { aTrack } from '../support/tracks.ts';
import { affinity } from './support/demo-like-library.ts';
import { pickRequest } from './support/recommender-house.ts';

const NOW = 1_800_000_000_000;
/** Six files that name no artist, each with the same album; two of them written by a program that copies discs. */
const UNTAGGED = [0, 1, 2, 3, 4, 5].map((n) => aTrack(n, { artist: n < 4 ? UNKNOWN_ARTIST : 'unknown artist ', album: 'Unknown album' }));
const BAND = [6, 7, 8].map((n) => aTrack(n, { artist: 'A Band', album: 'An Album' }));

function knowledge(): Knowledge {
  const known = new Knowledge();
  known.learn('a', [0, 6].map((n) => affinity('a', `t${n}`, { plays: 8, completions: 8, reaction: 'love' })));
  return known;
}

describe('tracks whose artist nobody knows', () => {
  const records = [...UNTAGGED, ...BAND].map(recordOf);
  const scene = sceneOf(knowledge(), catalogueOf(records), NOW);

  it('share no artist and no album that could be learnt', async () => {
    const { data } = await trainingDataOf(knowledge(), TrackRecords.of(records), new LibrarySound(null), NOW, new AbortController().signal);
    const rows = Object.fromEntries(data.views.map(({ name, matrix }) => [name, Array.from({ length: matrix.rows }, (_, row) => [...matrix.indices.subarray(matrix.pointers[row], matrix.pointers[row + 1])])]));
    expect(rows).toEqual({ artist: [[6, 7, 8]], album: [[6, 7, 8]], tags: [] });
  });

  it('are not known by each other’s listens', () => {
    expect([...scene.backing]).toEqual([8, 0, 0, 0, 0, 0, 8, 2, 2]);
  });

  it('are not alike for that', () => {
    expect(similarTo(scene, 't0', 10)).toEqual([]);
    expect(similarTo(scene, 't6', 10).map(({ trackId }) => trackId).sort()).toEqual(['t7', 't8']);
  });

  it('may follow one another', () => {
    const before = ['t0', 't1'];
    const request = pickRequest({ listeners: [{ id: 'a', satisfaction: 0 }], exclude: [...before, 't6', 't7', 't8', 't5'], before, count: 3 });
    const untaggedAndOther = sceneOf(knowledge(), catalogueOf([...UNTAGGED, aTrack(9)].map(recordOf)), NOW);
    const firsts = Array.from({ length: 30 }, (_, seed) => choose(untaggedAndOther, { ...request, seed })[0].trackId);
    expect(firsts.filter((id) => id !== 't9').length).toBeGreaterThan(0);
  });
});
