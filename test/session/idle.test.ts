import { expect, it } from 'vitest';
import { DEFAULT_PLACE_SETTINGS } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { Idle } from '../../src/session/idle.ts';
import { TestClock } from '../support/test-clock.ts';
import { PLACE } from './house.ts';

it('a session that is alone ends also when its settings could not be read at first', async () => {
  const clock = new TestClock();
  const ended: string[] = [];
  let readable = false;
  const settings = {
    async of() {
      if (!readable) throw new Error('the database is locked');
      return { ...DEFAULT_PLACE_SETTINGS, idleMinutes: 3 };
    },
  };
  const idle = new Idle({ settings, clock, log: silentLogger, isAlone: () => true, end: (placeId, reason) => ended.push(`${placeId}: ${reason}`) });
  await idle.look(PLACE);
  await clock.advance(60_000);
  readable = true;
  await clock.advance(30_000);
  await clock.advance(3 * 60_000 - 1_000);
  expect(ended).toEqual([]);
  await clock.advance(1_000);
  expect(ended).toEqual([`${PLACE}: Nobody was here for 3 minutes, so the session has ended.`]);
});
