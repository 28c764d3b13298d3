import { afterEach, describe, expect, it } from 'vitest';
import type { SessionEnd } from '../../src/session/session.ts';
import { savedSession } from '../../src/session/saved-session.ts';
import { aTrack } from '../support/tracks.ts';
import { ADA, BEN, House, LOBBY, PLACE, ROOM, STAGE, playing } from './house.ts';

const MINUTE = 60_000;
const songs = Array.from({ length: 8 }, (_, n) => aTrack(n));

let house: House;
afterEach(() => house.close());

/** A session in the lobby with Ada and Ben, and what is told when it ends. */
const inTheLobby = async () => {
  house = await House.open(songs);
  const ends: SessionEnd[] = [];
  house.sessions.onEnd((end) => ends.push(end));
  house.sessions.arrive(PLACE, ADA);
  house.sessions.arrive(PLACE, BEN);
  const session = await house.sessions.start(PLACE, LOBBY);
  await house.clock.advance(10_000);
  return { session, ends };
};

describe('where a session plays', () => {
  it('is where it was started, and told to the voice', async () => {
    const { session } = await inTheLobby();
    expect(session.view().destination).toEqual(LOBBY);
    expect(house.player.destination).toEqual(LOBBY);
    expect(await house.sessions.start(PLACE, STAGE)).toBe(session);
    expect(session.view().destination).toEqual(LOBBY);
  });

  it('changes with the music going on, and everybody is told', async () => {
    const { session } = await inTheLobby();
    const before = { title: playing(session), history: session.view().history };
    const told: unknown[] = [];
    house.sessions.onChange(() => told.push(session.view().destination));
    await session.moveTo(STAGE);
    expect(told).toContainEqual(STAGE);
    expect(house.player.destination).toEqual(STAGE);
    await house.clock.advance(5_000);
    expect({ title: playing(session), history: session.view().history }).toEqual(before);
    const { state } = session.view();
    expect('current' in state && state.current.positionMs).toBeGreaterThan(13_000);
  });

  it('is where it was when nobody lets it in elsewhere, and everybody reads why', async () => {
    const { session } = await inTheLobby();
    await session.moveTo(STAGE);
    house.player.stay(LOBBY, 'The music stays where it was.');
    await house.clock.advance(1_000);
    expect(session.view()).toMatchObject({ destination: LOBBY, state: { kind: 'playing' }, notices: [{ text: 'The music stays where it was.' }] });
    house = await house.killedAndStartedAgain();
    expect(house.sessions.get(PLACE)?.view().destination).toEqual(LOBBY);
  });

  it('is the same after the process was killed', async () => {
    const { session } = await inTheLobby();
    await session.moveTo(STAGE);
    const title = playing(session);
    house = await house.killedAndStartedAgain();
    await house.clock.advance(100);
    const again = house.sessions.get(PLACE);
    expect(again?.view().destination).toEqual(STAGE);
    expect(house.player.destination).toEqual(STAGE);
    expect(playing(again)).toBe(title);
  });

  it('was the room for sessions that were saved before there were others', () => {
    const saved = { id: 's', current: null, placed: [], played: [], passedOver: [], history: [], satisfaction: [], volume: 1 };
    expect(savedSession.parse(saved).destination).toEqual(ROOM);
  });
});

describe('the end of a session', () => {
  it('comes with the voice’s reason when its place is gone, and nothing of it is taken up again', async () => {
    const { session, ends } = await inTheLobby();
    const title = playing(session);
    house.player.lose('removed', 'Somebody disconnected Segue: /dj start brings it back.');
    await house.clock.advance(1_000);
    expect(house.sessions.get(PLACE)).toBeUndefined();
    expect(ends).toMatchObject([{ placeId: PLACE, reason: 'Somebody disconnected Segue: /dj start brings it back.', last: { destination: LOBBY, state: { kind: 'playing', current: { track: { title } } } } }]);
    expect(house.voice.players.size).toBe(0);
    const again = await house.killedAndStartedAgain();
    house = again;
    expect(again.sessions.all()).toEqual([]);
  });

  it('is no reason to wait: the next session begins at once, elsewhere', async () => {
    await inTheLobby();
    house.player.lose('refused', 'The voice channel is full.');
    await house.clock.advance(100);
    const next = await house.sessions.start(PLACE, STAGE);
    await house.clock.advance(1_000);
    expect(playing(next)).not.toBeNull();
    expect(house.player.destination).toEqual(STAGE);
  });

  it('is waited for by whoever starts anew meanwhile', async () => {
    const { session, ends } = await inTheLobby();
    const end = session.stop();
    expect(house.sessions.get(PLACE)).toBeUndefined();
    const next = await house.sessions.start(PLACE, STAGE);
    await end;
    await house.clock.advance(1_000);
    expect(ends).toHaveLength(1);
    expect(next).not.toBe(session);
    expect(house.sessions.get(PLACE)).toBe(next);
    expect(playing(next)).not.toBeNull();
  });

  it('leaves the doors a moment for what they have to do before, and not more', async () => {
    const { session } = await inTheLobby();
    const work = Promise.withResolvers<void>();
    house.sessions.beforeEnd(() => work.promise);
    house.sessions.beforeEnd(() => Promise.reject(new Error('a door that fails')));
    let over = false;
    const end = session.stop().then(() => (over = true));
    await house.clock.advance(900);
    expect(over).toBe(false);
    expect(house.voice.players.size).toBe(1);
    await house.clock.advance(200);
    await end;
    expect(house.voice.players.size).toBe(0);
  });

  it('and everything before it come about whatever becomes of those who are told', async () => {
    const { session, ends } = await inTheLobby();
    const told: (string | null)[] = [];
    house.sessions.onChange(() => {
      throw new Error('a door that fails');
    });
    house.sessions.onEnd(() => {
      throw new Error('another');
    });
    house.sessions.onChange(() => told.push(playing(session)));
    house.sessions.onEnd((end) => ends.push(end));
    const before = playing(session);
    await session.skip(ADA);
    await house.clock.advance(1_000);
    expect(playing(session)).not.toBe(before);
    expect(told.at(-1)).toBe(playing(session));
    await session.stop();
    expect(ends).toHaveLength(2);
  });

  it('says that nobody was there, and for how long', async () => {
    const { ends } = await inTheLobby();
    await house.sessions.changeSettings(PLACE, { idleMinutes: 3 });
    house.sessions.leave(PLACE, ADA.id);
    house.sessions.leave(PLACE, BEN.id);
    await house.clock.advance(3.1 * MINUTE);
    expect(ends.map(({ reason }) => reason)).toEqual(['Nobody was here for 3 minutes, so the session has ended.']);
  });

  it('has no reason when somebody asked for it, and is told once', async () => {
    const { session, ends } = await inTheLobby();
    await Promise.all([session.stop(), session.stop('The voice channel is gone.')]);
    expect(ends.map(({ reason }) => reason)).toEqual([null]);
    await expect(session.moveTo(STAGE)).rejects.toThrow('/dj start');
  });

  it('is not told when only the process ends', async () => {
    const { ends } = await inTheLobby();
    await house.sessions.close();
    expect(ends).toEqual([]);
  });
});
