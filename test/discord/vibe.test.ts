import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeInteraction, FakeMessage } from '../support/discord/fake-discord.ts';
import { LONG_TRACKS, TurningHouse } from './turning.ts';

let evening: TurningHouse;
let card: FakeMessage;
beforeEach(async () => {
  evening = await TurningHouse.open({ tracks: LONG_TRACKS.map((track, n) => ({ ...track, genres: [['ambient', 'techno', 'folk'][n % 3]] })) });
  card = await evening.start(ada(), ben());
});
afterEach(() => evening.close());

const ada = () => evening.house.member('Ada');
const ben = () => evening.house.member('Ben');
/** The message that an answer is. */
const messageOf = ({ original, followUps }: FakeInteraction): FakeMessage => {
  const message = [original, ...followUps].find((one) => one !== null && !one.deleted);
  if (!message) throw new Error('nothing was answered');
  return message;
};
const vibe = () => evening.house.session?.view().vibe;
const tell = (...given: Parameters<typeof evening.house.requests.tell>) => evening.house.requests.tell(...given);
const mellow = { tags: { wanted: ['mellow', 'nocturnal'], unwanted: [] }, artists: { wanted: ['Massive Attack'], unwanted: [] }, relativeTo: 'artist' as const };

describe('/vibe', () => {
  it('is told to everybody and stands on the card until it is over', async () => {
    tell('mellow and nocturnal like massive attack', mellow);
    const asked = await ada().command('vibe', { words: 'mellow and nocturnal like massive attack' }).answered();
    expect(messageOf(asked).ephemeral).toBe(false);
    expect(asked.text).toContain('mellow, nocturnal · like Massive Attack');
    await evening.until(() => card.text.includes('mellow, nocturnal · like Massive Attack'), 'the vibe on the card');
    const over = await ben().press(messageOf(asked), 'By taste alone again').answered();
    expect(over.text).toContain('by taste alone');
    expect(vibe()).toBeNull();
    await evening.until(() => !card.text.includes('nocturnal'), 'the card without it');
  });

  it('asks back with buttons that are understood after a restart, too', async () => {
    tell('low', { question: { text: 'Do you mean the band Low, or calmer music?', options: [{ label: 'The band', words: 'by Low' }, { label: 'Calmer', words: 'calmer' }] } });
    tell('by Low', { artists: { wanted: ['Low'], unwanted: [] } });
    const asked = await ada().command('vibe', { words: 'low' }).answered();
    expect(messageOf(asked).ephemeral).toBe(true);
    expect(asked.text).toContain('Do you mean the band Low');
    const { customId } = messageOf(asked).control('The band');
    await evening.house.restart();
    const answered = await ada().pressStale(messageOf(asked), customId).answered();
    expect(answered.text).toContain('by Low');
    expect(vibe()?.artists.wanted).toEqual(['Low']);
  });

  it('is what a tag of the library says that is pressed', async () => {
    const asked = await ada().command('tags library').answered();
    expect(messageOf(asked).ephemeral).toBe(true);
    const answered = await ada().press(messageOf(asked), 'ambient').answered();
    expect(messageOf(answered).ephemeral).toBe(false);
    expect(vibe()?.tags.wanted).toEqual(['ambient']);
    await evening.until(() => evening.house.session?.view().queue.every(({ track }) => track.genres.includes('ambient')) === true, 'picks that fit');
  });

  it('is not changed by whoever does not listen', async () => {
    tell('mellow', mellow);
    const asked = await ada().command('vibe', { words: 'mellow' }).answered();
    ben().leave();
    const pressed = await ben().press(messageOf(asked), 'By taste alone again').answered();
    expect(messageOf(pressed).ephemeral).toBe(true);
    expect(vibe()).not.toBeNull();
  });

  it('is not ended by the button of an earlier one', async () => {
    tell('mellow', mellow);
    tell('punk', { tags: { wanted: ['punk'], unwanted: [] } });
    const first = await ada().command('vibe', { words: 'mellow' }).answered();
    await evening.turn(1_000);
    await ben().command('vibe', { words: 'punk' }).answered();
    const pressed = await ada().press(messageOf(first), 'By taste alone again').answered();
    expect(pressed.text).toContain('That one is over already.');
    expect(messageOf(pressed).ephemeral).toBe(true);
    expect(vibe()?.tags.wanted).toEqual(['punk']);
  });

  it('speaks the place’s language', async () => {
    await evening.house.services.sessions.changeSettings(evening.house.placeId, { language: 'de' });
    tell('mellow', { ...mellow, tempo: 0.5 });
    expect((await ada().command('vibe', { words: 'mellow' }).answered()).text).toContain('mellow, nocturnal · wie Massive Attack · schneller');
  });
});
