import { afterEach, describe, expect, it } from 'vitest';
import { settle } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { ADA, House, PLACE, ROOM, playing } from './house.ts';

const SECOND = 1_000;
const songs = Array.from({ length: 8 }, (_, n) => aTrack(n));

let house: House;
afterEach(() => house.close());

const withAda = async () => {
  house = await House.open(songs);
  await house.listening.giveConsent(ADA);
  return house;
};
/** Seconds of their last listens that are Ada's, newest first. */
const heard = async (count = 1) => (await house.listening.recentListens(ADA.id, count)).map(({ heardMs }) => heardMs / SECOND);
const view = () => house.sessions.get(PLACE)?.view();
const news = () => view()?.notices[0]?.text;
const standing = () => {
  const state = view()?.state;
  return state && 'current' in state ? { positionMs: state.current.positionMs, positionAt: state.current.positionAt } : null;
};

describe('who hears it is credited', () => {
  it('when paused music is skipped, from the next track on', async () => {
    await withAda();
    const session = await house.start(ADA);
    await session.pause();
    await house.clock.advance(30 * SECOND);
    await session.skip(ADA);
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(6);
  });
});

describe('nobody is credited', () => {
  it('while the connection is broken, and the music waits for it', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    house.player.interrupt('Discord looks for another voice server.');
    await house.clock.advance(60 * SECOND);
    expect(news()).toBe('Discord looks for another voice server.');
    // Where it goes on is told at once, for whoever shows the time.
    const told: unknown[] = [];
    const stop = house.sessions.onChange(() => told.push(standing()));
    house.player.reconnect();
    await settle();
    stop();
    expect(told.at(-1)).toEqual({ positionMs: 10_080, positionAt: house.clock.now() });
    expect(news()).toBe('The music is back after 60 s.');
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(16);
  });

  it('for a track that was asked for while it was broken, until it is heard', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    house.player.interrupt('Discord looks for another voice server.');
    await house.clock.advance(40 * SECOND);
    await session.skip(ADA);
    await house.clock.advance(20 * SECOND);
    house.player.reconnect();
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [second, first] = await heard(2);
    expect(first).toBeLessThan(11);
    // The music stood still at 10 s, so that was an early skip as well.
    expect((await house.listening.affinities(ADA.id)).map(({ earlySkips }) => earlySkips)).toEqual([1, 1]);
    expect(second).toBeGreaterThan(4);
    expect(second).toBeLessThan(6);
  });

  it('while what makes the sound is replaced, though it is told afterwards', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    house.player.die();
    await house.clock.advance(8 * SECOND);
    house.player.repair('the worker hung');
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(16);
  });

  it('while nobody knows who is there; what comes before and after is', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    house.sessions.unheard(PLACE, 'gateway-gap', true);
    await house.clock.advance(20 * SECOND);
    house.sessions.unheard(PLACE, 'gateway-gap', false);
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(16);
  });

  it('until the last of several causes has ended, whichever came first', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    house.sessions.unheard(PLACE, 'muted', true);
    await house.clock.advance(5 * SECOND);
    house.sessions.unheard(PLACE, 'gateway-gap', true);
    house.sessions.unheard(PLACE, 'gateway-gap', true);
    await session.pause();
    await house.clock.advance(5 * SECOND);
    house.sessions.unheard(PLACE, 'muted', false);
    await house.clock.advance(5 * SECOND);
    house.sessions.unheard(PLACE, 'gateway-gap', false);
    await house.clock.advance(5 * SECOND);
    await session.resume();
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(16);
  });

  it('across a change of track, in the one and in the other', async () => {
    await withAda();
    const session = await house.start(ADA);
    const first = playing(session);
    await house.clock.advance(40 * SECOND);
    house.sessions.unheard(PLACE, 'gateway-gap', true);
    await house.clock.advance(30 * SECOND);
    expect(playing(session)).not.toBe(first);
    house.sessions.unheard(PLACE, 'gateway-gap', false);
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [second, before] = await heard(2);
    expect(before).toBeGreaterThan(39);
    expect(before).toBeLessThan(41);
    expect(second).toBeGreaterThan(4);
    expect(second).toBeLessThan(6);
  });

  it('in a session that begins while nobody hears it', async () => {
    await withAda();
    house.sessions.unheard(PLACE, 'muted', true);
    const session = await house.start(ADA);
    await house.clock.advance(20 * SECOND);
    house.sessions.unheard(PLACE, 'muted', false);
    await house.clock.advance(5 * SECOND);
    await session.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(6);
  });

  it('of which the next session knows nothing, when it has ended meanwhile', async () => {
    await withAda();
    const first = await house.start(ADA);
    house.sessions.unheard(PLACE, 'gateway-gap', true);
    await first.stop();
    house.sessions.unheard(PLACE, 'gateway-gap', false);
    const second = await house.sessions.start(PLACE, ROOM);
    await house.clock.advance(10 * SECOND);
    await second.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(9);
  });

  it('after a restart with the music paused, until it goes on', async () => {
    await withAda();
    const session = await house.start(ADA);
    await house.clock.advance(10 * SECOND);
    await session.pause();
    const again = await house.killedAndStartedAgain();
    house = again;
    again.sessions.arrive(PLACE, ADA);
    await again.clock.advance(60 * SECOND);
    await again.sessions.get(PLACE)?.resume();
    await again.clock.advance(5 * SECOND);
    await again.sessions.get(PLACE)?.skip(ADA);
    const [seconds] = await heard();
    expect(seconds).toBeGreaterThan(13);
    expect(seconds).toBeLessThan(16);
  });
});
