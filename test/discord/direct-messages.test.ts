import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spotifyStream, spotifyZip } from '../imports/support.ts';
import { FakeUpload, offeredCommand, type OptionValue, resolvedOptions } from '../support/discord/command-use.ts';
import { FakeInteraction } from '../support/discord/interaction.ts';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;

beforeEach(async () => {
  house = await DiscordHouse.open();
});

afterEach(() => house.close());

/** Ada says a command in Segue's direct messages. */
async function direct(command: string, options: Readonly<Record<string, OptionValue>> = {}, locale = 'en-US'): Promise<FakeInteraction> {
  const [told] = house.discord.guilds.values();
  const ada = house.member('Ada');
  const offered = offeredCommand(ada, command);
  expect(house.discord.commands.find(({ name }) => command.startsWith(`${name} `))?.['contexts']).toContain(1);
  const asked = new FakeInteraction(house.discord, 'command', ada, house.guild.channel('general'), { ...offered.data, ...resolvedOptions(house.guild, offered, options, null) }, null);
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
    expect((await direct('privacy show')).text).toContain('counted in');
    expect((await direct('privacy pause', {}, 'de')).text).toContain('Pause: Über dich wird nichts Neues');
    expect(listening.consentOf(id)).toBe('paused');
    expect((await direct('privacy export')).original?.attachments.map(({ name }) => name)).toEqual(['segue-export.json']);
    expect((await direct('privacy delete', { confirm: true })).text).toContain('Everything about you is removed');
    expect(listening.consentOf(id)).toBe('unasked');
    expect((await sessions.settings('discord:1')).djs).toEqual([]);
  });

  it('is not kept of who never agreed, but they can: by the name that they have everywhere', async () => {
    const id = house.idOf(house.member('Ada'));
    await direct('privacy join');
    expect(house.services.listening.consentOf(id)).toBe('given');
    expect(await house.services.listening.exportOf(id)).toMatchObject({ profile: { id, name: 'Ada' } });
  });

  it('grows by a history that they hand over there, seen by nobody else', async () => {
    await direct('privacy join');
    const taken = await direct('import file', { file: new FakeUpload('my_spotify_data.zip', spotifyZip(spotifyStream())) });
    expect(taken.text).toContain('Taken in from Spotify: 1 plays of 1 songs');
    expect((await direct('import show')).text).toContain('**Spotify**');
    expect((await direct('import remove', { service: 'Spotify' }, 'de')).text).toContain('Spotify');
    expect(await house.services.listening.importsOf(house.idOf(house.member('Ada')))).toEqual([]);
  });
});
