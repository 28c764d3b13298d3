import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeMember } from '../support/discord/fake-discord.ts';
import { FakeInteraction } from '../support/discord/interaction.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;
let ada: FakeMember;

beforeEach(async () => {
  house = await DiscordHouse.open();
  ada = house.member('Ada');
});

afterEach(() => house.close());

describe('commands in Discord', () => {
  it('are known by their path and their options', async () => {
    const session = await house.start(ada);
    expect((await ada.command('play', { query: 'Song 3' }).answered()).text).toContain('Song 3');
    expect(session.view().queue[0]?.origin).toMatchObject({ kind: 'request', by: { id: house.idOf(ada), name: 'Ada' } });
    await ada.command('volume', { level: 40 }).answered();
    expect(session.view().volume).toBeCloseTo(0.4);
  });

  it('to stop and to start at once stop the music and start it', async () => {
    const before = await house.start(ada);
    const [stopped, started] = [ada.command('dj stop'), ada.command('dj start')];
    expect((await stopped.answered()).text).toContain('stopped');
    expect((await started.answered()).text).toContain('The music starts');
    const now = await house.discord.until(() => (house.session?.view().state.kind === 'playing' ? house.session : null), 'the music');
    expect(now).not.toBe(before);
  });

  it('that Segue no longer has are answered too', async () => {
    house.discord.commands = [...house.discord.commands, { id: '1', name: 'vote', description: 'From an earlier version', options: [] }];
    const asked = await ada.command('vote').answered();
    expect(asked.ephemeral).toBe(true);
    expect(asked.text).toContain('/vote');
    expect(asked.text).toContain('/help');
  });

  it('are for servers: elsewhere one sentence says so', async () => {
    const known = house.discord.commands.find(({ name }) => name === 'help');
    const asked = new FakeInteraction(house.discord, 'command', ada, house.guild.channel('general'), { id: known?.id, name: 'help', type: 1, options: [] }, null);
    house.discord.interactions.set(asked.id, asked);
    const { guild_id: _, guild: __, guild_locale: ___, member: ____, channel: _____, ...json } = asked.toJSON() as Record<string, unknown>;
    house.discord.gateway.dispatch('INTERACTION_CREATE', house.guild, { ...json, user: ada.user.toJSON(), context: 2 }, 0);
    await asked.answered();
    expect(asked.ephemeral).toBe(true);
    expect(asked.text).toContain('servers');
  });

  it('of two servers concern one each', async () => {
    const other = house.discord.addGuild({ name: 'The Attic', members: ['Zoe'] });
    const zoe = other.member('Zoe');
    const here = await house.start(ada);
    const there = await house.start(zoe);
    await ada.command('pause').answered();
    await ada.command('play', { query: 'Song 7' }).answered();
    expect(here.view().state.kind).toBe('paused');
    expect(there.view().state.kind).toBe('playing');
    expect(there.view().queue.every(({ origin }) => origin.kind === 'pick')).toBe(true);
    expect(house.services.sessions.present(there.placeId).map(({ name }) => name)).toEqual(['Zoe']);
    await zoe.command('dj stop').answered();
    expect(house.session).toBe(here);
  });

  const remembered = () => house.database.storage.keyValue<{ textChannelId: string }>('discord-guild').get(house.guild.id);

  it('tell Segue where to write, also after a restart', async () => {
    ada.join(house.guild.channel('lounge'));
    await ada.command('help', {}, { in: house.guild.channel('lobby') }).answered();
    await house.restart();
    expect((await remembered())?.textChannelId).toBe(house.guild.channel('lobby').id);
  });

  it('of somebody who does not listen take Segue nowhere else', async () => {
    await ada.command('help', {}, { in: house.guild.channel('lobby') }).answered();
    expect((await remembered())?.textChannelId).not.toBe(house.guild.channel('lobby').id);
  });
});

describe('suggestions while typing', () => {
  it('come from the library, also for somebody who is in no voice channel', async () => {
    const typing = await ada.autocomplete('play', { query: 'Song 1' }, 'query').answered();
    expect(typing.choices.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringContaining('Song 10'), expect.stringContaining('Song 12')]));
    expect(typing.choices.every(({ name }) => name.includes('Song 1'))).toBe(true);
  });

  it('come from memory: a storage that does not answer keeps nobody waiting', async () => {
    await house.start(ada);
    const held = Promise.withResolvers<void>();
    // The one connection there is.
    const storage = house.database.storage.db.connection().execute(() => held.promise);
    let answered = false;
    const read = house.database.storage.keyValue('settings').get('any').then(() => (answered = true));
    try {
      for (const command of ['play', 'next']) {
        expect((await ada.autocomplete(command, { query: 'Song 1' }, 'query').answered()).choices.length).toBeGreaterThan(0);
      }
      expect(answered).toBe(false);
    } finally {
      held.resolve();
      await Promise.all([storage, read]);
    }
  });

  it('are none where there is nothing like it', async () => {
    expect((await ada.autocomplete('play', { query: 'zzz' }, 'query').answered()).choices).toEqual([]);
  });

  it('are forgotten when they come too late, and typing goes on', async () => {
    house.discord.failNext({ path: /\/callback$/, status: 404, body: { code: 10062, message: 'Unknown interaction' } });
    ada.autocomplete('play', { query: 'So' }, 'query');
    await house.discord.until(() => house.logged.some((line) => line.includes('too late')), 'the first to be refused');
    expect((await ada.autocomplete('play', { query: 'Song' }, 'query').answered()).choices.length).toBeGreaterThan(0);
    expect(house.logged.some((line) => line.includes('"level":50'))).toBe(false);
  });
});
