import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
let card: FakeMessage;
beforeEach(async () => {
  evening = await TurningHouse.open({ fake: { validate: false } });
  card = await evening.start(ada(), ben());
});
afterEach(() => evening.close());

const ada = () => evening.house.member('Ada');
const ben = () => evening.house.member('Ben');
const TOO_MUCH = 'That was a lot at once';

it('somebody who presses and commands without end is told once, and everybody else is served', async () => {
  const presses = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? ada().press(card, '👍') : ada().command('queue')));
  await ben().command('queue').answered();
  await evening.house.discord.until(() => presses.some(({ text }) => text.includes(TOO_MUCH)), 'the sentence');
  const told = presses.filter(({ text }) => text.includes(TOO_MUCH));
  expect(told).toHaveLength(1);
  expect(told[0]?.ephemeral).toBe(true);
  expect(presses.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length).toBeLessThan(20);
  expect(evening.house.session?.view().state.kind).toBe('playing');

  await evening.turn(10_000);
  const after = ada().press(card, '👍');
  expect((await after.answered()).text).toContain('/privacy join');
});

it('suggestions to somebody who types without end come to rest, and come again', async () => {
  const typed = Array.from({ length: 60 }, () => ada().autocomplete('play', { query: 'Song' }, 'query'));
  expect((await ben().autocomplete('play', { query: 'Song' }, 'query').answered()).choices).not.toEqual([]);
  expect(typed.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length).toBeLessThan(40);
  await evening.turn(2_000);
  expect((await ada().autocomplete('play', { query: 'Song' }, 'query').answered()).choices).not.toEqual([]);
});

it('emoji without end do not make the log without end', async () => {
  for (const member of [ada(), ben()]) await member.command('privacy join').answered();
  for (let i = 0; i < 50; i++) {
    ada().react(card, '👍');
    ada().unreact(card, '👍');
  }
  ben().react(card, '❤️');
  const reactionOf = (member: typeof ada) => evening.house.session?.view().reactions.find(({ listenerId }) => listenerId === evening.house.idOf(member()))?.reaction;
  await evening.house.discord.until(() => reactionOf(ben) === 'love', 'Ben to be heard');
  await evening.turn(10_000);
  ada().react(card, '👎');
  await evening.house.discord.until(() => reactionOf(ada) === 'dislike', 'Ada to be heard again');
  const { feedback } = (await evening.house.services.listening.exportOf(evening.house.idOf(ada()))) as { readonly feedback: readonly unknown[] };
  expect(feedback.length).toBeLessThanOrEqual(25);
});
