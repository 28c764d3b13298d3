import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
let card: FakeMessage;
beforeEach(async () => {
  evening = await TurningHouse.open();
  card = await evening.start(ada(), ben());
});
afterEach(() => evening.close());

const ada = () => evening.house.member('Ada');
const ben = () => evening.house.member('Ben');
const listening = () => evening.house.services.listening;
const trackId = () => {
  const state = evening.house.session?.view().state;
  return state && 'current' in state ? state.current.track.id : '';
};

describe('👍 👎 ❤️', () => {
  it('are told privately, change one another, and are taken back when pressed again', async () => {
    await ada().command('privacy join').answered();
    const id = evening.house.idOf(ada());
    const liked = await ada().press(card, '👍').answered();
    expect(liked.ephemeral).toBe(true);
    expect(liked.text).toContain('You like');
    expect(await listening().reactionOf(id, trackId())).toBe('like');
    await ada().press(card, '❤️').answered();
    expect(await listening().reactionOf(id, trackId())).toBe('love');
    expect((await ada().press(card, '❤️').answered()).text).toContain('Taken back');
    expect(await listening().reactionOf(id, trackId())).toBeNull();
  });

  it('mean the track they stood under, also when it is over', async () => {
    await ada().command('privacy join').answered();
    const first = trackId();
    const { customId } = card.control('👎');
    await evening.house.session?.skip({ id: evening.house.idOf(ben()), name: 'Ben' });
    await evening.until(() => trackId() !== first && trackId() !== '', 'the next track');
    await ada().pressStale(card, customId).answered();
    expect(await listening().reactionOf(evening.house.idOf(ada()), first)).toBe('dislike');
    expect(await listening().reactionOf(evening.house.idOf(ada()), trackId())).toBeNull();
  });

  it('keep nothing of somebody who is not counted in, and say so to them alone', async () => {
    const pressed = await ada().press(card, '👍').answered();
    expect(pressed.ephemeral).toBe(true);
    expect(pressed.text).toContain('/privacy join');
    expect(await listening().reactionOf(evening.house.idOf(ada()), trackId())).toBeNull();
  });
});

describe('⏭ and ⏯', () => {
  it('skip and pause without a word: the card shows it', async () => {
    const before = trackId();
    const skipped = await ada().press(card, '⏭️').acknowledged();
    await evening.until(() => trackId() !== before && trackId() !== '' && card.text.includes(`### ${evening.title}\n`), 'the next track');
    expect(skipped.followUps).toEqual([]);
    ben().leave();
    await evening.until(() => evening.house.services.sessions.present(evening.house.placeId).length === 1, 'Ben to be gone');
    await ada().press(card, '⏯️').acknowledged();
    await evening.until(() => card.text.includes('paused at'), 'the pause');
    await ada().press(card, '⏯️').acknowledged();
    await evening.until(() => evening.house.session?.view().state.kind === 'playing', 'the music to go on');
  });

  it('do nothing to a track that they did not stand under', async () => {
    const { customId } = card.control('⏭️');
    const before = trackId();
    await ada().press(card, '⏭️').acknowledged();
    const now = await evening.until(() => (trackId() !== before && trackId() !== '' ? trackId() : null), 'the next track');
    const late = ben().pressStale(card, customId);
    await evening.house.discord.until(() => late.followUps.length > 0, 'an answer');
    expect(late.text).toContain('That one is over already.');
    expect(late.followUps[0]?.ephemeral).toBe(true);
    await evening.turn(1_000);
    expect(trackId()).toBe(now);
  });

  it('say privately who may, to who may not', async () => {
    const pressed = evening.house.member('Cyd').press(card, '⏭️');
    await evening.house.discord.until(() => pressed.followUps.length > 0, 'an answer');
    expect(pressed.followUps[0]?.ephemeral).toBe(true);
    expect(pressed.text).toMatch(/The music plays in <#\d+>: join it there/);
  });
});

it('buttons of yesterday answer sensibly after a restart', async () => {
  await ada().command('privacy join').answered();
  const track = trackId();
  await evening.house.restart();
  await evening.until(() => trackId() !== '', 'the session');
  expect((await ada().press(card, '👍').answered()).text).toContain('You like');
  expect(await listening().reactionOf(evening.house.idOf(ada()), track)).toBe('like');
  await evening.house.session?.stop();
  await evening.until(() => !evening.house.session, 'the end');
  const skipped = ada().pressStale(card, 'segue:skip:yesterday');
  await evening.house.discord.until(() => skipped.followUps.length > 0, 'an answer');
  expect(skipped.text).toContain('That one is over already.');
});

it('unknown buttons are answered with a sentence', async () => {
  for (const customId of ['somebody:else', 'segue:dance:1', 'segue:react:adore:t1']) {
    const pressed = await ada().pressStale(card, customId).answered();
    expect(pressed.ephemeral).toBe(true);
    expect(pressed.text).toContain('another version of Segue');
  }
});

it('👍 of somebody who is not there is about the track, not about hearing it now', async () => {
  const cyd = evening.house.member('Cyd');
  await cyd.command('privacy join').answered();
  const id = evening.house.idOf(cyd);
  expect((await cyd.press(card, '👍').answered()).text).toContain('You like');
  expect(await listening().reactionOf(id, trackId())).toBe('like');
  expect(evening.house.session?.view().reactions).toEqual([]);
  expect(await listening().exportOf(id)).toMatchObject({ feedback: [{ what: 'feedback', track: { id: trackId() }, play: null, positionMs: null }] });
});

it('⏭ among more than two is a vote: it tells the one who pressed, and the card counts it', async () => {
  const lounge = evening.house.guild.channel('lounge');
  evening.house.member('Cyd').join(lounge);
  await evening.until(() => evening.house.services.sessions.present(evening.house.placeId).length === 3, 'Cyd to be there');
  const before = trackId();
  const pressed = ada().press(card, '⏭️');
  await evening.house.discord.until(() => pressed.followUps.length > 0, 'an answer');
  expect(pressed.followUps[0]?.ephemeral).toBe(true);
  expect(pressed.text).toContain('one more of those who listen wants it');
  await evening.until(() => card.control('⏭️').label === '1/2', 'the card to count it');
  expect(trackId()).toBe(before);
  const second = await ben().press(card, '⏭️').acknowledged();
  await evening.until(() => trackId() !== before && trackId() !== '', 'the next track');
  expect(second.followUps).toEqual([]);
  await evening.until(() => card.text.includes(`### ${evening.title}\n`) && (card.control('⏭️').label ?? null) === null, 'a card without votes');
});
