import { ChannelType, Events, PermissionFlagsBits, type Guild } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createClient } from '../../src/discord/client.ts';
import { GuildMemory } from '../../src/discord/guild-memory.ts';
import { say, textChannelOf } from '../../src/discord/text-channel.ts';
import { silentLogger } from '../../src/log.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;
let guild: Guild;
let over: AbortController;
let leave: () => Promise<void>;

/** The guild as a client of the test sees it. */
beforeEach(async () => {
  house = await DiscordHouse.open();
  over = new AbortController();
  const client = createClient({ config: house.config, clock: systemClock, log: silentLogger, signal: over.signal });
  await Promise.all([new Promise((resolve) => client.once(Events.ClientReady, resolve)), client.login(house.config.token)]);
  guild = await client.guilds.fetch(house.guild.id);
  leave = () => client.destroy();
});

afterEach(async () => {
  over.abort();
  await leave();
  await house.close();
});

function writing() {
  return { services: house.services, guilds: new GuildMemory(house.database.storage.keyValue('discord-guild'), () => true), log: silentLogger };
}

async function where(): Promise<string | null> {
  const channel = await textChannelOf(writing(), guild);
  return channel && 'name' in channel ? channel.name : null;
}

/** Segue may no longer write there, as the client knows. */
async function silence(name: string): Promise<void> {
  const { id } = house.guild.channel(name);
  house.guild.channel(name).deny(PermissionFlagsBits.SendMessages);
  await house.discord.until(() => guild.channels.cache.get(id)?.permissionsFor(house.discord.applicationId)?.has(PermissionFlagsBits.SendMessages) === false, `#${name} to be closed`);
}

describe('where Segue writes', () => {
  it('is the channel of the settings, else where it was last called, else the first it may write in', async () => {
    expect(await where()).toBe('general');
    await writing().guilds.change(guild.id, { textChannelId: house.guild.channel('lobby').id });
    expect(await where()).toBe('lobby');
    await house.services.sessions.changeSettings(house.placeId, { textChannelId: house.guild.channel('general').id });
    expect(await where()).toBe('general');
  });

  it('is never a channel that is closed to it, or gone', async () => {
    await writing().guilds.change(guild.id, { textChannelId: house.guild.channel('lobby').id });
    await silence('lobby');
    expect(await where()).toBe('general');
    await writing().guilds.change(guild.id, { textChannelId: '123' });
    expect(await where()).toBe('general');
    await silence('general');
    expect(await where()).toBeNull();
  });

  it('may be the chat of a voice channel where somebody called it', async () => {
    await writing().guilds.change(guild.id, { textChannelId: house.guild.channel('lounge').id });
    const channel = await textChannelOf(writing(), guild);
    expect(channel?.type).toBe(ChannelType.GuildVoice);
  });

  it('takes a sentence, in the language of the server', async () => {
    await say(writing(), guild, 'or');
    await house.services.sessions.changeSettings(house.placeId, { language: 'de' });
    await say(writing(), guild, 'or');
    expect(house.guild.channel('general').messages.map(({ text }) => text)).toEqual(['or', 'oder']);
  });

  it('does no harm when Discord refuses', async () => {
    house.discord.failNext({ method: 'POST', path: /^\/channels\//, status: 403, body: { code: 50013, message: 'Missing Permissions' } });
    await expect(say(writing(), guild, 'Hello.')).resolves.toBeUndefined();
    await silence('general');
    await silence('lobby');
    await expect(say(writing(), guild, 'Hello.')).resolves.toBeUndefined();
    expect(house.guild.channel('general').messages).toEqual([]);
  });
});
