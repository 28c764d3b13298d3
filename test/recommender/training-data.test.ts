import { describe, expect, it } from 'vitest';
import { recordOf, TrackRecords } from '../../src/recommender/catalogue.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { trainingDataOf } from '../../src/recommender/training-data.ts';
import { aSound } from './support/sounds.ts';
import { affinity, demoLikeLibrary } from './support/demo-like-library.ts';

const NOW = 1_800_000_000_000;
const never = new AbortController().signal;

describe('the data of a training', () => {
  it('holds everybody’s evidence, and what tracks share', async () => {
    const records = demoLikeLibrary({ styles: 2, perStyle: 3, artistsPerStyle: 1 }, 1).map((track) => recordOf({ ...track, tags: [] }));
    const knowledge = new Knowledge();
    knowledge.learn('a', [affinity('a', '0/1', { completions: 1 }), affinity('a', 'gone', { reaction: 'dislike' })]);
    const sound = new LibrarySound('n1');
    sound.set('0/1', aSound({ embedding: [1, 0] }));
    sound.set('gone', aSound({ embedding: [0, 1] }));
    const { ids, pairs, data } = await trainingDataOf(knowledge, TrackRecords.of(records), sound, NOW, never);
    expect(ids).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1', '1/2', 'gone']);
    expect(pairs).toBe(2);
    expect([data.listens.indices, data.listens.positive, data.listens.negative].map((part) => [...part])).toEqual([[1, 6], [1, 0], [0, 5]]);
    // Of the first track, which nobody heard of, and the two that were.
    expect(Array.from([0, 1, 6], (column) => data.sounds?.values[2 * column])).toEqual([NaN, expect.closeTo(1, 1), expect.closeTo(0, 1)]);
    expect([...(data.sounds?.groups ?? [])]).toEqual([0, 0, 0, 1, 1, 1, -1]);
    for (const { matrix } of data.views) {
      expect([...matrix.pointers]).toEqual([0, 3, 6]);
      expect([...matrix.indices]).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('of a large library that nobody has heard is put together with others having their turn, and given up when not wanted', async () => {
    const records = demoLikeLibrary({ styles: 50, perStyle: 1_000, artistsPerStyle: 20 }, 1).map(recordOf);
    const unwanted = new AbortController();
    let turns = 0;
    const take = () => void (turns++, turns < 3 ? setImmediate(take) : unwanted.abort());
    setImmediate(take);
    await expect(trainingDataOf(new Knowledge(), TrackRecords.of(records), new LibrarySound(null), NOW, unwanted.signal)).rejects.toThrow();
    expect(turns).toBe(3);
  });
});
