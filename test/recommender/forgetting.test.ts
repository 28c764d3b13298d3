import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_SHAPE, demoLikeLibrary } from './support/demo-like-library.ts';
import { opinions, pickRequest, RecommenderHouse, shareOf, until } from './support/recommender-house.ts';

const ADA = 'room:ada-7f3c';
const forAda = () => pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }] });

describe('forgetting', () => {
  let house: RecommenderHouse;
  beforeEach(async () => {
    house = await RecommenderHouse.build(demoLikeLibrary(DEMO_SHAPE, 2));
    await house.write([...opinions(ADA, 3, 'like'), ...opinions('room:bo', 4, 'like')]);
  });
  afterEach(() => house.demolish());

  it('leaves no byte of the listener in any snapshot, and nothing in memory', async () => {
    const recommender = await house.recommender();
    await recommender.pick(forAda());
    await house.snapshotKnows(ADA);
    await house.snapshotKnows('room:bo');
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(true);
    await house.eraseListener(ADA);
    await recommender.forget(ADA);
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
    expect((await house.bytesOnDisk()).includes('room:bo')).toBe(true);
    expect(await shareOf(3, ADA, recommender)).toBeLessThan(0.6);
    await recommender.close();
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
  });

  it.each(['SIGSTOP', 'SIGKILL'] as const)('holds against a process that got %s', async (signal) => {
    const recommender = await house.recommender();
    await recommender.pick(forAda());
    await house.snapshotKnows(ADA);
    await writeFile(join(house.snapshotFolder, '0000000099.snapshot.draft'), `half a snapshot of ${ADA}`);
    const harmed = recommender.pid!;
    process.kill(harmed, signal);
    await house.eraseListener(ADA);
    await recommender.forget(ADA);
    expect(() => process.kill(harmed, 0)).toThrow('ESRCH');
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
    await until('a new process answers', () => recommender.status().from === 'process');
    await recommender.pick(forAda());
    await recommender.close();
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
  });
});
