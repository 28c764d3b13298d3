import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../support/test-clock.ts';
import { DiscordHouse } from './house.ts';

describe('music that nobody hears', () => {
  let clock: TestClock;
  let house: DiscordHouse;

  beforeEach(async () => {
    clock = new TestClock();
    house = await DiscordHouse.open(undefined, { clock });
  });

  afterEach(() => house.close());

  const ada = () => house.member('Ada');
  const ben = () => house.member('Ben');
  const state = () => house.session?.view().state.kind;

  async function play(): Promise<void> {
    await house.start(ada(), ben());
    await hearing(2);
    await clock.advance(5_000);
  }

  /** So many hear the music, as far as Segue was told. */
  async function hearing(count: number): Promise<void> {
    const now = () => house.services.sessions.present(house.placeId).filter(({ deafened }) => !deafened).length;
    await house.discord.until(() => now() === count, `${count} to hear the music`);
  }

  async function becomes(kind: 'playing' | 'paused'): Promise<void> {
    await house.discord.until(() => state() === kind, `the music to be ${kind}`);
  }

  async function everybodyDeaf(): Promise<void> {
    ada().deafen();
    ben().serverDeafen();
    await hearing(0);
  }

  it('pauses after two seconds, and goes on when somebody hears it again', async () => {
    await play();
    ada().deafen();
    await hearing(1);
    await clock.advance(10_000);
    expect(state()).toBe('playing');
    ben().serverDeafen();
    await hearing(0);
    await clock.advance(1_900);
    expect(state()).toBe('playing');
    await clock.advance(200);
    await becomes('paused');
    const before = house.session?.view().state;
    await clock.advance(60_000);
    ada().deafen(false);
    await becomes('playing');
    const after = house.session?.view().state;
    expect(before && after && 'current' in before && 'current' in after && after.current.positionMs).toBe(before && 'current' in before && before.current.positionMs);
  });

  it('pauses when everybody has left, and goes on for whoever comes', async () => {
    await play();
    ada().leave();
    ben().leave();
    await hearing(0);
    await clock.advance(2_100);
    await becomes('paused');
    house.member('Cyd').join(house.guild.channel('lounge'));
    await becomes('playing');
  });

  it('ends by itself when nobody comes', async () => {
    await play();
    ada().leave();
    ben().leave();
    await hearing(0);
    await clock.advance(6 * 60_000);
    await house.discord.until(() => house.session === undefined, 'the session to end');
  });

  it('does not stop for a member whose connection drops for a moment', async () => {
    await house.start(ada());
    await hearing(1);
    await clock.advance(5_000);
    ada().leave();
    await hearing(0);
    await clock.advance(1_500);
    ada().join(house.guild.channel('lounge'));
    await hearing(1);
    await clock.advance(10_000);
    expect(state()).toBe('playing');
  });

  it('stays paused when it was paused by somebody', async () => {
    await play();
    await house.session?.pause();
    await everybodyDeaf();
    await clock.advance(10_000);
    ada().deafen(false);
    await hearing(1);
    await clock.advance(10_000);
    expect(state()).toBe('paused');
  });

  it('stays paused when somebody says so while nobody hears it', async () => {
    await house.start(ada());
    await hearing(1);
    await clock.advance(5_000);
    ada().deafen();
    await hearing(0);
    await clock.advance(2_100);
    await becomes('paused');
    await ada().command('pause').answered();
    ada().deafen(false);
    await hearing(1);
    await clock.advance(10_000);
    expect(state()).toBe('paused');
    await ada().command('resume').answered();
    await becomes('playing');
  });

  it('goes on when somebody who may not pause it tried to, while nobody heard it', async () => {
    await play();
    await everybodyDeaf();
    await clock.advance(2_100);
    await becomes('paused');
    expect((await ada().command('pause').answered()).text).toContain('DJ');
    ada().deafen(false);
    await becomes('playing');
  });

  it('plays on when somebody says so, until somebody has heard it again', async () => {
    await play();
    await everybodyDeaf();
    await clock.advance(2_100);
    await becomes('paused');
    await ada().command('resume').answered();
    await becomes('playing');
    await clock.advance(60_000);
    expect(state()).toBe('playing');
    ada().deafen(false);
    await hearing(1);
    ada().deafen();
    await hearing(0);
    await clock.advance(2_100);
    await becomes('paused');
  });

  it('is remembered over a restart', async () => {
    await play();
    await everybodyDeaf();
    await clock.advance(2_100);
    await becomes('paused');
    await house.restart();
    await clock.advance(10_000);
    expect(state()).toBe('paused');
    ada().deafen(false);
    await becomes('playing');
  });

  it('is paused when everybody left while Segue was not running', async () => {
    await play();
    ada().voice = null;
    ben().voice = null;
    await house.restart();
    expect(state()).toBe('playing');
    await clock.advance(2_100);
    await becomes('paused');
  });

  it('stays paused over a restart when it was paused by somebody', async () => {
    await play();
    await house.session?.pause();
    await everybodyDeaf();
    await house.restart();
    ada().deafen(false);
    await hearing(1);
    await clock.advance(10_000);
    expect(state()).toBe('paused');
  });
});
