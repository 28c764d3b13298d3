import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import type { Session } from '../../src/session/session.ts';
import { aTrack } from '../support/tracks.ts';
import { aVibe } from '../support/vibes.ts';
import { ADA, BEN, CYD, House, PLACE, playing } from './house.ts';

const songs = (count: number) => Array.from({ length: count }, (_, n) => aTrack(n));
let house: House;
afterEach(() => house.close());

const at = (session: Session | undefined, now: number) => {
  const state = session?.view().state;
  if (!state || !('current' in state)) throw new Error('nothing plays');
  const { positionMs, positionAt } = state.current;
  return { title: state.current.track.title, positionMs: state.kind === 'playing' ? positionMs + now - positionAt : positionMs };
};

describe('after the process was killed', () => {
  it('a session goes on: same track within 5 s, same queue, same history', async () => {
    house = await House.open(songs(12));
    const session = await house.start(ADA);
    await house.clock.advance(150_000);
    const [wanted] = house.library.tracks().filter((track) => track.title !== playing(session));
    await house.listening.giveConsent(BEN);
    await session.request(wanted.id, BEN);
    await house.clock.advance(5_000);
    const before = session.view();
    const was = at(session, house.clock.now());

    const again = await house.killedAndStartedAgain();
    await again.clock.advance(100);
    const after = again.sessions.get(PLACE);
    const is = at(after, again.clock.now());
    expect(is.title).toBe(was.title);
    expect(Math.abs(is.positionMs - was.positionMs)).toBeLessThan(5_000);
    expect(after?.view().id).toBe(before.id);
    expect(after?.view().queue[0]).toMatchObject({ track: { id: wanted.id }, origin: { kind: 'request', by: { name: BEN.name } } });
    expect(after?.view().history.map(({ track }) => track.id)).toEqual(before.history.map(({ track }) => track.id));
    house = again;
  });

  it('a paused session is paused still, and plays on when resumed', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    await house.clock.advance(20_000);
    await session.pause();
    const again = await house.killedAndStartedAgain();
    await again.clock.advance(5_000);
    const after = again.sessions.get(PLACE);
    expect(after?.view().state.kind).toBe('paused');
    expect(at(after, again.clock.now()).positionMs).toBeGreaterThan(18_000);
    expect(at(after, again.clock.now()).positionMs).toBeLessThan(22_000);
    await after?.resume();
    await again.clock.advance(3_000);
    expect(after?.view().state.kind).toBe('playing');
    expect(at(after, again.clock.now()).positionMs).toBeGreaterThan(21_000);
    house = again;
  });

  it('what was asked for in words still holds', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    const vibe = aVibe({ tags: { wanted: ['mellow'], unwanted: ['metal'] }, like: { artists: ['Low'], tracks: ['t1'] }, era: { from: 1990, to: null }, leanings: { energy: null, mood: { by: 0.5, than: 't1' }, tempo: null } });
    session.setVibe(vibe);
    await house.clock.advance(10_000);
    const again = await house.killedAndStartedAgain();
    expect(again.sessions.get(PLACE)?.view().vibe).toEqual(vibe);
    house = again;
  });

  it('one listen is one listen, with the time in between credited to nobody', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    await house.start(ADA);
    await house.clock.advance(20_000);
    const again = await house.killedAndStartedAgain();
    again.sessions.arrive(PLACE, ADA);
    await again.clock.advance(10_000);
    await again.sessions.get(PLACE)?.skip(ADA);
    const listens = await again.listening.recentListens(ADA.id, 5);
    expect(listens).toHaveLength(1);
    expect(listens[0].heardMs).toBeGreaterThan(27_000);
    expect(listens[0].heardMs).toBeLessThan(31_500);
    house = again;
  });

  it('a skip before the sound is back is a skip', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    const title = playing(await house.start(ADA));
    await house.clock.advance(20_000);
    house = await house.killedAndStartedAgain();
    house.sessions.arrive(PLACE, ADA);
    const session = house.sessions.get(PLACE);
    await session?.skip(ADA);
    await house.clock.advance(5_000);
    expect(playing(session)).not.toBe(title);
    const [skipped] = await house.listening.recentListens(ADA.id, 5);
    expect(skipped).toMatchObject({ ending: 'skipped' });
    expect(skipped.heardMs).toBeLessThan(21_500);
    expect((await house.listening.affinities(ADA.id)).map(({ skips }) => skips)).toEqual([1]);
  });

  it('does not play again what was heard before', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA);
    await house.clock.advance(5 * 56_000);
    const heard = [playing(session), ...session.view().history.map(({ track }) => track.title)];
    const again = await house.killedAndStartedAgain();
    await again.clock.advance(500);
    const planned = again.sessions.get(PLACE)?.view().queue.map(({ track }) => track.title) ?? [];
    expect(planned).toHaveLength(2);
    expect(planned.filter((title) => heard.includes(title))).toEqual([]);
    house = again;
  });

  it('a session that was stopped stays stopped', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    await session.stop();
    const again = await house.killedAndStartedAgain();
    expect(again.sessions.all()).toEqual([]);
    house = again;
  });
});

describe('what a session keeps', () => {
  it('holds no name and no id of a member who was not counted in', async () => {
    house = await House.open(songs(8));
    const session = await house.start(ADA, BEN);
    await session.request('t3', BEN);
    await house.clock.advance(90_000);
    expect(session.view().history.concat().length).toBeGreaterThan(0);
    const bytes = readFileSync(house.database.file, 'latin1') + readFileSync(`${house.database.file}-wal`, 'latin1');
    expect(bytes).toContain('session');
    for (const trace of [ADA.id, ADA.name, BEN.id, BEN.name]) expect(bytes).not.toContain(trace);
  });

  it('forgets a member also in the request that the voice holds ready', async () => {
    house = await House.open(songs(8));
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA, BEN);
    await session.request('t5', BEN);
    await house.clock.advance(500);
    await house.listening.deleteAll(BEN.id);
    for (let i = 0; i < 400 && playing(session) !== 'Song 5'; i++) await house.clock.advance(1_000);
    expect(playing(session)).toBe('Song 5');
    expect(JSON.stringify(session.view())).not.toContain(BEN.id);
  });

  it('forgets a member: their requests stay, their name goes', async () => {
    house = await House.open(songs(8));
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA, BEN);
    const other = house.library.tracks().find((track) => track.title !== playing(session));
    await session.request(other?.id ?? '', BEN);
    await house.sessions.changeSettings(PLACE, { djs: [BEN.id, ADA.id] });
    await house.listening.deleteAll(BEN.id);
    const [entry] = session.view().queue;
    expect(entry.track.id).toBe(other?.id);
    expect(JSON.stringify(session.view())).not.toContain(BEN.id);
    expect(JSON.stringify(session.view())).not.toContain(BEN.name);
    expect((await house.sessions.settings(PLACE)).djs).toEqual([ADA.id]);
  });

  it('forgets a member whom another process has removed, also as the DJ of a place', async () => {
    house = await House.open(songs(8));
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA, BEN);
    const other = house.library.tracks().find((track) => track.title !== playing(session));
    await session.request(other?.id ?? '', BEN);
    await house.sessions.changeSettings(PLACE, { djs: [BEN.id, CYD.id, ADA.id] });
    const command = await createListening({ storage: house.database.storage, clock: house.clock, log: silentLogger });
    await command.deleteAll(BEN.id);
    // Who was never counted in, and is no more than named.
    await command.deleteAll(CYD.id);
    await command.close();
    await house.clock.advance(5_000);
    expect(JSON.stringify(session.view())).not.toContain(BEN.id);
    expect(JSON.stringify(await house.database.storage.keyValue('session').entries())).not.toContain(BEN.id);
    expect((await house.sessions.settings(PLACE)).djs).toEqual([ADA.id]);
    expect((await house.sessions.changeSettings(PLACE, { idleMinutes: 9 })).djs).toEqual([ADA.id]);
  });

  it('forgets a place: its session ends, nothing of it is kept', async () => {
    house = await House.open(songs(8));
    await house.start(ADA);
    await house.sessions.changeSettings(PLACE, { djs: [ADA.id], idleMinutes: 9 });
    await house.sessions.changeSettings('room:other', { idleMinutes: 8 });
    await house.clock.advance(5_000);
    await house.sessions.forgetPlace(PLACE);
    expect(house.sessions.get(PLACE)).toBeUndefined();
    expect(await house.sessions.settings(PLACE)).toMatchObject({ djs: [], idleMinutes: 5 });
    expect(await house.database.storage.keyValue('session').entries()).toEqual([]);
    expect((await house.database.storage.keyValue('settings').entries()).map(([place]) => place)).toEqual(['room:other']);
  });
});
