import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { labelsInBackground } from '../../src/recommender/background-labels.ts';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LabelLearner } from '../../src/recommender/label-learner.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { TrackSounds } from '../../src/recommender/track-sounds.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { aSound } from './support/sounds.ts';

/** A thread starts slowly on a busy machine. */
const WITHIN = { timeout: 20_000 };

let learner: LabelLearner;
afterEach(() => learner.stop());

const TRACKS = Array.from({ length: 200 }, (_, n) => aTrack(n, { artist: `Artist ${n % 20}`, genres: [n % 2 === 0 ? 'techno' : 'folk'] }));
const catalogue = catalogueOf(TRACKS.map(recordOf));

function library() {
  const sound = new LibrarySound('n1');
  const knowledge = new Knowledge();
  const clock = new TestClock();
  const runs: number[] = [];
  const begin = (learn: typeof labelsInBackground = labelsInBackground) =>
    (learner = new LabelLearner({
      knowledge, clock, log: silentLogger,
      sounds: () => new TrackSounds(catalogue, sound, 0),
      heard: () => sound.size,
      learn: (tracks, signal) => (runs.push(tracks.groups.length), learn(tracks, signal)),
    }));
  const hear = (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      sound.set(TRACKS[n].id, aSound({ embedding: n % 2 === 0 ? [1, 0, 0.2] : [0, 1, 0.2] }, n));
      learner.changed();
    }
  };
  return { knowledge, clock, runs, begin, hear };
}

describe('how labels sound', () => {
  it('is learnt on a thread once enough was heard, and again once a fifth more was', async () => {
    const { knowledge, clock, runs, begin, hear } = library();
    begin();
    hear(0, 10);
    await clock.advance(2_000);
    expect(runs).toEqual([]);
    hear(10, 100);
    await clock.advance(2_000);
    await expect.poll(() => knowledge.soundLabels?.names.slice(), WITHIN).toEqual(expect.arrayContaining(['folk', 'techno', 'electronic']));
    hear(100, 110);
    await clock.advance(2_000);
    expect(runs).toEqual([100]);
    hear(110, 130);
    await clock.advance(2_000);
    expect(runs).toEqual([100, 130]);
  });

  it('stays as it was when learning fails, and is tried later', async () => {
    const { knowledge, clock, runs, begin, hear } = library();
    let fails = true;
    begin((tracks, signal) => (fails ? Promise.reject(new Error('no thread')) : labelsInBackground(tracks, signal)));
    hear(0, 100);
    await clock.advance(2_000);
    expect(runs).toEqual([100]);
    fails = false;
    learner.consider();
    expect(runs).toEqual([100]);
    await clock.advance(30 * 60_000);
    learner.consider();
    await expect.poll(() => knowledge.soundLabels?.names.slice(), WITHIN).toContain('techno');
  });
});
