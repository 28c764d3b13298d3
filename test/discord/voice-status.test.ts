import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aTrack } from '../support/tracks.ts';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
beforeEach(async () => {
  evening = await TurningHouse.open();
  bot().join(lounge());
});
afterEach(() => evening.close());

const ada = () => evening.house.member('Ada');
const bot = () => evening.house.guild.bot;
const lounge = () => evening.house.guild.channel('lounge');
const attic = () => evening.house.guild.channel('attic');
const puts = () => evening.house.discord.requests.filter(({ path }) => path.endsWith('/voice-status'));
const somebody = { id: 'discord:0', name: 'Somebody' };

it('the voice channel shows what plays, and nothing any more at the end', async () => {
  await evening.start(ada());
  await evening.until(() => lounge().status?.startsWith(`🎵 ${evening.title} — Artist`), 'the status');
  await evening.house.session?.skip(somebody);
  await evening.until(() => evening.title !== null && lounge().status?.startsWith(`🎵 ${evening.title} — Artist`), 'the next track');
  // Within the time that it otherwise lets pass between two changes, and only for as long as the bot is there.
  evening.house.discord.failNext({ method: 'PUT', path: /voice-status$/, delayMs: 150 });
  const leaves = evening.house.services.sessions.onEnd(() => bot().leave());
  await evening.house.session?.stop();
  leaves();
  expect(bot().voice).toBeNull();
  expect(lounge().status ?? '').toBe('');
});

it('what is on its way to the channel when the music ends does not stay there', async () => {
  await evening.start(ada());
  await evening.until(() => lounge().status, 'the status');
  await evening.turn(6_000);
  evening.house.discord.failNext({ method: 'PUT', path: /voice-status$/, delayMs: 150 });
  const before = puts().length;
  await evening.house.session?.skip(somebody);
  await evening.until(() => puts().length > before, 'the next track to be on its way');
  const leaves = evening.house.services.sessions.onEnd(() => bot().leave());
  await evening.house.session?.stop();
  leaves();
  expect(lounge().status ?? '').toBe('');
});

it('a Discord that does not answer holds no session up', async () => {
  await evening.start(ada());
  await evening.until(() => lounge().status, 'the status');
  evening.house.discord.failNext({ method: 'PUT', path: /voice-status$/, delayMs: 2_000 });
  let over = false;
  void evening.house.session?.stop().then(() => (over = true));
  await evening.until(() => over, 'the end');
});

it('many skips make few requests, and the last track stays', async () => {
  await evening.start(ada());
  await evening.until(() => lounge().status, 'the status');
  const before = puts().length;
  for (let i = 0; i < 8; i++) {
    await evening.house.session?.skip(somebody);
    await evening.turn(500);
  }
  await evening.until(() => lounge().status?.startsWith(`🎵 ${evening.title} — `), 'the last track');
  expect(puts().length - before).toBeLessThanOrEqual(3);
});

it.each([true, false])('moves with the music, also where the channel it left cannot be changed (%s: it can)', async (manages) => {
  if (manages) lounge().allow(PermissionFlagsBits.ManageChannels);
  await evening.start(ada());
  await evening.until(() => lounge().status, 'the status');
  ada().moveTo(attic());
  bot().moveTo(attic());
  await evening.until(() => attic().status?.startsWith('🎵 '), 'the status of the other channel');
  if (manages) expect(lounge().status ?? '').toBe('');
  expect(evening.house.logged.join('')).not.toContain('needs a permission');
});

it('a missing permission is one line in the log, and the music plays on', async () => {
  evening.house.discord.failNext({ method: 'PUT', path: /voice-status$/, status: 403, body: { code: 50013, message: 'Missing Permissions' }, times: 1 });
  await evening.start(ada());
  await evening.until(() => evening.house.logged.some((line) => line.includes('needs a permission')), 'a line');
  for (let i = 0; i < 3; i++) {
    await evening.house.session?.skip(somebody);
    await evening.turn(6_000);
  }
  expect(puts()).toHaveLength(1);
  expect(evening.house.session?.view().state.kind).toBe('playing');
});

it('a title longer than Discord takes is cut', async () => {
  await evening.close();
  evening = await TurningHouse.open({ tracks: [aTrack(1, { title: 'long '.repeat(200), durationMs: 600_000 })] });
  bot().join(lounge());
  await evening.start(ada());
  await evening.until(() => lounge().status?.startsWith('🎵 long'), 'the status');
  expect(lounge().status?.length).toBeLessThanOrEqual(500);
});
