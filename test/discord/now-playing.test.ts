import { PermissionFlagsBits } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { aTrack } from '../support/tracks.ts';
import { LONG_TRACKS, TurningHouse } from './turning.ts';

let evening: TurningHouse;
afterEach(() => evening.close());

const general = () => evening.house.guild.channel('general');
const ada = () => evening.house.member('Ada');
const ben = () => evening.house.member('Ben');
const edits = () => evening.house.discord.requests.filter(({ method, path }) => method === 'PATCH' && /^\/channels\/\d+\/messages\//.test(path));

/** Skips, and waits until the card shows the next track. */
async function nextTrack(): Promise<string> {
  const before = evening.title;
  await evening.house.session?.skip({ id: 'discord:0', name: 'Somebody' });
  await evening.until(() => evening.title !== null && evening.title !== before, 'the next track');
  const title = evening.title ?? '';
  await evening.until(() => evening.card?.text.includes(`### ${title}\n`), 'the card to show it');
  return title;
}

describe('the card of what plays', () => {
  it('shows the track with its cover, why it plays, what comes next, and five buttons', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.until(() => card.text.includes('Next up'), 'the plan');
    expect(card.text).toContain(`### ${evening.title}\n`);
    expect(card.text).toMatch(/Artist \d+\n-# Album \d+ · 20\d\d/);
    expect(card.text).toMatch(/10:00 · ends <t:\d+:R>/);
    expect(card.text).toContain('Picked from the whole library');
    expect(card.controls.map(({ emoji }) => emoji)).toEqual(['👍', '👎', '❤️', '⏯️', '⏭️']);
    expect(card.attachments.map(({ type }) => type)).toEqual(['image/png']);
    expect(evening.house.logged.join('')).not.toContain('"level":50');
  });

  it('is one message, edited in place, not more than once in 2.5 s', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(3_000);
    const before = edits().length;
    for (let i = 1; i <= 12; i++) {
      await evening.house.session?.seek(i * 40_000);
      await evening.turn(500);
    }
    await evening.until(() => card.text.includes(`${'▰'.repeat(12)}▱`), 'the last position');
    expect(edits().length - before).toBeGreaterThanOrEqual(2);
    expect(edits().length - before).toBeLessThanOrEqual(4);
    expect(evening.cards).toHaveLength(1);
  });

  it('moves its bar while music plays, says nothing new while it rests', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(4_000);
    const before = edits().length;
    await evening.until(() => card.text.includes('▰▰▱'), 'the bar to move', 500);
    expect(edits().length - before).toBe(2);
    await evening.house.session?.pause();
    await evening.until(() => card.text.includes('paused at 1:2'), 'the pause');
    const paused = edits().length;
    await evening.turn(120_000, 5_000);
    expect(edits().length).toBe(paused);
  });

  it('keeps its bar where it is while nothing is heard', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(4_000);
    const bar = () => /▰*▱+/.exec(card.text)?.[0];
    const before = bar();
    const player = evening.house.voice.players.get(evening.house.placeId);
    player?.interrupt('The first try.');
    await evening.until(() => card.text.includes('The first try.'), 'the news');
    await evening.turn(300_000, 5_000);
    player?.interrupt('The second try.');
    await evening.until(() => card.text.includes('The second try.'), 'more news');
    expect(bar()).toBe(before);
  });

  it('uploads a cover once a track', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(90_000, 2_500);
    const uploads = () => edits().filter(({ files }) => files.length > 0).length;
    expect(edits().length).toBeGreaterThan(0);
    expect(uploads()).toBe(0);
    const [first] = card.attachments;
    await nextTrack();
    await evening.turn(30_000);
    expect(uploads()).toBe(1);
    expect(card.attachments).toHaveLength(1);
    expect(card.attachments[0]?.name).not.toBe(first?.name);
  });

  it('lends its cover to the answers of /nowplaying, which upload nothing', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    const [{ name }] = card.attachments;
    const before = evening.house.discord.requests.length;
    for (let i = 0; i < 3; i++) {
      const asked = await ada().command('nowplaying').answered();
      expect(JSON.stringify(asked.original?.components)).toMatch(new RegExp(`"url":"http[^"]+/attachments/[^"]+/${name}"`));
    }
    expect(evening.house.discord.requests.slice(before).flatMap(({ files }) => files)).toEqual([]);
    await nextTrack();
    const asked = await ada().command('nowplaying').answered();
    expect(JSON.stringify(asked.original?.components)).not.toContain(name);
  });

  it('goes without a cover where Segue may attach nothing', async () => {
    evening = await TurningHouse.open();
    general().deny(PermissionFlagsBits.AttachFiles);
    const card = await evening.start(ada());
    expect(card.text).toContain(`### ${evening.title}`);
    expect(card.attachments).toEqual([]);
  });

  it('counts reactions on its buttons', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada(), ben());
    for (const member of [ada(), ben()]) await member.command('privacy join').answered();
    for (const member of [ada(), ben()]) await member.press(card, '👍').answered();
    await evening.until(() => card.control('👍').label === '2', 'two likes');
  });

  it('ends with what was played last, the reason, and buttons that cannot be pressed', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    const { title } = evening;
    await evening.house.session?.stop('Nobody was there any more.');
    await evening.until(() => card.text.includes('The music is over'), 'the end');
    expect(card.text).toContain('Nobody was there any more.');
    expect(card.text).toContain(`### ${title}\n`);
    expect(card.controls.every(({ disabled }) => disabled)).toBe(true);
    await evening.turn(5_000);
    await ada().command('dj start').answered();
    await evening.until(() => evening.cards.length === 2 && evening.card?.control('👍').disabled === false, 'a card of the next session');
  });

  it('leaves the reason in the channel when the card is out of sight, or never was', async () => {
    evening = await TurningHouse.open();
    const said = (reason: string) => evening.until(() => general().messages.find(({ content }) => content === reason), 'the reason');
    const card = await evening.start(ada());
    for (let i = 0; i < 12; i++) general().add(ben().user, (message) => (message.content = 'hello'));
    await evening.house.session?.stop('The voice channel is gone.');
    await said('The voice channel is gone.');
    expect(card.text).toContain('The voice channel is gone.');
    const { sessions } = evening.house.services;
    const again = await sessions.start(evening.house.placeId, { kind: 'discord', guildId: evening.house.guild.id, channelId: evening.house.guild.channel('lounge').id });
    await again.stop('The voice connection failed.');
    await said('The voice connection failed.');
    expect(evening.cards).toEqual([card]);
  });

  it('shows titles as they are', async () => {
    const title = '**x** @everyone <@1> [a](b)';
    evening = await TurningHouse.open({ tracks: [aTrack(1, { title, artist: title, durationMs: 600_000 })] });
    const card = await evening.start(ada());
    expect(card.text).toContain('### \\*\\*x\\*\\* \\@everyone \\<\\@1> \\[a\\](b)\n');
  });
});

describe('where the card stands', () => {
  it('is below the talk again with the next track, once it has scrolled far away', async () => {
    evening = await TurningHouse.open();
    const first = await evening.start(ada());
    await evening.turn(3_000);
    for (let i = 0; i < 10; i++) general().add(ben().user, (message) => (message.content = 'hello'));
    await nextTrack();
    await evening.until(() => first.deleted, 'the old card to go');
    expect(evening.cards).toHaveLength(1);
    expect(general().messages.at(-1)?.id).toBe(evening.card?.id);
    for (let i = 0; i < 3; i++) general().add(ben().user, (message) => (message.content = 'hello'));
    const second = evening.card;
    await nextTrack();
    await evening.turn(3_000);
    expect(evening.card).toBe(second);
  });

  it('is another channel when the settings say so', async () => {
    evening = await TurningHouse.open();
    const first = await evening.start(ada());
    const lobby = evening.house.guild.channel('lobby');
    await evening.house.services.sessions.changeSettings(evening.house.placeId, { textChannelId: lobby.id });
    await evening.until(() => lobby.messages.some(({ text }) => text.includes(`### ${evening.title}`)), 'the card in the lobby');
    await evening.until(() => first.deleted, 'the old card to go');
  });

  it('stays when the settings name a channel in which Segue may not write', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    const lobby = evening.house.guild.channel('lobby');
    lobby.deny(PermissionFlagsBits.SendMessages);
    await evening.turn(3_000);
    await evening.house.services.sessions.changeSettings(evening.house.placeId, { textChannelId: lobby.id });
    const before = edits().length;
    await evening.turn(30_000, 1_000);
    expect(evening.cards).toEqual([card]);
    expect(edits().length - before).toBeLessThanOrEqual(1);
  });

  it('is where it was after a restart', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(1_000);
    const { title } = evening;
    const seen = edits().length;
    await evening.house.restart();
    await evening.until(() => edits().length > seen, 'the card to be taken over');
    expect(evening.title).toBe(title);
    expect(card.text).toContain(`### ${title}\n`);
    await evening.house.session?.pause();
    await evening.until(() => card.text.includes('paused at'), 'an edit of the same card');
    expect(evening.cards).toEqual([card]);
    expect(card.attachments).toHaveLength(1);
  });

  it('comes to its end after a restart without its session', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(3_000);
    const tries = edits().length;
    evening.house.discord.failNext({ method: 'PATCH', path: /^\/channels\/\d+\/messages\//, status: 500, times: 4 });
    await evening.house.session?.stop();
    await evening.until(() => edits().length === tries + 4, 'the last edit to fail', 10);
    await evening.house.restart();
    await evening.until(() => card.text.includes('The music is over'), 'the end');
  });
});

describe('when Discord does not do as it should', () => {
  it('posts another card when somebody deletes it', async () => {
    evening = await TurningHouse.open();
    const first = await evening.start(ada());
    first.delete();
    await nextTrack();
    const again = await evening.until(() => evening.card, 'another card');
    expect(again.id).not.toBe(first.id);
    await evening.house.session?.pause();
    await evening.until(() => again.text.includes('paused at'), 'edits of the new one');
  });

  it('is late, and right in the end, under a storm of 429 and 500', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    const path = /^\/channels\/\d+\/messages\//;
    evening.house.discord.failNext({ method: 'PATCH', path, status: 429, retryAfter: 0.05, times: 6 });
    evening.house.discord.failNext({ method: 'PATCH', path, status: 500, times: 4 });
    await evening.house.session?.pause();
    await evening.until(() => card.text.includes('paused at'), 'the edit that was late');
    expect(evening.house.session?.view().state.kind).toBe('paused');
    expect(evening.cards).toEqual([card]);
  });

  it('plays on without a card where it may not write, says so once in the log, and comes back', async () => {
    evening = await TurningHouse.open();
    const card = await evening.start(ada());
    await evening.turn(3_000);
    evening.house.discord.failNext({ method: 'PATCH', path: /^\/channels\/\d+\/messages\//, status: 403, body: { code: 50013, message: 'Missing Permissions' }, times: 1 });
    await evening.house.session?.seek(100_000);
    await evening.until(() => evening.house.logged.some((line) => line.includes('needs a permission')), 'a line in the log');
    const tries = edits().length;
    await evening.turn(60_000, 2_500);
    expect(edits().length).toBe(tries);
    expect(evening.house.session?.view().state.kind).toBe('playing');
    await evening.until(() => card.text.includes('▰▰▰▰▰▰▰▰▰'), 'the card to come back', 1_000);
    expect(evening.house.logged.filter((line) => line.includes('needs a permission'))).toHaveLength(1);
  });
});

it('keeps every guild’s card apart', async () => {
  evening = await TurningHouse.open({ tracks: LONG_TRACKS });
  const other = evening.house.discord.addGuild({ members: ['Dee'], textChannels: ['talk'], voiceChannels: ['den'] });
  const card = await evening.start(ada());
  await evening.house.discord.until(() => evening.house.logged.length > 0, 'the guild');
  other.member('Dee').join(other.channel('den'));
  await other.member('Dee').command('dj start').answered();
  const theirs = await evening.until(() => other.channel('talk').messages.find(({ text }) => text.includes('### Song')), 'their card');
  await evening.house.session?.pause();
  await evening.until(() => card.text.includes('paused at'), 'our pause');
  await evening.turn(3_000);
  expect(theirs.text).not.toContain('paused at');
});
