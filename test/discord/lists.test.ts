import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenerIdOf } from '../../src/discord/door.ts';
import type { FakeMember, FakeMessage } from '../support/discord/fake-discord.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { DiscordHouse } from './house.ts';

const GENRES = ['ambient', 'house', 'jazz', 'rock'];
const TRACKS = Array.from({ length: 60 }, (_, n) => aTrack(n + 1, { title: `Northern *Line* ${n + 1}`, artist: `The Couriers ${n % 40}`, genres: [GENRES[n % 4] ?? ''], durationMs: 200_000 }));
const WEEK_MS = 7 * 24 * 3_600_000;

let clock: TestClock;
let house: DiscordHouse;

beforeEach(async () => {
  // A Wednesday.
  clock = new TestClock(Date.UTC(2026, 0, 7, 12));
  house = await DiscordHouse.open(TRACKS, { clock });
  await house.services.weekly.changePlace(house.placeId, { zone: 'Europe/Berlin' });
});

afterEach(() => house.close());

async function countedIn(name: string): Promise<FakeMember> {
  const member = house.member(name);
  await house.services.listening.giveConsent({ id: house.idOf(member), name });
  return member;
}

/** The next Monday comes. */
async function monday(): Promise<void> {
  clock.jump(WEEK_MS);
  await house.services.weekly.bringUpToDate();
}

function directMessagesOf(member: FakeMember): readonly FakeMessage[] {
  return house.discord.directChannels.get(member.id)?.messages ?? [];
}

describe('the list of the week', () => {
  it('comes by direct message to who asked for it, once, with a cover, reasons and what can be done with it', async () => {
    const ada = await countedIn('Ada');
    await countedIn('Ben');
    expect((await ada.command('weekly on').answered()).text).toContain('to you alone on 2026-01-12, 09:00 (Europe/Berlin)');
    await monday();
    await house.services.weekly.bringUpToDate();
    const [list, ...more] = directMessagesOf(ada);
    expect(more).toEqual([]);
    expect(directMessagesOf(house.member('Ben'))).toEqual([]);
    expect(list?.text).toContain('Your list, week 3 of 2026');
    expect(list?.text).toContain('30 tracks · 1 h 40 min');
    expect(list?.attachments.map(({ name }) => name)).toEqual([expect.stringMatching(/^list-\w+\.png$/)]);
    expect(list?.controls.map(({ label }) => label)).toEqual([null, null, 'Play it', 'Keep', 'Less like this']);
    expect(list?.controls.slice(0, 2).map(({ options }) => options.length)).toEqual([25, 5]);
    expect(JSON.stringify(list?.components)).toMatch(/"description":"Cover: /);
    const { picks } = await house.services.listening.summary(house.idOf(ada));
    expect(picks).toBe(30);
  });

  it('comes into the channel for who wants it there, and for everybody where that is switched on', async () => {
    const ada = await countedIn('Ada');
    const owner = house.guild.addMember('Olga', { permissions: 1n << 5n });
    await ada.command('weekly on', { by: 'channel' }).answered();
    await owner.command('weekly server', { on: true, length: 8, channel: `<#${house.guild.channel('lobby').id}>` }).answered();
    // Who is of the place is who was heard to listen here.
    const session = await house.start(ada);
    await clock.advance(210_000);
    await session.stop();
    await monday();
    const posted = house.guild.channel('lobby').messages;
    expect(posted.map(({ text }) => /### (.*)/.exec(text)?.[1]).toSorted()).toEqual(['The list for everybody here, week 3 of 2026', 'Your list, week 3 of 2026']);
    expect(posted.find(({ text }) => text.includes('Your list'))?.text).toContain(`<@${ada.id}>`);
    expect(posted.find(({ text }) => text.includes('everybody'))?.text).toContain('8 tracks');
  });

  it('is played, kept and turned away from by its buttons, in direct messages and after a restart', async () => {
    const ada = await countedIn('Ada');
    await ada.command('weekly on').answered();
    await monday();
    await house.restart();
    const [list] = directMessagesOf(ada);
    if (!list) throw new Error('no list');
    expect((await ada.press(list, 'Play it').answered()).text).toContain('Join a voice channel first');
    ada.join(house.guild.channel('lounge'));
    expect((await ada.press(list, 'Play it').answered()).text).toContain('A list plays here: 30 tracks');
    const first = list.controls[0]?.options.map(({ value }) => value) ?? [];
    await house.discord.until(() => {
      const view = house.session?.view();
      const state = view?.state;
      const playing = state && 'current' in state ? [state.current.track.id] : [];
      return [...playing, ...(view?.queue ?? []).map(({ track }) => track.id)].slice(0, 25).join() === first.join();
    }, 'the list to play in its order');
    expect((await ada.press(list, 'Keep').answered()).text).toContain('Kept');
    expect((await ada.command('weekly kept').answered()).text).toContain('1 · 30 tracks, kept on 2026-01-14');
    expect((await ada.press(list, 'Keep').answered()).text).toContain('You keep that list no longer');
    expect((await ada.press(list, 'Less like this').answered()).text).toContain('your next lists turn away');
    expect(await house.services.listening.listsUnwanted(house.idOf(ada), 0)).toHaveLength(1);
  });

  it('lets its reader say what they think of one of its tracks', async () => {
    const ada = await countedIn('Ada');
    await ada.command('weekly on').answered();
    await monday();
    const [list] = directMessagesOf(ada);
    const menu = list?.controls[0];
    const chosen = menu?.options[3]?.value ?? '';
    if (!list || !menu) throw new Error('no menu');
    const shown = await ada.choose(list, menu.customId, [chosen]).answered();
    expect(shown.text).toContain(house.library.get(chosen)?.title.replaceAll('*', '\\*') ?? '?');
    if (!shown.original) throw new Error('no answer');
    expect((await ada.press(shown.original, '❤️').answered()).text).toContain('You love');
    expect(await house.services.listening.reactionOf(house.idOf(ada), chosen)).toBe('love');
  });

  it('of somebody who takes no direct messages is not tried again and again, and they are told why', async () => {
    const ada = await countedIn('Ada');
    ada.takesDirectMessages = false;
    await ada.command('weekly on').answered();
    await monday();
    await house.services.weekly.bringUpToDate();
    expect(house.discord.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))).toHaveLength(1);
    expect((await ada.command('weekly when').answered()).text).toContain('you take no direct messages');
    expect((await ada.command('weekly show').answered()).text).toContain('Your list, week 3 of 2026');
  });

  it('waits for a channel in which Segue may write, and comes when there is one', async () => {
    const ada = await countedIn('Ada');
    for (const channel of house.guild.channels.values()) channel.deny(1n << 11n);
    await ada.command('weekly on', { by: 'channel' }).answered();
    await monday();
    house.guild.channel('lobby').allow(1n << 11n);
    await house.discord.until(() => (house.guild.channel('lobby').messages.length === 0 ? (void house.services.weekly.bringUpToDate(), void clock.advance(120_000), false) : true), 'the list in the lobby');
    expect(house.guild.channel('lobby').messages).toHaveLength(1);
  });

  it('does not come to who left, paused, or had themselves deleted', async () => {
    const [ada, ben, cyd] = [await countedIn('Ada'), await countedIn('Ben'), await countedIn('Cyd')];
    for (const member of [ada, ben, cyd]) await member.command('weekly on').answered();
    await ada.command('weekly off').answered();
    await ben.command('privacy pause').answered();
    await cyd.command('privacy delete', { confirm: true }).answered();
    await monday();
    expect([ada, ben, cyd].flatMap(directMessagesOf)).toEqual([]);
    expect(await house.database.storage.db.selectFrom('weekly_list').selectAll().execute()).toEqual([]);
  });

  it('is forgotten with the server that Segue is removed from', async () => {
    const ada = await countedIn('Ada');
    await ada.command('weekly on').answered();
    await monday();
    expect(directMessagesOf(ada)).toHaveLength(1);
    house.guild.remove();
    const { db } = house.database.storage;
    let left = 1;
    await house.discord.until(() => {
      void db.selectFrom('weekly_list').selectAll().execute().then((rows) => (left = rows.length));
      return left === 0;
    }, 'the list to be forgotten');
    expect(await house.services.weekly.member(house.placeId, listenerIdOf(ada.id))).toBeNull();
  });
});

describe('a list that is asked for', () => {
  it('is made at once, for its reader alone', async () => {
    const ada = await countedIn('Ada');
    const asked = await ada.command('discover', { length: 6 }).answered();
    expect(asked.ephemeral).toBe(true);
    expect(asked.text).toContain('A list for you');
    expect(asked.text).toContain('6 tracks');
    expect(asked.original?.attachments).toHaveLength(1);
    const ben = house.member('Ben');
    expect((await ben.command('discover').answered()).text).toContain('/privacy join');
  });
});
