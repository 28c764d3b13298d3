import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;
let manager: FakeMember;
beforeEach(async () => {
  house = await DiscordHouse.open();
  manager = house.guild.addMember('Mia', { permissions: PermissionFlagsBits.ManageGuild });
});
afterEach(() => house.close());

const settings = () => house.services.sessions.settings(house.placeId);

async function pageOf(member: FakeMember): Promise<FakeMessage> {
  const { original } = await member.command('settings').answered();
  if (!original) throw new Error('no page');
  return original;
}

const chosen = (page: FakeMessage, name: string) => page.control(`segue:setting:${name}`).options.filter((option) => option.default).map(({ value }) => value);

describe('a choice on the settings page', () => {
  it('changes the setting, and the page shows it', async () => {
    const page = await pageOf(manager);
    const choices = [
      ['crossfade', '8', { crossfadeMs: 8_000 }],
      ['loudness', '-18', { targetLufs: -18 }],
      ['idle', '30', { idleMinutes: 30 }],
      ['group', 'round-robin', { groupMode: 'round-robin' }],
      ['language', 'de', { language: 'de' }],
    ] as const;
    for (const [name, value, expected] of choices) {
      expect(chosen(page, name)).not.toEqual([value]);
      manager.choose(page, `segue:setting:${name}`, [value]);
      await house.discord.until(() => chosen(page, name)[0] === value, 'the page to show it');
      expect(await settings()).toMatchObject(expected);
    }
    expect(page.ephemeral).toBe(true);
  });

  it('sets the channel and the DJ role, and takes them back', async () => {
    const page = await pageOf(manager);
    const role = house.guild.addRole('Selectors');
    const lobby = house.guild.channel('lobby');
    manager.choose(page, 'segue:setting:channel', [lobby]);
    await house.discord.until(() => page.editedAt.length >= 1 && JSON.stringify(page.components).includes(lobby.id), 'the channel');
    manager.choose(page, 'segue:setting:dj-role', [role]);
    await house.discord.until(() => JSON.stringify(page.components).includes(role.id), 'the role');
    expect(await settings()).toMatchObject({ textChannelId: lobby.id, djRoleId: role.id });
    manager.choose(page, 'segue:setting:channel', []);
    await house.discord.until(() => !JSON.stringify(page.components).includes(lobby.id), 'no channel');
    expect(await settings()).toMatchObject({ textChannelId: null, djRoleId: role.id });
  });

  it('of a channel in which Segue may not write is refused with what is missing; the page shows the truth', async () => {
    const page = await pageOf(manager);
    const lobby = house.guild.channel('lobby');
    lobby.deny(PermissionFlagsBits.SendMessages);
    const choice = manager.choose(page, 'segue:setting:channel', [lobby]);
    await house.discord.until(() => choice.followUps.length > 0, 'a word');
    expect(choice.followUps[0]?.ephemeral).toBe(true);
    expect(choice.followUps[0]?.text).toContain('Send Messages');
    expect(JSON.stringify(page.components)).not.toContain(lobby.id);
    expect((await settings()).textChannelId).toBeNull();
  });

  it('by somebody who may not is refused, and says so to them alone', async () => {
    const page = await pageOf(manager);
    const ada = house.member('Ada');
    for (const choice of [ada.choose(page, 'segue:setting:channel', [house.guild.channel('lobby')]), ada.choose(page, 'segue:setting:crossfade', ['8'])]) {
      await house.discord.until(() => choice.followUps.length > 0, 'a word');
      expect(choice.followUps[0]?.ephemeral).toBe(true);
    }
    expect(await settings()).toMatchObject({ textChannelId: null, crossfadeMs: 4_000 });
  });

  it('works after a restart', async () => {
    const page = await pageOf(manager);
    await house.restart();
    manager.choose(page, 'segue:setting:idle', ['15']);
    await house.discord.until(() => chosen(page, 'idle')[0] === '15', 'the page to show it');
    expect((await settings()).idleMinutes).toBe(15);
  });
});
