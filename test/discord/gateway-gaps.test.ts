import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeDiscord } from '../support/discord/fake-discord.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { DiscordHouse } from './house.ts';

const LONG_TRACKS = [1, 2, 3].map((n) => aTrack(n, { durationMs: 600_000 }));

describe('while nobody knows who is there', () => {
  let clock: TestClock;
  let house: DiscordHouse;

  beforeEach(async () => {
    clock = new TestClock();
    house = await DiscordHouse.open(LONG_TRACKS, { clock, fake: { heartbeatMs: 500 } });
  });

  afterEach(() => house.close());

  /** As soon as the door has noticed that it knows nothing, and before anything can come back. */
  function once(lost: () => void): { readonly lost: () => boolean; readonly back: () => boolean } {
    const { sessions } = house.services;
    const told: boolean[] = [];
    const unheard = sessions.unheard.bind(sessions);
    vi.spyOn(sessions, 'unheard').mockImplementation((placeId, cause, on) => {
      unheard(placeId, cause, on);
      told.push(on);
      if (on) lost();
    });
    // The end of an earlier gap, of a machine too busy for a heartbeat, is not the end of this one.
    return { lost: () => told.includes(true), back: () => told.includes(true) && told.at(-1) === false };
  }

  async function counted(...names: readonly string[]): Promise<void> {
    for (const name of names) await house.services.listening.giveConsent({ id: house.idOf(house.member(name)), name });
  }

  async function heardSeconds(name: string): Promise<number[]> {
    const listens = await house.services.listening.recentListens(house.idOf(house.member(name)), 10);
    return listens.map(({ heardMs }) => Math.round(heardMs / 1_000));
  }

  const gaps: readonly (readonly [string, (discord: FakeDiscord) => void])[] = [
    ['a lost connection', ({ gateway }) => gateway.drop()],
    ['a reconnection that Discord asks for', ({ gateway }) => gateway.reconnect()],
    ['a session that Discord no longer knows', ({ gateway }) => gateway.invalidate(false)],
    ['a connection on which nothing comes any more', ({ gateway }) => gateway.goSilent()],
  ];

  it.each(gaps)('after %s nothing is credited until the truth is known again', async (_, cause) => {
    await counted('Ada', 'Ben');
    const session = await house.start(house.member('Ada'), house.member('Ben'));
    await house.discord.until(() => house.services.sessions.present(house.placeId).length === 2, 'both to be there');
    await clock.advance(20 + 30_000);
    const gap = once(() => {
      house.member('Ben').leave();
      clock.jump(25_000);
    });
    cause(house.discord);
    await house.discord.until(gap.back, 'the connection to be back', 10_000);
    expect(house.services.sessions.present(house.placeId).map(({ name }) => name)).toEqual(['Ada']);
    await clock.advance(10_000);
    await session.stop();
    expect(await heardSeconds('Ada')).toEqual([40]);
    expect(await heardSeconds('Ben')).toEqual([30]);
  });

  it('an outage of the server is such a time too, for that server alone', async () => {
    const other = house.discord.addGuild({ members: ['Dan'] });
    const dan = other.member('Dan');
    await house.services.listening.giveConsent({ id: house.idOf(dan), name: 'Dan' });
    await counted('Ada', 'Ben');
    const session = await house.start(house.member('Ada'), house.member('Ben'));
    const elsewhere = await house.start(dan);
    await clock.advance(20 + 30_000);
    const gap = once(() => {});
    house.guild.outage(true);
    await house.discord.until(gap.lost, 'the outage to be noticed');
    await clock.advance(25_000);
    expect(house.services.sessions.present(house.placeId)).toHaveLength(2);
    house.member('Ben').leave();
    house.guild.outage(false);
    await house.discord.until(gap.back, 'the server to be back');
    await clock.advance(10_000);
    await Promise.all([session.stop(), elsewhere.stop()]);
    expect(await heardSeconds('Ada')).toEqual([40]);
    expect(await heardSeconds('Ben')).toEqual([30]);
    expect((await house.services.listening.recentListens(house.idOf(dan), 10)).map(({ heardMs }) => Math.round(heardMs / 1_000))).toEqual([65]);
  });

  it('ends for a server that Segue is removed from in the meantime', async () => {
    await counted('Ada');
    await house.start(house.member('Ada'));
    const gap = once(() => {});
    house.guild.outage(true);
    await house.discord.until(gap.lost, 'the outage to be noticed');
    house.guild.remove();
    await house.discord.until(() => gap.back() && !house.session, 'the session to end');
  });
});
