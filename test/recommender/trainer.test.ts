import { describe, expect, it } from 'vitest';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import type { Logger } from '../../src/log.ts';
import { silentLogger } from '../../src/log.ts';
import type { trainInBackground } from '../../src/recommender/background-training.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { Trainer } from '../../src/recommender/trainer.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { affinity } from './support/demo-like-library.ts';

const MODEL: TasteModel = { columns: 20, components: [], regimes: [{ size: 1, weights: {}, quality: null }] };
const MINUTE = 60_000;

/** A trainer whose trainings end when the test says so. */
class Gym {
  readonly clock = new TestClock();
  readonly knowledge = new Knowledge();
  readonly errors: string[] = [];
  readonly trainings: { readonly signal: AbortSignal; readonly result: PromiseWithResolvers<TasteModel>; readonly tell: (share: number) => void }[] = [];
  readonly told: (number | null)[] = [];
  running = 0;
  mostRunning = 0;
  readonly trainer: Trainer;

  constructor() {
    const train: typeof trainInBackground = async (_, { signal, onProgress }) => {
      const result = Promise.withResolvers<TasteModel>();
      signal.addEventListener('abort', () => result.reject(new Error('training was stopped')));
      this.trainings.push({ signal, result, tell: (share) => onProgress({ share, doing: 'choosing' }) });
      this.mostRunning = Math.max(this.mostRunning, ++this.running);
      return result.promise.finally(() => this.running--);
    };
    const log = { ...silentLogger, debug: () => {}, error: (_: unknown, line: string) => void this.errors.push(line) } as unknown as Logger;
    const tell = () => void this.told.push(this.trainer.progress?.share ?? null);
    this.trainer = new Trainer({ knowledge: this.knowledge, records: new Map(), clock: this.clock, log, onTrained: tell, onProgress: tell, train });
  }

  /** Somebody new has heard so many tracks. */
  heard(listener: string, count: number): void {
    this.knowledge.learn(listener, Array.from({ length: count }, (_, i) => affinity(listener, `track ${i}`, { completions: 1 })));
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
  async finish(tookMs: number, how: 'well' | 'badly' = 'well'): Promise<void> {
    const { result, signal } = await this.current();
    this.clock.jump(tookMs);
    if (how === 'well') result.resolve(MODEL);
    else result.reject(new Error('out of memory'));
    await expect.poll(() => this.trainings.at(-1)?.signal !== signal || this.running === 0).toBe(true);
    await settle();
  }
}

describe('training', () => {
  it('begins when there is a little to learn from, and again when a fifth more is known', async () => {
    const gym = new Gym();
    gym.heard('a', 9);
    expect(gym.trainer.progress).toBeNull();
    gym.heard('a', 10);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ generation: 1, trainedOn: 10 });
    gym.heard('b', 1);
    expect(gym.trainer.progress).toBeNull();
    gym.heard('b', 2);
    await gym.finish(0);
    expect(gym.knowledge.trained).toMatchObject({ generation: 2, trainedOn: 12 });
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
    gym.heard('a', 100);
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
    gym.heard('a', 20);
    await gym.finish(10 * MINUTE);
    gym.heard('b', 20);
    gym.clock.jump(89 * MINUTE);
    gym.trainer.consider();
    expect(gym.trainer.progress).toBeNull();
    gym.clock.jump(MINUTE);
    gym.trainer.consider();
    await gym.current();
  });

  it('that fails leaves what was learnt before, says so, and is tried again later', async () => {
    const gym = new Gym();
    gym.heard('a', 20);
    await gym.finish(1_000);
    gym.clock.jump(60 * MINUTE);
    gym.heard('b', 20);
    await gym.finish(1_000, 'badly');
    expect(gym.errors).toEqual(['Training failed; what was learnt before is used.']);
    expect(gym.knowledge.trained).toMatchObject({ generation: 1, trainedOn: 20 });
    expect(gym.told.at(-1)).toBeNull();
    gym.heard('c', 20);
    expect(gym.trainer.progress).toBeNull();
    gym.clock.jump(15 * MINUTE);
    gym.trainer.consider();
    await gym.finish(1_000);
    expect(gym.knowledge.trained).toMatchObject({ generation: 2, trainedOn: 60 });
  });

  it('ends at once when somebody is forgotten, keeps nothing, and begins without them', async () => {
    const gym = new Gym();
    gym.heard('a', 20);
    await gym.finish(MINUTE);
    gym.clock.jump(60 * MINUTE);
    gym.heard('b', 20);
    const { signal } = await gym.current();
    gym.knowledge.forget('a');
    gym.trainer.startOver();
    expect(signal.aborted).toBe(true);
    expect(gym.knowledge.trained).toBeNull();
    await expect.poll(() => gym.trainings).toHaveLength(3);
    await gym.finish(MINUTE);
    expect(gym.knowledge.trained).toMatchObject({ generation: 2, trainedOn: 20 });
    expect(gym.errors).toEqual([]);
  });

  it('tells how far it is, twice a second at most', async () => {
    const gym = new Gym();
    gym.heard('a', 20);
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
