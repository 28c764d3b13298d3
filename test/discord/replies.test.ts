import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeInteraction } from '../support/discord/fake-discord.ts';
import type { FakeMessage } from '../support/discord/message.ts';
import { TestClock } from '../support/test-clock.ts';
import { DiscordHouse } from './house.ts';

const CALLBACK = /^\/interactions\/.+\/callback$/;
const ANSWER = /^\/webhooks\//;

let house: DiscordHouse;

beforeEach(async () => {
  house = await DiscordHouse.open();
});

afterEach(() => house.close());

/** Ada asks for the queue of a running session: a command that answers everybody. */
async function askPublicly(): Promise<FakeInteraction> {
  await house.start(house.member('Ada'));
  return house.member('Ada').command('queue', {}, { in: house.guild.channel('lobby') });
}

/** … and for her privacy: a command that answers her alone. */
function askPrivately(): FakeInteraction {
  return house.member('Ada').command('privacy show', {}, { in: house.guild.channel('lobby') });
}

/** The next message that everybody can read in #lobby. */
function inLobby(): Promise<FakeMessage> {
  const { messages } = house.guild.channel('lobby');
  return house.discord.until(() => house.guild.channel('lobby').messages.find((message) => !messages.includes(message) && message.interactionId === null), 'a message in #lobby');
}

function lost(code: number, status: number) {
  return { status, body: { code, message: 'the test wanted this' } };
}

describe('an answer in time', () => {
  it('is announced at once and written into the same message', async () => {
    const asked = await (await askPublicly()).answered();
    expect(asked.callback?.type).toBe(5);
    expect(asked.ephemeral).toBe(false);
    expect(asked.original?.isV2).toBe(true);
    expect(asked.followUps).toEqual([]);
  });

  it('is for the caller alone where that is what they asked for', async () => {
    expect((await askPrivately().answered()).ephemeral).toBe(true);
  });

  it('is whispered although it was announced to everybody, and leaves nothing behind', async () => {
    const asked = await house.member('Ada').command('queue', {}, { in: house.guild.channel('lobby') }).answered();
    expect(asked.original?.deleted).toBe(true);
    expect(asked.followUps).toHaveLength(1);
    expect(asked.followUps[0]?.ephemeral).toBe(true);
    expect(asked.text).toContain('/dj start');
    expect(house.guild.channel('lobby').messages).toEqual([]);
  });

  it('brings a file as a file', async () => {
    const asked = await house.member('Ada').command('privacy export').answered();
    const [file] = asked.original?.attachments ?? [];
    expect(asked.ephemeral).toBe(true);
    expect(file?.name).toBe('segue-export.json');
    expect(JSON.parse(Buffer.from(file?.bytes ?? []).toString())).toBeTypeOf('object');
  });

  it('comes after the wait that Discord asks for', async () => {
    await house.start(house.member('Ada'));
    house.discord.failNext({ path: CALLBACK, status: 429, retryAfter: 0.2 });
    const asked = await house.member('Ada').command('queue').answered();
    expect(asked.original?.deleted).toBe(false);
    expect((asked.acknowledgedAt ?? 0) - asked.at).toBeGreaterThanOrEqual(200);
  });

  it('comes although Discord failed a moment before', async () => {
    house.discord.failNext({ path: ANSWER, status: 500, times: 2 });
    const asked = await (await askPublicly()).answered();
    expect(asked.text).not.toBe('');
  });

  it('comes when only the receipt of its announcement was lost', async () => {
    await house.start(house.member('Ada'));
    house.discord.failNext({ path: CALLBACK, ...lost(40060, 400) });
    const asked = house.member('Ada').command('queue', {}, { in: house.guild.channel('lobby') });
    // Discord has the announcement.
    asked.acknowledge({ type: 5, data: {} }, []);
    await asked.answered();
    expect(asked.original?.text).toContain('Song');
    expect(house.guild.channel('lobby').messages).toEqual([asked.original]);
  });

  it('says so when Discord does not take it, instead of thinking for ever', async () => {
    house.discord.failNext({ method: 'PATCH', path: ANSWER, ...lost(40005, 413) });
    const asked = await askPrivately().answered();
    expect(asked.text).toContain('went wrong');
    expect(house.logged.join('')).toContain('40005');
  });
});

describe('an answer that Discord no longer waits for', () => {
  it.each([
    ['the interaction is unknown', lost(10062, 404)],
    ['Discord fails', { status: 500, times: 4 }],
    ['the connection is cut', { status: 0 }],
  ])('goes to the channel when %s', async (_, fault) => {
    await house.start(house.member('Ada'));
    house.discord.failNext({ path: CALLBACK, ...fault });
    const written = inLobby();
    house.member('Ada').command('queue', {}, { in: house.guild.channel('lobby') });
    expect((await written).isV2).toBe(true);
    expect((await written).text).toContain('Song');
  });

  it('goes to the channel when the token has run out meanwhile', async () => {
    await house.start(house.member('Ada'));
    const written = inLobby();
    const asked = house.member('Ada').command('queue', {}, { in: house.guild.channel('lobby') });
    house.discord.failNext({ method: 'PATCH', path: ANSWER, ...lost(50027, 401) });
    expect((await written).text).toContain('Song');
    expect(asked.answeredAt).toBeNull();
  });

  it('goes to the channel as soon as Discord cannot be waiting any more', async () => {
    const clock = new TestClock();
    const slow = await DiscordHouse.open(undefined, { clock });
    try {
      slow.discord.failNext({ path: CALLBACK, delayMs: 60_000 });
      slow.member('Ada').command('library show', {}, { in: slow.guild.channel('lobby') });
      await slow.discord.until(() => slow.discord.requests.some(({ path }) => CALLBACK.test(path)), 'the announcement');
      await clock.advance(4_000);
      const written = await slow.discord.until(() => slow.guild.channel('lobby').messages[0], 'the answer in #lobby');
      expect(written.text).toContain('ask again');
    } finally {
      await slow.close();
    }
  });

  it('is not shown to others when it was for the caller alone', async () => {
    house.discord.failNext({ path: CALLBACK, ...lost(10062, 404) });
    const written = inLobby();
    askPrivately();
    const { text } = await written;
    expect(text).toContain(`<@${house.member('Ada').id}>`);
    expect(text).toContain('ask again');
    expect(text).not.toMatch(/privacy|counted/);
  });

  it('goes where Segue may write', async () => {
    await house.start(house.member('Ada'));
    house.guild.channel('lobby').deny(PermissionFlagsBits.SendMessages);
    house.discord.failNext({ path: CALLBACK, ...lost(10062, 404) });
    const before = house.guild.channel('general').messages.length;
    house.member('Ada').command('privacy show', {}, { in: house.guild.channel('lobby') });
    await house.discord.until(() => house.guild.channel('general').messages.slice(before).some(({ text }) => text.includes('ask again')), 'the answer in #general');
  });

  it('is a line in the log when Segue may write nowhere', async () => {
    for (const name of ['general', 'lobby']) house.guild.channel(name).deny(PermissionFlagsBits.SendMessages);
    house.discord.failNext({ path: CALLBACK, ...lost(10062, 404) });
    askPrivately();
    await house.discord.until(() => house.logged.some((line) => line.includes('came too late')), 'the line in the log');
  });
});
