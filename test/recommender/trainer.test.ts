import { describe, expect, it } from 'vitest';
import { PRIOR_WEIGHTS } from '../../models/ranking/blend-weights.ts';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import type { Logger } from '../../src/log.ts';
import { silentLogger } from '../../src/log.ts';
import type { trainInBackground } from '../../src/recommender/background-training.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { Trainer } from '../../src/recommender/trainer.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { recordOf, TrackRecords } from '../../src/recommender/catalogue.ts';
import { modelVersion } from '../../src/recommender/trained-taste.ts';
import { affinity, demoLikeLibrary } from './support/demo-like-library.ts';

/** The last moment at which a model could be opened. */
const BROKEN: TasteModel = {
  columns: 20,
  components: [
    {
      family: 'factors',
      recipe: { family: 'factors', dimensions: 2, unobservedWeight: 0.1, commonRegularisation: 2, confidence: 1, viewWeight: 1 },
      model: { settings: { dimensions: 2, unobservedWeight: 0.1, regularisation: 0, frequencyExponent: 1 }, confidence: 1, vectors: new Float32Array(40), mean: new Float32Array(2) },
    },
  ],
  regimes: [{ size: 1, weights: { factors: 1 }, quality: null }],
};
const MODEL: TasteModel = { columns: 20, components: [], regimes: [{ size: 1, weights: {}, quality: null }] };
const MINUTE = 60_000;

/** A trainer whose trainings end when the test says so. */
class Gym {
  readonly clock = new TestClock();
  readonly knowledge = new Knowledge();
  readonly records = new TrackRecords();
  readonly errors: string[] = [];
  readonly trainings: { readonly signal: AbortSignal; readonly result: PromiseWithResolvers<TasteModel>; readonly tell: (share: number) => void }[] = [];
  readonly told: (number | null)[] = [];
  ready = true;
  /** Threads that end only when they are let. */
  ending = Promise.resolve();
  running = 0;
  mostRunning = 0;
  readonly trainer: Trainer;

  constructor() {
    const train: typeof trainInBackground = async (_, { signal, onProgress }) => {
      const result = Promise.withResolvers<TasteModel>();
      signal.addEventListener('abort', () => result.reject(new Error('training was stopped')));
      this.trainings.push({ signal, result, tell: (share) => onProgress({ share, doing: 'choosing' }) });
      this.mostRunning = Math.max(this.mostRunning, ++this.running);
      try {
        return { model: await result.promise, head: null, blend: { weights: PRIOR_WEIGHTS, origin: 'prior', quality: {}, own: new Map() } };
      } finally {
        await this.ending;
        this.running--;
      }
    };
    const log = { ...silentLogger, debug: () => {}, error: (_: unknown, line: string) => void this.errors.push(line) } as unknown as Logger;
    const tell = () => void this.told.push(this.trainer.progress?.share ?? null);
    this.trainer = new Trainer({ knowledge: this.knowledge, records: this.records, sound: new LibrarySound(null), clock: this.clock, log, onTrained: tell, onProgress: tell, mayTrain: () => this.ready, train });
  }

  /** Somebody new has heard so many tracks. */
  heard(listener: string, count: number): void {
    this.knowledge.learn(listener, Array.from({ length: count }, (_, i) => affinity(listener, `track ${i}`, { completions: 1 })));
    this.trainer.changed();
  }

  /** The library has so many tracks. */
  library(count: number): void {
    for (const { id } of this.records.list) this.records.remove(id);
    for (const track of demoLikeLibrary({ styles: 1, perStyle: count, artistsPerStyle: 1 }, 1)) this.records.put(recordOf(track));
    this.trainer.changed();
  }

  /** The training that has begun and not ended. */
  async current() {
    await expect.poll(() => this.running).toBe(1);
    const training = this.trainings.at(-1);
    if (!training) throw new Error('nothing is being trained');
    return training;
  }

  /** Ends the running training after so long. */
  async finish(tookMs: number, how: 'well' | 'badly' | 'with a broken model' = 'well'): Promise<void> {
    const { result, signal } = await this.current();
    this.clock.jump(tookMs);
    if (how !== 'badly') result.resolve(how === 'well' ? MODEL : BROKEN);
    else result.reject(new Error('out of memory'));
    await expect.poll(() => this.trainings.at(-1)?.signal !== signal || this.running === 0).toBe(true);
    await settle();
  }
}

describe('training', () => {
  it('begins when there is a little to learn from, and again when a fifth more is known', async () => {
    const gym = new Gym();
    gym.heard('a', 5);
    gym.heard('b', 4);
    expect(gym.trainer.progress).toBeNull();
    gym.heard('b', 5);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ trainedAt: gym.clock.now(), trainedOn: 10 });
    gym.clock.jump(1);
    gym.heard('c', 1);
    expect(gym.trainer.progress).toBeNull();
    gym.heard('c', 2);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ trainedAt: gym.clock.now(), trainedOn: 12 });
    expect(gym.trainings).toHaveLength(2);
  });

  it('is not for a lone listener, for whom what it learns has no weight', async () => {
    const gym = new Gym();
    gym.heard('a', 500);
    expect(gym.trainer.progress).toBeNull();
    gym.heard('b', 1);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ trainedOn: 501 });
  });

  it('begins again when a fifth more tracks are in the library, and outlives those that go meanwhile', async () => {
    const gym = new Gym();
    gym.library(50);
    gym.heard('a', 19);
    gym.heard('b', 1);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ tracks: 50 });
    gym.library(60);
    expect(gym.trainer.progress).toBeNull();
    gym.library(61);
    await gym.current();
    gym.library(3);
    await gym.finish(0);
    expect(gym.knowledge.trained?.tracks).toBe(61);
    expect(gym.knowledge.trained?.ids).toHaveLength(61 + 19);
    expect(gym.errors).toEqual([]);
  });

  it('waits until it may, whatever happens', async () => {
    const gym = new Gym();
    gym.ready = false;
    gym.heard('a', 20);
    gym.heard('b', 20);
    gym.knowledge.forget('a');
    await gym.trainer.startOver();
    gym.heard('c', 20);
    gym.trainer.consider();
    expect(gym.trainer.progress).toBeNull();
    gym.ready = true;
    gym.trainer.consider();
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ trainedOn: 40 });
  });

  it('never runs twice at once: what is learnt meanwhile waits for the next', async () => {
    const gym = new Gym();
    for (let i = 0; i < 5; i++) gym.heard(`listener ${i}`, 20);
    await gym.current();
    for (let i = 5; i < 10; i++) gym.heard(`listener ${i}`, 20);
    await gym.finish(0);
    await gym.finish(0);
    expect(gym.mostRunning).toBe(1);
    expect(gym.trainings).toHaveLength(2);
    expect(gym.knowledge.trained?.trainedOn).toBe(200);
  });

  it('follows small changes within a quarter of an hour', async () => {
    const gym = new Gym();
    gym.heard('z', 1);
    gym.heard('a', 99);
    await gym.finish(0);
    gym.heard('b', 1);
    gym.clock.jump(14 * MINUTE);
    gym.trainer.consider();
    expect(gym.trainer.progress).toBeNull();
    gym.clock.jump(MINUTE);
    gym.trainer.consider();
    await gym.finish(0);
    expect(gym.knowledge.trained?.trainedOn).toBe(101);
    gym.clock.jump(60 * MINUTE);
    gym.trainer.consider();
    expect(gym.trainer.progress).toBeNull();
  });

  it('takes a tenth of the time at most, however much is new', async () => {
    const gym = new Gym();
    gym.heard('z', 1);
    gym.heard('a', 19);
    await gym.finish(10 * MINUTE);
    gym.heard('b', 20);
    gym.clock.jump(89 * MINUTE);
    gym.trainer.consider();
    expect(gym.trainer.progress).toBeNull();
    gym.clock.jump(MINUTE);
    gym.trainer.consider();
    await gym.current();
  });

  it.each(['badly', 'with a broken model'] as const)('that ends %s leaves what was learnt before, says so, and is tried again later', async (how) => {
    const gym = new Gym();
    gym.heard('z', 1);
    gym.heard('a', 19);
    await gym.finish(1_000);
    const { trained, taste } = gym.knowledge;
    gym.clock.jump(60 * MINUTE);
    gym.heard('b', 20);
    await gym.finish(1_000, how);
    expect(gym.errors).toEqual(['Training failed; what was learnt before is used.']);
    expect(gym.knowledge.trained).toMatchObject({ trainedOn: 20 });
    expect(gym.knowledge.trained).toBe(trained);
    expect(gym.knowledge.taste).toBe(taste);
    expect(gym.told.at(-1)).toBeNull();
    gym.heard('c', 20);
    expect(gym.trainer.progress).toBeNull();
    gym.clock.jump(15 * MINUTE);
    gym.trainer.consider();
    await gym.finish(1_000);
    expect(gym.knowledge.trained).toMatchObject({ trainedAt: gym.clock.now() - 1_000, trainedOn: 60 });
  });

  it('ends at once when somebody is forgotten, keeps nothing, and begins without them when the last thread has ended', async () => {
    const gym = new Gym();
    gym.heard('z', 1);
    gym.heard('a', 19);
    await gym.finish(MINUTE);
    gym.clock.jump(60 * MINUTE);
    gym.heard('b', 20);
    const { signal } = await gym.current();
    const ending = Promise.withResolvers<void>();
    gym.ending = ending.promise;
    gym.knowledge.forget('a');
    let forgotten = false;
    const done = gym.trainer.startOver().then(() => (forgotten = true));
    expect(signal.aborted).toBe(true);
    expect(gym.knowledge.trained).toBeNull();
    expect(gym.trainer.progress).toBeNull();
    gym.heard('b', 20);
    await settle();
    expect(forgotten).toBe(false);
    expect(gym.trainings).toHaveLength(2);
    ending.resolve();
    await done;
    await expect.poll(() => gym.trainings).toHaveLength(3);
    await gym.finish(MINUTE);
    expect(gym.mostRunning).toBe(1);
    expect(gym.knowledge.trained).toMatchObject({ trainedAt: gym.clock.now() - MINUTE, trainedOn: 21 });
    expect(gym.errors).toEqual([]);
  });

  it('has never seen whoever is forgotten while its data is put together', async () => {
    const gym = new Gym();
    gym.ready = false;
    for (let i = 0; i < 400; i++) gym.heard(`listener ${i}`, 100);
    gym.ready = true;
    gym.trainer.consider();
    expect(gym.trainer.progress).not.toBeNull();
    gym.knowledge.forget('listener 7');
    await gym.trainer.startOver();
    await gym.current();
    expect(gym.trainings).toHaveLength(1);
    await gym.finish(0);
    expect(gym.knowledge.trained?.trainedOn).toBe(39_900);
    expect(gym.errors).toEqual([]);
  });

  it('is named as none was before, also when somebody was forgotten and the process began anew', async () => {
    const before = new Gym();
    before.heard('a', 20);
    before.heard('b', 20);
    await before.finish(0);
    const after = new Gym();
    after.clock.jump(MINUTE);
    after.heard('b', 20);
    after.heard('c', 20);
    await after.finish(0);
    expect(modelVersion(after.knowledge)).not.toBe(modelVersion(before.knowledge));
    expect(modelVersion({ trained: null, read: null })).toBe('6-0-0');
  });

  it('tells how far it is, twice a second at most', async () => {
    const gym = new Gym();
    gym.heard('z', 1);
    gym.heard('a', 19);
    const { tell } = await gym.current();
    for (let i = 1; i <= 20; i++) {
      gym.clock.jump(100);
      tell(i / 20);
    }
    expect(gym.told).toEqual([0, 0.25, 0.5, 0.75, 1]);
    await gym.finish(0);
    expect(gym.told.at(-1)).toBeNull();
  });
});
