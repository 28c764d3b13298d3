import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/command.ts';
import type { ListView } from '../../src/view.ts';
import { ADA, aList, BEN, CRAZY, House, MISSION, SLOW, viewOf } from './support.ts';

let house: House;

const notice = (reply: Reply): string => viewOf(reply, 'notice').text;

beforeEach(() => {
  house = new House().with(ADA, BEN);
  for (const { id } of [ADA, BEN]) house.consent.set(id, 'given');
});

async function shown(line: string, who = ADA): Promise<ListView> {
  const { view } = await house.say(who, line);
  if (view.kind !== 'list') throw new Error(`not a list but ${JSON.stringify(view)}`);
  return view;
}

describe('/weekly', () => {
  it('shows my newest list with what speaks for its tracks, and how long it is', async () => {
    house.lists = [aList(ADA, [SLOW, MISSION])];
    const view = await shown('/weekly');
    expect(view).toMatchObject({ title: 'Your list, week 2 of 2026', about: ['2 tracks', '2 min', 'you had heard none of them here'], kept: false });
    expect(view.tracks.map(({ track }) => track.id)).toEqual([SLOW.id, MISSION.id]);
    expect(view.tracks[0].reasons).toEqual(['close to “Crazy in Love” from your own listening', 'tags ambient']);
    expect(view.alt).toContain('colours of ambient');
    expect(view.cover.shapes.length).toBeGreaterThan(10);
  });

  it('says of somebody else’s list no more than tags', async () => {
    house.lists = [aList(ADA, [SLOW])];
    const { view } = await house.desk.execute(['weekly', 'show'], {}, { ...house.context(BEN), listId: 'l1' });
    expect(view).toMatchObject({ title: 'A list for somebody, week 2 of 2026', tracks: [{ reasons: ['tags ambient'] }] });
  });

  it('leaves out what the library has no longer', async () => {
    house.lists = [aList(null, [SLOW, CRAZY])];
    house.tracks = [CRAZY];
    const view = await shown('/weekly show whose:everybody');
    expect(view.title).toBe('The list for everybody here, week 2 of 2026');
    expect(view.tracks.map(({ track }) => track.id)).toEqual([CRAZY.id]);
  });

  it('plays it behind what was asked for, for people who listen', async () => {
    house.lists = [aList(ADA, [SLOW, MISSION])];
    house.playing(CRAZY);
    expect(notice(await house.say(ADA, '/weekly play'))).toBe('A list plays here: 2 tracks, after what was asked for.');
    expect(house.calls).toContainEqual(['playList', [SLOW.id, MISSION.id]]);
    house.with(BEN);
    expect(notice(await house.say(ADA, '/weekly play'))).toContain('join');
  });

  it('keeps a list, plays it later, and turns the next ones another way', async () => {
    house.lists = [aList(ADA, [SLOW])];
    await house.say(ADA, '/weekly keep');
    await house.say(ADA, '/weekly less');
    expect(house.calls).toEqual([['keep', 'l1', ADA.id], ['wantLess', 'l1', ADA.id]]);
    house.lists = [aList(ADA, [MISSION, SLOW], { id: 'l2', kind: 'kept', week: 'kept l1', madeAt: Date.UTC(2026, 0, 6) })];
    expect(notice(await house.say(ADA, '/weekly kept'))).toBe('1 · 2 tracks, kept on 2026-01-06: “Mission: Possible” and “Slow Water”');
    house.playing(CRAZY);
    await house.say(ADA, '/weekly play kept:1');
    expect(house.calls.at(-1)).toEqual(['playList', [MISSION.id, SLOW.id]]);
    expect(notice(await house.say(ADA, '/weekly play kept:7'))).toContain('/weekly kept');
  });

  it('is asked for by who is counted in, comes when they say, and ends when they say', async () => {
    expect(notice(await house.say(ADA, '/weekly when'))).toContain('/weekly on asks for one');
    expect(notice(await house.say(ADA, '/weekly on by:channel day:friday hour:18 zone:America/New_York'))).toBe('Your next list comes into the channel on 2026-01-09, 18:00 (America/New_York).');
    expect(notice(await house.say(ADA, '/weekly on zone:Mars/Olympus'))).toContain('no time zone called “Mars/Olympus”');
    await house.say(ADA, '/weekly off');
    expect(notice(await house.say(ADA, '/weekly when'))).toContain('No list is made for you');
    house.consent.set(BEN.id, 'unasked');
    expect((await house.say(BEN, '/weekly on')).view).toMatchObject({ tone: 'error' });
  });

  it('lets managers alone say how lists come in the place', async () => {
    expect(notice(await house.say(ADA, '/weekly server on:yes'))).toContain('Only somebody who manages');
    expect(notice(await house.say(ADA, '/weekly server on:yes length:20 channel:<#42> hour:7', { manager: true }))).toBe(
      'The next list for everybody here comes on 2026-01-12, 07:00 (Europe/Berlin).\nLists here have 20 tracks and stand in <#42>.',
    );
    expect(notice(await house.say(ADA, '/weekly server channel:music', { manager: true }))).toContain('Name a channel');
    expect(notice(await house.say(ADA, '/weekly server on:no channel:none', { manager: true }))).toContain('No list for everybody here is made.');
  });

  it('suggests time zones while they are typed', () => {
    const { path, options } = house.desk.parse('/weekly on');
    expect(options).toBe('');
    expect(house.desk.complete([...path], 'zone', 'new york', house.context(ADA))).toEqual([{ name: 'America/New_York', value: 'America/New_York' }]);
  });
});

describe('/discover', () => {
  it('asks for a list now, as far from what is known and as long as is said', async () => {
    house.discovered = aList(ADA, [SLOW], { kind: 'discover' });
    expect((await shown('/discover adventure:brave length:12')).title).toBe('A list for you');
    expect(house.calls).toEqual([['discover', { placeId: 'room:lounge', by: ADA.id, count: 12, adventure: 'brave' }]]);
  });

  it('takes a mood in plain words', async () => {
    house.requests.tell('something mellow', { tags: { wanted: ['mellow'], unwanted: [] } });
    house.discovered = aList(ADA, [SLOW], { kind: 'discover' });
    await shown('/discover mood:"something mellow"');
    expect(house.calls[0]?.[1]).toMatchObject({ count: 30, vibe: { tags: { wanted: ['mellow'] } }, asked: ['mellow'] });
  });

  it('says so when there is nothing new, and when the words are no music', async () => {
    expect(notice(await house.say(ADA, '/discover'))).toContain('more music helps');
    house.requests.tell('tax return', { unknown: ['tax return'] });
    expect(notice(await house.say(ADA, '/discover mood:"tax return"'))).toBe('Segue knows nothing called “tax return”.');
  });
});
