import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
let card: FakeMessage;
beforeEach(async () => {
  // What is sent here is held against Discord's description in the tests of cards and presses.
  evening = await TurningHouse.open({ fake: { validate: false } });
  card = await evening.start(ada(), ben());
  await ada().command('privacy join').answered();
});
afterEach(() => evening.close());

const ada = () => evening.house.member('Ada');
const ben = () => evening.house.member('Ben');
const reactions = () => evening.house.session?.view().reactions ?? [];
const reactionOf = (member: FakeMember) => reactions().find(({ listenerId }) => listenerId === evening.house.idOf(member))?.reaction ?? null;
const waitFor = (member: FakeMember, reaction: string | null) => evening.house.discord.until(() => reactionOf(member) === reaction, `${member.user.name} to have ${reaction}`);

/** Something that comes behind all reactions so far, so that they have been heard when it is answered. */
async function heard(): Promise<void> {
  await ben().command('nowplaying').answered();
  await evening.turn(500);
}

it('👍 👎 ❤️ on the card count, in every skin, and are taken back with it', async () => {
  for (const [emoji, reaction] of [['👍', 'like'], ['👍🏽', 'like'], ['👎', 'dislike'], ['❤️', 'love'], ['❤', 'love']] as const) {
    ada().react(card, emoji);
    await waitFor(ada(), reaction);
    ada().unreact(card, emoji);
    await waitFor(ada(), null);
  }
});

it('the last of several stands; taking another one back changes nothing', async () => {
  ada().react(card, '👍');
  await waitFor(ada(), 'like');
  ada().react(card, '❤️');
  await waitFor(ada(), 'love');
  ada().unreact(card, '👍');
  await heard();
  expect(reactionOf(ada())).toBe('love');
});

it('a reaction that is put and taken in the same moment leaves nothing', async () => {
  for (let i = 0; i < 3; i++) {
    ada().react(card, '👍');
    ada().unreact(card, '👍');
  }
  ada().react(card, '❤️');
  await waitFor(ada(), 'love');
  ada().unreact(card, '❤️');
  await waitFor(ada(), null);
});

it('a reaction agrees with the button of the same name', async () => {
  await ada().press(card, '👍').answered();
  ada().react(card, '👍');
  await heard();
  expect(reactionOf(ada())).toBe('like');
});

it('nothing counts from elsewhere, on other messages, by other emoji or without consent', async () => {
  const other = evening.house.guild.channel('general').add(ben().user, (message) => (message.content = 'hello'));
  const cyd = evening.house.member('Cyd');
  await cyd.command('privacy join').answered();
  ada().react(other, '👍');
  ada().react(card, '🎉');
  cyd.react(card, '👍');
  cyd.join(evening.house.guild.channel('attic'));
  cyd.react(card, '❤️');
  ben().react(card, '👍');
  await heard();
  expect(reactions()).toEqual([]);
  expect(evening.house.services.listening.consentOf(evening.house.idOf(ben()))).toBe('unasked');
});

async function nextTrack(): Promise<void> {
  const before = evening.title;
  await evening.house.session?.skip({ id: 'discord:0', name: 'Somebody' });
  await evening.until(() => evening.title !== before && card.text.includes(`### ${evening.title}\n`), 'the next track');
}

it('reactions go with the track they stood for', async () => {
  ada().react(card, '👍');
  await waitFor(ada(), 'like');
  await nextTrack();
  await evening.until(() => card.reactions.size === 0, 'the reactions to go');
  expect(reactions()).toEqual([]);
  ada().react(card, '👍');
  await waitFor(ada(), 'like');
});

it('reactions that Segue may not remove stay, and say nothing about the next track', async () => {
  card.channel.deny(PermissionFlagsBits.ManageMessages);
  ada().react(card, '👍');
  await waitFor(ada(), 'like');
  await nextTrack();
  ada().unreact(card, '👍');
  await heard();
  expect(reactions()).toEqual([]);
  expect(evening.house.discord.requests.filter(({ method, path }) => method === 'DELETE' && path.endsWith('/reactions'))).toEqual([]);
});

it('reactions count after a restart', async () => {
  await evening.house.restart();
  await evening.until(() => evening.house.session, 'the session');
  ada().react(card, '👍');
  await waitFor(ada(), 'like');
});
