import { afterEach, describe, expect, it } from 'vitest';
import type { Track } from '../../src/domain.ts';
import type { Session, SessionView } from '../../src/session/session.ts';
import { settle } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { aVibe } from '../support/vibes.ts';
import { ADA, BEN, CYD, House, PLACE, playing, ROOM } from './house.ts';

const MINUTE = 60_000;
const songs = (count: number, given: (n: number) => Partial<Track> = () => ({})) =>
  Array.from({ length: count }, (_, n) => aTrack(n, { genres: [n % 2 ? 'folk' : 'house'], ...given(n) }));

let house: House;
afterEach(() => house.close());

const history = (session: Session) => session.view().history.map(({ track }) => track.title);
const current = (session: Session) => {
  const { state } = session.view();
  if (!('current' in state)) throw new Error(`nothing plays: ${state.kind}`);
  return state.current;
};
const affinity = async (id: string, trackId: string) => (await house.listening.affinities(id)).find((a) => a.trackId === trackId);

describe('a session', () => {
  it('begins with a pick by itself and always has the next two planned', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA);
    expect(session.view().state.kind).toBe('playing');
    for (let minute = 0; minute < 5; minute++) {
      expect(session.view().queue.map(({ origin }) => origin.kind)).toEqual(['pick', 'pick']);
      await house.clock.advance(MINUTE);
    }
    expect(history(session)).toHaveLength(5);
  });

  it('has the vibe it was started with, also when others started it at the same time', async () => {
    house = await House.open(songs(4));
    const vibe = aVibe({ tags: { wanted: ['folk'], unwanted: [] }, since: 1 });
    const [others, one] = await Promise.all([house.sessions.start(PLACE, ROOM), house.sessions.start(PLACE, ROOM, vibe)]);
    expect(one).toBe(others);
    expect(one.view().vibe).toEqual(vibe);
    await house.sessions.start(PLACE, ROOM);
    expect(one.view().vibe).toEqual(vibe);
  });

  it('plays under a vibe for as many tracks as were asked for, also over a restart, and without those that were named', async () => {
    house = await House.open(songs(24));
    const session = await house.start(ADA);
    const hated = house.library.tracks().filter(({ genres, title }) => genres.includes('folk') && title !== playing(session)).slice(0, 3);
    session.setVibe(aVibe({ tags: { wanted: ['folk'], unwanted: [] }, without: hated.map(({ id }) => id), tracksLeft: 5, since: house.clock.now() }));
    await house.clock.advance(100);
    const next = async (of: House) => {
      await of.sessions.get(PLACE)?.skip(ADA);
      await of.clock.advance(1_000);
      return of.sessions.get(PLACE)?.view();
    };
    const genre = (view: SessionView | undefined) => (view && 'current' in view.state ? view.state.current.track.genres[0] : null);
    const heard: (string | null)[] = [];
    for (const left of [4, 3]) {
      const view = await next(house);
      expect(view?.vibe?.tracksLeft).toBe(left);
      heard.push(genre(view));
    }
    const again = await house.killedAndStartedAgain();
    await again.clock.advance(100);
    expect(again.sessions.get(PLACE)?.view().vibe?.tracksLeft).toBe(3);
    for (const left of [2, 1, undefined]) {
      const view = await next(again);
      expect(view?.vibe?.tracksLeft).toBe(left);
      heard.push(genre(view));
    }
    expect(heard).toEqual(Array(5).fill('folk'));
    expect(again.sessions.get(PLACE)?.view().vibe).toBeNull();
    const titles = again.sessions.get(PLACE)?.view().history.map(({ track }) => track.title);
    for (const { title } of hated) expect(titles).not.toContain(title);
    house = again;
  });

  it('plays every song once before any song twice, and then starts over', async () => {
    house = await House.open(songs(8));
    const session = await house.start(ADA);
    const first = session.id;
    const heard = new Set([playing(session)]);
    while (session.id === first) {
      await house.clock.advance(5_000);
      heard.add(playing(session));
    }
    expect(heard.size).toBe(8);
    await house.clock.advance(20 * MINUTE);
    expect(session.view().state.kind).toBe('playing');
    const newest = [playing(session), ...history(session)];
    newest.slice(0, -1).forEach((title, i) => expect(title).not.toBe(newest[i + 1]));
  });

  it('plays requests before picks, in their order', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA);
    const [a, b, c] = house.library.tracks().filter((track) => track.title !== playing(session));
    await session.request(a.id, ADA);
    await session.request(b.id, BEN);
    await session.request(c.id, BEN, { first: true });
    expect(session.view().queue.slice(0, 3).map(({ track }) => track.title)).toEqual([c.title, a.title, b.title]);
    await house.clock.advance(3 * MINUTE);
    expect(history(session).slice(0, 2)).toEqual([a.title, c.title]);
    expect(playing(session)).toBe(b.title);
  });

  it('begins with a request made as it starts', async () => {
    house = await House.open(songs(10));
    const session = await house.sessions.start(PLACE, ROOM);
    await session.request('t7', ADA);
    await house.clock.advance(1_000);
    expect(playing(session)).toBe('Song 7');
    expect(history(session)).toEqual([]);
  });

  it('plans for those who are there: a join, a leave and closed ears plan anew', async () => {
    house = await House.open(songs(12));
    await house.listening.giveConsent(ADA);
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA);
    const plannedFor = () =>
      session.view().queue.map(({ origin }) => (origin.kind === 'pick' ? origin.pick.scores.map(({ listenerId }) => listenerId).sort() : []));
    expect(plannedFor()).toEqual([[ADA.id], [ADA.id]]);
    house.sessions.arrive(PLACE, BEN);
    await house.clock.advance(100);
    expect(plannedFor()).toEqual([[ADA.id, BEN.id], [ADA.id, BEN.id]]);
    house.sessions.deafen(PLACE, ADA.id, true);
    await house.clock.advance(100);
    expect(plannedFor()).toEqual([[BEN.id], [BEN.id]]);
    house.sessions.leave(PLACE, BEN.id);
    await house.clock.advance(100);
    expect(plannedFor()).toEqual([[], []]);
  });

  it('plans anew for those present when another way to serve them all is set', async () => {
    const styles = ['house', 'folk', 'jazz', 'ambient'];
    house = await House.open(songs(80, (n) => ({ artist: `Artist ${n % 16}`, genres: [styles[n % 4]] })));
    for (const who of [ADA, BEN]) await house.listening.giveConsent(who);
    const session = await house.start(ADA, BEN);
    for (const n of [0, 4, 8, 12]) await house.sessions.react(PLACE, ADA, `t${n}`, 'love');
    for (const n of [1, 5, 9, 13]) await house.sessions.react(PLACE, BEN, `t${n}`, 'love');
    await house.sessions.changeSettings(PLACE, { groupMode: 'round-robin' });
    await house.clock.advance(100);
    const seen: string[][] = [];
    for (let minute = 0; minute < 6; minute++) {
      const plan = session.view().queue.filter(({ origin }) => origin.kind === 'pick' && !origin.pick.exploratory);
      if (plan.length === 2) seen.push(plan.map(({ track }) => track.genres[0]));
      await house.clock.advance(MINUTE);
    }
    expect(seen.length).toBeGreaterThan(2);
    for (const plan of seen) expect(plan.toSorted()).toEqual(['folk', 'house']);
  });

  it('follows a reaction with its next picks', async () => {
    house = await House.open(songs(20));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    const style = current(session).track.genres[0];
    for (let i = 0; i < 4; i++) {
      await session.react(ADA, current(session).track.genres[0] === style ? 'dislike' : 'love');
      await house.clock.advance(MINUTE);
    }
    const planned = session.view().queue.map(({ track }) => track.genres[0]);
    expect(planned.every((genre) => genre !== style)).toBe(true);
  });

  it('takes a like for a like, also of a track that is skipped afterwards', async () => {
    house = await House.open(songs(75, (n) => ({ artist: `Artist ${n % 10}`, genres: [['house', 'folk', 'jazz', 'ambient', 'dub'][n % 5]] })));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    const styleOf = (track: Track) => track.genres[0];
    const [liked, disliked] = ['house', 'folk'].map((style) => house.library.tracks().filter((track) => styleOf(track) === style && track.title !== playing(session)));
    for (const [track, reaction] of [[liked[0], 'like'], [liked[1], 'like'], [liked[2], 'like'], [disliked[0], 'dislike'], [disliked[1], 'dislike']] as const) {
      await session.request(track.id, ADA, { first: true });
      await session.skip(ADA);
      await house.clock.advance(1_500);
      await session.react(ADA, reaction);
      await house.clock.advance(500);
    }
    await session.skip(ADA);
    const heard: string[] = [];
    for (let i = 0; i < 10; i++) {
      await house.clock.advance(100);
      heard.push(styleOf(current(session).track));
      await house.clock.advance(56_000);
    }
    expect(heard.filter((style) => style === 'house').length).toBeGreaterThanOrEqual(6);
    expect(heard).not.toContain('folk');
  });

  it('gives the one of another taste a turn as well: whoever was served less is served next', async () => {
    house = await House.open(songs(40, (n) => ({ artist: `Artist ${n % 10}` })));
    for (const [who, style] of [[ADA, 'house'], [CYD, 'house'], [BEN, 'folk']] as const) {
      await house.listening.giveConsent(who);
      for (const track of house.library.tracks().slice(0, 12)) {
        const kind = track.genres.includes(style) ? 'like' : 'skip';
        await house.listening.feedback({ listenerId: who.id, trackId: track.id, kind, at: house.clock.now(), placeId: PLACE, sessionId: null, playId: null, positionMs: 5_000 });
      }
    }
    const session = await house.start(ADA, CYD, BEN);
    const styles: string[] = [];
    for (let i = 0; i < 16; i++) {
      styles.push(current(session).track.genres[0]);
      await house.clock.advance(56_000);
    }
    for (const style of ['house', 'folk']) expect(styles.filter((s) => s === style).length).toBeGreaterThanOrEqual(5);
  });

  it('remembers from one session to the next who was served better than others, less so the longer ago that was', async () => {
    house = await House.open(songs(60, (n) => ({ artist: `Artist ${n % 10}`, genres: ['house'] })));
    for (const who of [ADA, BEN]) await house.listening.giveConsent(who);
    for (const track of house.library.tracks().slice(0, 12)) {
      await house.listening.feedback({ listenerId: ADA.id, trackId: track.id, kind: 'like', at: house.clock.now(), placeId: PLACE, sessionId: null, playId: null, positionMs: 5_000 });
    }
    const kept = async () => Object.fromEntries(((await house.database.storage.keyValue<[string, number, number][]>('served').get(PLACE)) ?? []).map(([id, satisfaction]) => [id, satisfaction]));
    const another = async (ms: number) => {
      const session = await house.sessions.start(PLACE, ROOM);
      await house.clock.advance(ms);
      await session.stop();
    };
    for (const who of [ADA, BEN]) house.sessions.arrive(PLACE, who);
    await another(6 * MINUTE);
    const better = (await kept())[ADA.id];
    // Of him nothing is known that could be met.
    expect(better).toBeGreaterThan(0.15);
    expect((await kept())[BEN.id]).toBeCloseTo(-better, 9);
    house.clock.jump(7 * 24 * 60 * MINUTE);
    await another(100);
    expect((await kept())[ADA.id]).toBeCloseTo(0.1 * better, 2);
    await house.listening.deleteAll(ADA.id);
    expect(await kept()).not.toHaveProperty(ADA.id);
  });

  it('learns nothing from the session of who does not want that, but from what they say by hand', async () => {
    house = await House.open(songs(12));
    await house.listening.giveConsent(ADA);
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA, BEN);
    const first = current(session).track;
    await house.clock.advance(10_000);
    await session.setLearning(ADA.id, false);
    await session.skip(ADA);
    await house.clock.advance(100);
    const second = current(session).track;
    await session.react(ADA, 'love');
    await house.clock.advance(2 * MINUTE);
    expect(await affinity(ADA.id, first.id)).toBeUndefined();
    expect(await affinity(BEN.id, first.id)).toMatchObject({ plays: 1, skips: 0 });
    expect(await affinity(ADA.id, second.id)).toMatchObject({ plays: 0, reaction: 'love' });
    expect(await affinity(BEN.id, second.id)).toMatchObject({ plays: 1, completions: 1 });
    // It holds over a restart, and ends with the session.
    house = await house.killedAndStartedAgain();
    expect(house.sessions.get(PLACE)?.learnsFrom(ADA.id)).toBe(false);
    await house.sessions.get(PLACE)?.setLearning(ADA.id, true);
    expect(house.sessions.get(PLACE)?.learnsFrom(ADA.id)).toBe(true);
  });

  it('plans anew when somebody present blocks what is planned', async () => {
    house = await House.open(songs(12));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    const [up] = session.view().queue;
    await house.listening.preferences.block(ADA.id, 'track', { subject: up.track.id, name: up.track.title, at: 0 });
    await house.clock.advance(100);
    expect(session.view().queue.map(({ track }) => track.id)).not.toContain(up.track.id);
  });

  it('keeps a reaction with its track and takes it back', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    const { track } = current(session);
    await session.react(ADA, 'like');
    expect(session.view().reactions).toEqual([{ listenerId: ADA.id, reaction: 'like' }]);
    expect((await affinity(ADA.id, track.id))?.reaction).toBe('like');
    await session.react(ADA, null);
    expect(session.view().reactions).toEqual([]);
    expect((await affinity(ADA.id, track.id))?.reaction).toBeNull();
  });

  it('keeps no reaction of a member who was not counted in, and says how to be', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    await expect(session.react(ADA, 'like')).rejects.toThrow('Count me in');
    expect(session.view().reactions).toEqual([]);
  });
});

describe('a reaction to any track', () => {
  it('is kept where nothing plays, and taken back', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    await house.sessions.react(PLACE, ADA, 't3', 'love');
    expect((await affinity(ADA.id, 't3'))?.reaction).toBe('love');
    await house.sessions.react(PLACE, ADA, 't3', null);
    expect((await affinity(ADA.id, 't3'))?.reaction).toBeNull();
    await expect(house.sessions.react(PLACE, BEN, 't3', 'love')).rejects.toThrow('Count me in');
  });

  it('belongs to the play when it plays, and to none when it does not', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    const { playId, track } = current(session);
    const other = house.library.tracks().find(({ id }) => id !== track.id)?.id ?? '';
    await house.sessions.react(PLACE, ADA, other, 'dislike');
    expect(session.view().reactions).toEqual([]);
    await house.sessions.react(PLACE, ADA, track.id, 'like');
    expect(session.view().reactions).toEqual([{ listenerId: ADA.id, reaction: 'like' }]);
    const rows = await house.database.storage.db.selectFrom('event').select(['track_id', 'play_id']).where('kind', '=', 'feedback').orderBy('id').execute();
    expect(rows).toEqual([{ track_id: other, play_id: null }, { track_id: track.id, play_id: playId }]);
  });
});

describe('a skip', () => {
  it('counts against the skipper only, and early', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    await house.listening.giveConsent(BEN);
    const session = await house.start(ADA, BEN);
    const { track } = current(session);
    await house.clock.advance(10_000);
    await session.skip(ADA);
    await house.clock.advance(100);
    expect(playing(session)).not.toBe(track.title);
    expect(await affinity(ADA.id, track.id)).toMatchObject({ skips: 1, earlySkips: 1 });
    expect(await affinity(BEN.id, track.id)).toMatchObject({ skips: 0, earlySkips: 0 });
    const [listen] = await house.listening.recentListens(BEN.id, 1);
    expect(listen).toMatchObject({ trackId: track.id, ending: 'skipped-by-other' });
    expect(listen.heardMs).toBeGreaterThan(9_000);
    expect(listen.heardMs).toBeLessThan(11_000);
  });

  it('by two people at once skips one track', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA, BEN);
    const [up] = session.view().queue;
    await Promise.all([session.skip(ADA), session.skip(BEN)]);
    await house.clock.advance(100);
    expect(playing(session)).toBe(up.track.title);
  });

  it('of paused music plays the next track', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    await session.pause();
    await session.skip(ADA);
    await house.clock.advance(5_000);
    expect(session.view().state.kind).toBe('playing');
    expect(current(session).positionMs).toBeGreaterThan(3_000);
  });
});

describe('pausing and seeking', () => {
  it('credits nobody while the music stands still', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    const session = await house.start(ADA);
    await house.clock.advance(10_000);
    await session.pause();
    await house.clock.advance(MINUTE);
    await session.resume();
    await house.clock.advance(5_000);
    await session.skip(ADA);
    const [listen] = await house.listening.recentListens(ADA.id, 1);
    expect(listen.heardMs).toBeGreaterThan(14_000);
    expect(listen.heardMs).toBeLessThan(16_000);
  });

  it('credits nobody for a pause that came before the first sound', async () => {
    house = await House.open(songs(6));
    await house.listening.giveConsent(ADA);
    house.sessions.arrive(PLACE, ADA);
    const session = await house.sessions.start(PLACE, ROOM);
    await settle();
    await session.pause();
    await house.clock.advance(60 * MINUTE);
    await session.resume();
    await house.clock.advance(5_000);
    await session.skip(ADA);
    const [listen] = await house.listening.recentListens(ADA.id, 1);
    expect(listen.heardMs).toBeLessThan(6_000);
  });

  it('stays within the track', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    await session.seek(10 * MINUTE);
    expect(current(session).positionMs).toBe(59_000);
    await session.seek(-5_000);
    expect(current(session).positionMs).toBe(0);
  });
});

describe('the queue of a session', () => {
  it('does not pick again what was taken out', async () => {
    house = await House.open(songs(4));
    const session = await house.start(ADA);
    const removed = await session.remove(session.view().queue[0].id);
    await house.clock.advance(100);
    const titles = session.view().queue.map(({ track }) => track.title);
    expect(titles).toHaveLength(2);
    expect(titles).not.toContain(removed.track.title);
  });

  it('never takes out another track than the one that was meant, when that has begun meanwhile', async () => {
    house = await House.open(songs(6));
    const session = await house.start(ADA);
    const [first, second] = house.library.tracks().filter((track) => track.title !== playing(session));
    await session.request(first.id, ADA);
    await session.request(second.id, BEN);
    const [meant] = session.view().queue;
    const [, removal] = await Promise.allSettled([session.skip(ADA), session.remove(meant.id)]);
    expect(removal).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('left the queue') as string } });
    expect(session.view().queue[0].track.id).toBe(second.id);
  });

  it('takes so many requests of one member, and no more', async () => {
    house = await House.open(songs(40));
    const session = await house.start(ADA);
    const asked = await Promise.allSettled(house.library.tracks().map((track) => session.request(track.id, ADA)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
    await expect(session.request('t1', ADA)).rejects.toThrow('as much as may wait');
    await expect(session.request('t1', BEN)).resolves.toBeDefined();
  });

  it('joins the tracks of an album in order without a gap, and fades into everything else', async () => {
    house = await House.open(songs(6, (n) => ({ artist: 'One', album: 'Suite', trackNumber: n + 1 })));
    const session = await house.start(ADA);
    const tracks = house.library.tracks();
    const gaplessAfter = async (first: Track, second: Track) => {
      await session.request(second.id, ADA, { first: true });
      await session.request(first.id, ADA, { first: true });
      await session.skip(ADA);
      await house.clock.advance(100);
      expect(playing(session)).toBe(first.title);
      return house.voice.players.get(PLACE)?.next?.gapless;
    };
    expect(await gaplessAfter(tracks[1], tracks[2])).toBe(true);
    expect(await gaplessAfter(tracks[3], tracks[5])).toBe(false);
  });

  it('brings every track to the same loudness, within reason', async () => {
    house = await House.open([
      aTrack(1, { loudness: { integratedLufs: -20, truePeakDbtp: -6 } }),
      aTrack(2, { loudness: { integratedLufs: -8, truePeakDbtp: 0.5 } }),
      aTrack(3, { loudness: { integratedLufs: -60, truePeakDbtp: -40 } }),
      aTrack(4, { loudness: null }),
    ]);
    const session = await house.start(ADA);
    const gains = new Map<string, number>();
    for (const track of house.library.tracks()) {
      await session.request(track.id, ADA, { first: true });
      await session.skip(ADA);
      await house.clock.advance(100);
      gains.set(track.id, house.voice.players.get(PLACE)?.handed.at(-1)?.gainDb ?? NaN);
    }
    expect(gains.get('t1')).toBe(6);
    expect(gains.get('t2')).toBe(-6);
    expect(gains.get('t3')).toBe(18);
    expect(gains.get('t4')).toBeLessThanOrEqual(-5);
  });
});

describe('broken tracks', () => {
  it('are skipped with a reason when they come up, and the music goes on', async () => {
    house = await House.open(songs(8));
    const session = await house.start(ADA);
    const bad = house.library.tracks().find((track) => track.title !== playing(session));
    house.broken.add(bad?.file.path ?? '');
    await session.request(bad?.id ?? '', ADA);
    await house.clock.advance(100);
    expect(session.view().notices[0]?.text).toContain(bad?.title);
    expect(session.view().notices[0]?.text).toContain('damaged');
    expect(session.view().queue.map(({ track }) => track.id)).not.toContain(bad?.id);
    expect(house.library.unreadable.has(bad?.id ?? '')).toBe(true);
    await house.clock.advance(2 * MINUTE);
    expect(session.view().state.kind).toBe('playing');
  });

  it('stop the session only for a while when everything is broken', async () => {
    house = await House.open(songs(12));
    house.library.tracks().forEach((track) => house.broken.add(track.file.path));
    const session = await house.start(ADA);
    await house.clock.advance(2_000);
    expect(session.view().state).toMatchObject({ kind: 'waiting' });
    house.broken.clear();
    house.library.add(...songs(12));
    await house.clock.advance(30_000);
    expect(session.view().state.kind).toBe('playing');
  });
});

describe('a session without music', () => {
  it('waits with a reason and begins when music comes', async () => {
    house = await House.open([]);
    const session = await house.start(ADA);
    expect(session.view().state).toMatchObject({ kind: 'waiting', reason: expect.stringContaining('/play') as string });
    house.library.add(...songs(3));
    await house.clock.advance(1_000);
    expect(session.view().state.kind).toBe('playing');
  });
});

describe('places', () => {
  it('have sessions of their own', async () => {
    house = await House.open(songs(10));
    const lounge = await house.start(ADA);
    const kitchen = await house.sessions.start('room:kitchen', ROOM);
    await house.clock.advance(100);
    const before = playing(lounge);
    await kitchen.stop();
    await house.clock.advance(1_000);
    expect(playing(lounge)).toBe(before);
    expect(house.sessions.get('room:kitchen')).toBeUndefined();
    expect(house.sessions.get(PLACE)).toBe(lounge);
  });

  it('end their session after a while with nobody there, not before', async () => {
    house = await House.open(songs(10));
    await house.start(ADA);
    await house.sessions.changeSettings(PLACE, { idleMinutes: 3 });
    house.sessions.leave(PLACE, ADA.id);
    await house.clock.advance(2.5 * MINUTE);
    house.sessions.arrive(PLACE, BEN);
    await house.clock.advance(10 * MINUTE);
    expect(house.sessions.get(PLACE)).toBeDefined();
    house.sessions.leave(PLACE, BEN.id);
    await house.clock.advance(4 * MINUTE);
    expect(house.sessions.get(PLACE)).toBeUndefined();
  });
});

describe('a vote to skip', () => {
  const DEE = { id: 'room:dee', name: 'Dee', deafened: false };

  it('needs half of more than two listeners, and counts each of them once', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA, BEN, CYD, DEE);
    const first = playing(session);
    expect(session.view().skip).toEqual({ votes: 0, needed: 2 });
    expect(await session.voteToSkip(ADA)).toBe(1);
    expect(await session.voteToSkip(ADA)).toBe(1);
    await settle();
    expect(playing(session)).toBe(first);
    expect(session.view().skip).toEqual({ votes: 1, needed: 2 });
    expect(await session.voteToSkip(BEN)).toBe(0);
    await settle();
    expect(playing(session)).not.toBe(first);
    expect(session.view().skip).toEqual({ votes: 0, needed: 2 });
  });

  it('is one voice among two, and asks nobody who is deafened', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA, BEN, { ...CYD, deafened: true });
    const first = playing(session);
    expect(await session.voteToSkip(ADA)).toBe(0);
    await settle();
    expect(playing(session)).not.toBe(first);
  });

  it('teaches at once what its member thinks of the track, once, though the track plays on', async () => {
    house = await House.open(songs(10));
    for (const member of [ADA, BEN]) await house.listening.giveConsent(member);
    const session = await house.start(ADA, BEN, CYD, DEE);
    await house.clock.advance(5_000);
    const { id } = current(session).track;
    await session.voteToSkip(ADA);
    await session.voteToSkip(ADA);
    expect(await affinity(ADA.id, id)).toMatchObject({ skips: 1, earlySkips: 1 });
    await session.voteToSkip(BEN);
    await settle();
    expect(await affinity(ADA.id, id)).toMatchObject({ skips: 1 });
    expect(await affinity(BEN.id, id)).toMatchObject({ skips: 1 });
  });

  it('is won when those who did not want it leave or are deafened', async () => {
    house = await House.open(songs(10));
    const session = await house.start(ADA, BEN, CYD, DEE);
    const first = playing(session);
    await session.voteToSkip(ADA);
    house.sessions.leave(PLACE, DEE.id);
    await settle();
    expect(playing(session)).toBe(first);
    house.sessions.deafen(PLACE, CYD.id, true);
    await settle();
    expect(playing(session)).not.toBe(first);
  });
});
