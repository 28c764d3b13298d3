import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import { TurningHouse } from './turning.ts';

let evening: TurningHouse;
beforeEach(async () => {
  evening = await TurningHouse.open();
});
afterEach(() => evening.close());

const member = (name: string) => evening.house.member(name);
const lounge = () => evening.house.guild.channel('lounge');
const questionsIn = (channel: string): readonly FakeMessage[] => evening.house.guild.channel(channel).history.filter(({ text }) => text.includes('May Segue learn'));
/** In the chat of the voice channel. */
const questions = () => questionsIn('lounge');
const consentOf = (name: string) => evening.house.services.listening.consentOf(evening.house.idOf(member(name)));

/** Long enough for everybody to be asked who will be. */
const pass = () => evening.turn(20_000, 1_000);

describe('the question', () => {
  it('is put once to all who are there when the music starts, pinging nobody', async () => {
    await evening.start(member('Ada'), member('Ben'));
    const question = await evening.until(() => questions()[0], 'the question');
    expect(question.text).toContain('**Ada**, **Ben**');
    expect(question.text).toContain('Count me in\nNot now');
    await pass();
    expect(questions()).toHaveLength(1);
    const sent = evening.house.discord.requests.find(({ method, body }) => method === 'POST' && JSON.stringify(body).includes('May Segue learn'));
    expect(sent?.body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it('gathers those who arrive together, and asks only them', async () => {
    await evening.start(member('Ada'));
    await evening.until(() => questions()[0], 'the first question');
    member('Ben').join(lounge());
    await evening.turn(2_000);
    member('Cyd').join(lounge());
    const second = await evening.until(() => questions()[1], 'the second question');
    expect(second.text).toContain('**Ben**, **Cyd**');
    expect(second.text).not.toContain('Ada');
  });

  it('is not put again, neither to who comes back nor after a restart', async () => {
    await evening.start(member('Ada'), member('Ben'));
    await evening.until(() => questions()[0], 'the question');
    member('Ben').leave();
    await evening.turn(1_000);
    member('Ben').join(lounge());
    await pass();
    await evening.house.restart();
    await pass();
    expect(questions()).toHaveLength(1);
  });

  it('is not put to who is counted in, is a bot, or has left before', async () => {
    await member('Ada').command('privacy join').answered();
    evening.house.guild.addMember('Robot', { bot: true }).join(lounge());
    await evening.start(member('Ada'));
    await pass();
    member('Ben').join(lounge());
    await evening.turn(1_000);
    member('Ben').leave();
    await pass();
    expect(questions()).toEqual([]);
  });

  it('comes later when Discord did not take it', async () => {
    evening.house.discord.failNext({ method: 'POST', path: /^\/channels\/\d+\/messages$/, status: 403, body: { code: 50013, message: 'Missing Permissions' }, times: 2 });
    for (const name of ['Ada']) member(name).join(lounge());
    await member('Ada').command('dj start').answered();
    await evening.turn(10_000);
    expect(questions()).toEqual([]);
    await evening.until(() => questions()[0], 'the question', 5_000);
    expect(evening.house.session?.view().state.kind).toBe('playing');
  });
});

describe('the names in it', () => {
  const question = () => evening.until(() => questions()[0], 'the question');

  it('go as their members answer, whichever way, and the question stays for others', async () => {
    await evening.start(member('Ada'), member('Ben'), member('Cyd'));
    const asked = await question();
    await member('Ada').press(asked, 'Not now').answered();
    await evening.until(() => !asked.text.includes('Ada'), 'the first name to go');
    expect(asked.text).toContain('**Ben**, **Cyd**');
    await member('Ben').command('privacy join').answered();
    await evening.until(() => !asked.text.includes('Ben'), 'the second name to go');
    await evening.house.services.listening.deleteAll(evening.house.idOf(member('Cyd')));
    await evening.until(() => !asked.text.includes('Cyd'), 'the last name to go');
    expect(asked.text).toContain('May Segue learn');
    expect((await member('Cyd').press(asked, 'Count me in').answered()).text).toContain('You are counted in');
  });

  it('go with the session', async () => {
    await evening.start(member('Ada'), member('Ben'));
    const asked = await question();
    await evening.house.session?.stop();
    await evening.until(() => !/Ada|Ben/.test(asked.text), 'the names to go');
    expect(asked.text).toContain('Count me in');
  });

  it('go also when the process ended before, of which only the messages are remembered', async () => {
    await evening.start(member('Ada'), member('Ben'));
    const asked = await question();
    await evening.turn(1_000);
    const kept = async () => JSON.stringify(await evening.house.database.storage.keyValue('discord-guild').entries());
    expect(await kept()).toContain(asked.id);
    expect(await kept()).not.toContain(member('Ada').id);
    await evening.house.restart();
    await evening.until(() => !/Ada|Ben/.test(asked.text), 'the names to go');
    await evening.turn(1_000);
    expect(await kept()).not.toContain(asked.id);
  });

  it('are tried again when Discord does not take the change', async () => {
    await evening.start(member('Ada'));
    const asked = await question();
    evening.house.discord.failNext({ method: 'PATCH', path: new RegExp(`/messages/${asked.id}$`), status: 403, body: { code: 50001, message: 'Missing Access' }, times: 1 });
    await member('Ada').press(asked, 'Not now').answered();
    await evening.until(() => !asked.text.includes('Ada'), 'the name to go', 5_000);
  });

  it('stand where the others of the server read only when Segue may not write to those who listen', async () => {
    lounge().deny(PermissionFlagsBits.SendMessages);
    await evening.start(member('Ada'));
    await evening.until(() => questionsIn('general')[0], 'the question');
    expect(questions()).toEqual([]);
  });
});

describe('the answer', () => {
  it('yes counts in whoever presses, asked or not', async () => {
    await evening.start(member('Ada'));
    const question = await evening.until(() => questions()[0], 'the question');
    for (const name of ['Ada', 'Cyd']) {
      const pressed = await member(name).press(question, 'Count me in').answered();
      expect(pressed.ephemeral).toBe(true);
      expect(pressed.text).toContain('You are counted in');
      expect(consentOf(name)).toBe('given');
    }
    expect(consentOf('Ben')).toBe('unasked');
  });

  it('not now keeps nothing, is friendly, and is not asked again', async () => {
    await evening.start(member('Ada'));
    const question = await evening.until(() => questions()[0], 'the question');
    const pressed = await member('Cyd').press(question, 'Not now').answered();
    expect(pressed.ephemeral).toBe(true);
    expect(pressed.text).toContain('nothing about you is kept');
    expect(consentOf('Cyd')).toBe('unasked');
    member('Cyd').join(lounge());
    await pass();
    expect(questions()).toHaveLength(1);
  });

  it('not now takes nothing away from who is counted in', async () => {
    await evening.start(member('Ada'));
    const question = await evening.until(() => questions()[0], 'the question');
    await member('Ada').press(question, 'Count me in').answered();
    expect((await member('Ada').press(question, 'Not now').answered()).text).toContain('counted in already');
    expect(consentOf('Ada')).toBe('given');
  });
});
