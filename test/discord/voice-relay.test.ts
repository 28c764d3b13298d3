import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeGuild } from '../support/discord/fake-discord.ts';
import { shardOf } from '../support/discord/ids.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;

beforeEach(async () => {
  house = await DiscordHouse.open(undefined, {
    fake: { shards: 2 },
    prepare: (discord) => {
      while (new Set([...discord.guilds.keys()].map((id) => shardOf(id, 2))).size < 2) discord.addGuild({ name: 'The Attic' });
    },
  });
});

afterEach(() => house.close());

/** A guild of another shard than the first guild's. */
function elsewhere(): FakeGuild {
  const found = [...house.discord.guilds.values()].find(({ id }) => shardOf(id, 2) !== shardOf(house.guild.id, 2));
  if (!found) throw new Error('All guilds are served by one shard');
  return found;
}

/** Asks, as a voice connection does, to join the guild's first voice channel. */
function join(guild: FakeGuild): boolean | undefined {
  return house.voice.gateway?.send(guild.id, { op: 4, d: { guild_id: guild.id, channel_id: guild.channel('lounge').id, self_mute: false, self_deaf: false } });
}

function told(kind: string, guild: FakeGuild): readonly unknown[] {
  return house.voice.told.filter((event) => event.kind === kind && event.guildId === guild.id);
}

describe('what voice connections need of the gateway', () => {
  it('passes in both directions, over the shard that serves the guild', async () => {
    expect(house.discord.gateway.identifies.map(({ shard }) => shard).sort()).toEqual([[0, 2], [1, 2]]);
    for (const guild of [house.guild, elsewhere()]) {
      expect(told('ready', guild)).toHaveLength(1);
      expect(join(guild)).toBe(true);
      await house.discord.until(() => told('state', guild).length > 0 && told('server', guild).length > 0, `what ${guild.name} needs to connect`);
      expect(told('state', guild)[0]).toMatchObject({ data: { channel_id: guild.channel('lounge').id, user_id: house.discord.botUser.id } });
      expect(told('server', guild)[0]).toMatchObject({ data: { endpoint: expect.stringContaining(':') as string } });
    }
  });

  it('does not hold what others do', async () => {
    house.member('Ada').join(house.guild.channel('lounge'));
    await house.member('Ada').command('help').answered();
    expect(told('state', house.guild)).toEqual([]);
  });

  it('is refused while the shard is away, and offered again when it is back', async () => {
    const away = house.guild;
    const other = elsewhere();
    house.discord.gateway.drop(shardOf(away.id, 2));
    await house.discord.until(() => join(away) === false, 'the shard to be away');
    expect(join(other)).toBe(true);
    await house.discord.until(() => told('ready', away).length === 2, 'the guild to be within reach again');
    expect(join(away)).toBe(true);
    expect(told('ready', other)).toHaveLength(1);
  });

  it('is over when the door is closed', async () => {
    await house.door.close();
    expect(house.voice.gateway).toBeNull();
  });
});
