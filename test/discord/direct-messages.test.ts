import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeInteraction } from '../support/discord/interaction.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;

beforeEach(async () => {
  house = await DiscordHouse.open();
});

afterEach(() => house.close());

/** Ada says `/privacy …` in Segue's direct messages. */
async function privacy(subcommand: string, options: readonly object[] = [], locale = 'en-US'): Promise<FakeInteraction> {
  const [told] = house.discord.guilds.values();
  const ada = house.member('Ada');
  const known = house.discord.commands.find(({ name }) => name === 'privacy');
  expect(known?.['contexts']).toContain(1);
  const data = { id: known?.id, name: 'privacy', type: 1, options: [{ type: 1, name: subcommand, options }] };
  const asked = new FakeInteraction(house.discord, 'command', ada, house.guild.channel('general'), data, null);
  house.discord.interactions.set(asked.id, asked);
  const { guild_id: _, guild: __, guild_locale: ___, member: ____, channel: _____, ...json } = asked.toJSON() as Record<string, unknown>;
  house.discord.gateway.dispatch('INTERACTION_CREATE', told ?? house.guild, { ...json, user: ada.user.toJSON(), context: 1, locale }, 0);
  await asked.answered();
  expect(asked.ephemeral).toBe(true);
  return asked;
}

describe('what is kept of a member', () => {
  it('can be seen, paused, taken and deleted in direct messages, when the server has removed Segue', async () => {
    const { listening, sessions } = house.services;
    const id = house.idOf(house.member('Ada'));
    await listening.giveConsent({ id, name: 'Ada' });
    await sessions.changeSettings('discord:1', { djs: [id] });
    house.discord.addGuild({ name: 'The Attic' });
    house.guild.remove();
    expect((await privacy('show')).text).toContain('counted in');
    expect((await privacy('pause', [], 'de')).text).toContain('Pause: Über dich wird nichts Neues');
    expect(listening.consentOf(id)).toBe('paused');
    expect((await privacy('export')).original?.attachments.map(({ name }) => name)).toEqual(['segue-export.json']);
    expect((await privacy('delete', [{ type: 5, name: 'confirm', value: true }])).text).toContain('Everything about you is removed');
    expect(listening.consentOf(id)).toBe('unasked');
    expect((await sessions.settings('discord:1')).djs).toEqual([]);
  });

  it('is not kept of who never agreed, but they can: by the name that they have everywhere', async () => {
    const id = house.idOf(house.member('Ada'));
    await privacy('join');
    expect(house.services.listening.consentOf(id)).toBe('given');
    expect(await house.services.listening.exportOf(id)).toMatchObject({ profile: { id, name: 'Ada' } });
  });
});
