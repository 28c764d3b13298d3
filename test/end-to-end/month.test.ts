import { afterEach, expect, it } from 'vitest';
import { Month } from './month.ts';

/** No more music on the other two days of a week. */
const EVENINGS_A_WEEK = 5;

let month: Month;
afterEach(() => month.house.close());

it('in a month of a server of twelve, picks come to suit its members, lists obey their rules, and one who goes leaves the others’ as they are', async () => {
  month = await Month.begin(1);
  const { house, subscribers, members } = month;
  const blocker = subscribers[0];
  await blocker.command('block artist', { artist: 'soul act 3' }).answered();
  for (let day = 0; day < 28; day++) {
    if (day % 7 < EVENINGS_A_WEEK) await month.evening();
    await month.night();
  }
  const [first, last] = [await month.earlySkipRate(0), await month.earlySkipRate(21)];
  expect(last).toBeLessThan(first);

  for (const member of members) {
    const lists = await month.listsOf(member);
    expect(lists.length, 'lists of four Mondays, to who wants them').toBe(subscribers.includes(member) ? 4 : 0);
    expect(house.discord.directChannels.get(member.id)?.messages.filter(({ text }) => text.includes('Your list')).length ?? 0).toBe(lists.length);
    for (const { madeAt, tracks } of lists) {
      expect(tracks).toHaveLength(30);
      const heard = await month.heardBefore(member, madeAt);
      expect(tracks.filter(({ id }) => heard.has(id))).toEqual([]);
      for (const [, own] of Map.groupBy(tracks, ({ artist }) => artist)) expect(own.length).toBeLessThanOrEqual(2);
      if (member === blocker) expect(tracks.map(({ artist }) => artist)).not.toContain('soul act 3');
    }
  }

  const [goes, ...stay] = subscribers;
  const before = await Promise.all(stay.map((member) => month.listsOf(member)));
  const exported = JSON.stringify(await house.services.listening.exportOf(house.idOf(goes)));
  for (const { tracks } of await month.listsOf(goes)) expect(tracks.every(({ id }) => exported.includes(`"${id}"`))).toBe(true);
  expect(exported.includes('soul act 3')).toBe(true);
  await goes.command('privacy delete', { confirm: true }).answered();
  expect(await month.listsOf(goes)).toEqual([]);
  expect(await Promise.all(stay.map((member) => month.listsOf(member)))).toEqual(before);
}, 240_000);
