import { Events, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createClient } from '../../src/discord/client.ts';
import { silentLogger } from '../../src/log.ts';
import { FakeDiscord, type FakeGuild } from '../support/discord/fake-discord.ts';

let discord: FakeDiscord;
let guild: FakeGuild;
let client: Client;

beforeEach(async () => {
  discord = await FakeDiscord.start();
  guild = discord.addGuild({ members: ['Ada', 'Ben'], textChannels: ['general'], voiceChannels: ['lounge'] });
  const config = { token: discord.token, api: discord.api, activity: false, shards: null };
  client = createClient({ config, clock: systemClock, log: silentLogger, signal: new AbortController().signal });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
});

afterEach(async () => {
  await client.destroy();
  await discord.stop();
});

/** What is remembered of people, in all. */
function remembered() {
  const here = client.guilds.cache.get(guild.id);
  const names = (ids: Iterable<string> | undefined) => [...(ids ?? [])].map((id) => guild.allMembers.find((member) => member.id === id)?.user.name ?? id).toSorted();
  return { voice: names(here?.voiceStates.cache.keys()), members: names(here?.members.cache.keys()), users: names(client.users.cache.keys()) };
}

/** As the client does every few minutes by itself. */
function sweep(): void {
  const { voiceStates, guildMembers, users } = client.options.sweepers ?? {};
  for (const one of [voiceStates, guildMembers, users]) expect(one?.interval).toBeLessThanOrEqual(300);
  client.sweepers.sweepVoiceStates(voiceStates?.filter() ?? expect.fail());
  client.sweepers.sweepGuildMembers(guildMembers?.filter() ?? expect.fail());
  client.sweepers.sweepUsers(users?.filter() ?? expect.fail());
}

describe('the memory of the client', () => {
  it('holds who is in a voice channel, and nobody who has left', async () => {
    const [ada, ben] = ['Ada', 'Ben'].map((name) => guild.member(name));
    ada?.join(guild.channel('lounge'));
    ben?.join(guild.channel('lounge'));
    await discord.until(() => remembered().members.includes('Ben'), 'both to be known');
    ben?.leave();
    await discord.until(() => client.guilds.cache.get(guild.id)?.voiceStates.cache.get(ben?.id ?? '')?.channelId === null, 'Ben to be gone');
    sweep();
    const bot = guild.bot.user.name;
    expect(remembered()).toEqual({ voice: ['Ada'], members: ['Ada', bot].toSorted(), users: [bot] });
    expect(client.guilds.cache.get(guild.id)?.members.cache.get(ada?.id ?? '')?.displayName).toBe('Ada');
    ben?.join(guild.channel('lounge'));
    await discord.until(() => remembered().voice.includes('Ben'), 'Ben to be back');
    expect(remembered().members).toContain('Ben');
  });
});
