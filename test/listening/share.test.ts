import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Play } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { silentLogger } from '../../src/log.ts';
import { shareOf } from '../../src/share.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';

const ADA = { id: 'discord:1', name: 'Ada', deafened: false };
/** Discord's formula puts these into shard 0 and 1 of 2. */
const FIRST = `discord:${4n << 22n}`;
const SECOND = `discord:${5n << 22n}`;

describe('several processes on one database', () => {
  let database: TestStorage;
  let clock: TestClock;
  let first: Listening;
  let second: Listening;

  const open = (id: number) => createListening({ storage: database.storage, clock, log: silentLogger, share: shareOf({ ids: [id], count: 2 }) });
  const play = (id: string, placeId: string): Play => ({
    id, placeId, sessionId: `session of ${placeId}`, trackId: `track of ${id}`, durationMs: 100_000, startedAt: clock.now(), origin: { kind: 'request', by: ADA },
  });

  beforeEach(async () => {
    database = await temporarySqlite();
    clock = new TestClock();
    first = await open(0);
    second = await open(1);
  });
  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    await database.remove();
  });

  it('share out the servers, every one to exactly one of them, the rest of the house to the first', () => {
    const shares = [0, 1, 2].map((id) => shareOf({ ids: [id], count: 3 }));
    for (let i = 0n; i < 30n; i++) {
      const place = `discord:${(i << 22n) + 17n}`;
      expect(shares.filter((share) => share.owns(place))).toHaveLength(1);
    }
    expect(shares.map((share) => share.owns('room:lounge'))).toEqual([true, false, false]);
    expect(shareOf({ ids: [0, 1], count: 2 }).alone).toBe(true);
  });

  it('hold what a member says in any of them within seconds: yes, pause, deletion', async () => {
    await first.giveConsent(ADA);
    expect(second.consentOf(ADA.id)).toBe('unasked');
    await second.playStarted(play('a', SECOND), [ADA]);
    await clock.advance(2_100);
    expect(second.consentOf(ADA.id)).toBe('given');
    await clock.advance(10_000);
    await first.pauseConsent(ADA.id);
    await clock.advance(2_100);
    await clock.advance(30_000);
    await second.playEnded('a', { kind: 'finished' }, clock.now());
    const [listen] = await second.recentListens(ADA.id, 5);
    expect(listen?.heardMs).toBeGreaterThanOrEqual(10_000);
    expect(listen?.heardMs).toBeLessThanOrEqual(12_500);

    await second.resumeConsent(ADA.id);
    await second.playStarted(play('b', SECOND), [ADA]);
    await clock.advance(5_000);
    await first.deleteAll(ADA.id);
    await clock.advance(2_100);
    await second.playEnded('b', { kind: 'finished' }, clock.now());
    expect(second.consentOf(ADA.id)).toBe('unasked');
    expect(await database.storage.db.selectFrom('event').select('id').where('listener_id', '=', ADA.id).execute()).toEqual([]);
  });

  it('remove what they wrote about a member whom another had removed meanwhile, and say so in their own house', async () => {
    await first.giveConsent(ADA);
    await clock.advance(2_100);
    const forgotten: string[] = [];
    second.onForgotten(async (ids) => void forgotten.push(...ids));
    await second.playStarted(play('a', SECOND), [ADA]);
    await clock.advance(1_000);
    // As the operator's command does: a process of its own that opens the log, removes and ends.
    const command = await createListening({ storage: database.storage, clock, log: silentLogger });
    await command.deleteAll(ADA.id);
    await command.close();
    await second.playEnded('a', { kind: 'finished' }, clock.now());
    expect(await second.recentListens(ADA.id, 5)).toHaveLength(1);
    await clock.advance(2_100);
    // The disk is cleaned in real time.
    await expect.poll(() => forgotten).toEqual([ADA.id]);
    expect([first.consentOf(ADA.id), second.consentOf(ADA.id)]).toEqual(['unasked', 'unasked']);
    expect(await second.recentListens(ADA.id, 5)).toEqual([]);
    expect(await second.affinities(ADA.id)).toEqual([]);
  });

  it('let nobody inherit what they heard before they were removed and came back', async () => {
    await first.giveConsent(ADA);
    await clock.advance(2_100);
    await second.playStarted(play('a', SECOND), [ADA]);
    await clock.advance(10_000);
    await first.deleteAll(ADA.id);
    await first.giveConsent(ADA);
    await clock.advance(2_100);
    await clock.advance(3_000);
    await second.playEnded('a', { kind: 'finished' }, clock.now());
    const [listen] = await second.recentListens(ADA.id, 5);
    expect(listen?.heardMs).toBeLessThan(5_500);
  });

  it('close only what they left open themselves', async () => {
    await first.giveConsent(ADA);
    await first.playStarted(play('mine', FIRST), [ADA]);
    await clock.advance(3_000);
    const other = await open(1);
    await other.recover([]);
    await clock.advance(3_000);
    await first.playEnded('mine', { kind: 'finished' }, clock.now());
    const [listen] = await first.recentListens(ADA.id, 5);
    expect(listen).toMatchObject({ heardMs: 6_000, ending: 'finished' });
    await other.close();
  });
});
