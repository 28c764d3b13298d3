import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiscordHouse } from './house.ts';

let house: DiscordHouse;

beforeEach(async () => {
  house = await DiscordHouse.open();
});

afterEach(() => house.close());

/** What the member reads when they say it. */
async function said(name: string, command: string): Promise<string> {
  return (await house.member(name).command(command).answered()).text;
}

describe('where the music starts', () => {
  it('is the voice channel of who asks, and whoever is there counts from the first track on', async () => {
    house.member('Ben').join(house.guild.channel('lounge'));
    house.member('Cyd').join(house.guild.channel('attic'));
    const session = await house.start(house.member('Ada'));
    expect(session.view().destination).toEqual({ kind: 'discord', guildId: house.guild.id, channelId: house.guild.channel('lounge').id });
    expect(house.services.sessions.present(house.placeId).map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
  });

  it('needs somebody in a voice channel', async () => {
    expect(await said('Ada', 'dj start')).toContain('voice channel');
    expect(house.session).toBeUndefined();
  });

  it.each([
    ['Connect', PermissionFlagsBits.Connect],
    ['Speak', PermissionFlagsBits.Speak],
    ['View Channel', PermissionFlagsBits.ViewChannel],
  ])('says when Segue lacks “%s” there, and where', async (name, permission) => {
    const lounge = house.guild.channel('lounge');
    house.member('Ada').join(lounge);
    lounge.deny(permission);
    const answer = await said('Ada', 'dj start');
    expect(answer).toContain(`“${name}”`);
    expect(answer).toContain(`<#${lounge.id}>`);
    expect(house.session).toBeUndefined();
  });

  it('says when the channel is full, and comes once there is room', async () => {
    const nook = house.guild.addVoiceChannel('nook', { userLimit: 2 });
    house.member('Ada').join(nook);
    house.member('Ben').join(nook);
    expect(await said('Ada', 'dj start')).toContain('full');
    house.member('Ben').leave();
    await said('Ada', 'dj start');
    expect(house.session?.view().destination).toMatchObject({ channelId: nook.id });
  });

  it('comes into a full channel when it may move members, as Discord lets it', async () => {
    const nook = house.guild.addVoiceChannel('nook', { userLimit: 1 });
    nook.allow(PermissionFlagsBits.MoveMembers);
    house.member('Ada').join(nook);
    await said('Ada', 'dj start');
    expect(house.session?.view().destination).toMatchObject({ channelId: nook.id });
  });

  it('says on a stage that it may not ask to speak', async () => {
    const stage = house.guild.addVoiceChannel('stage', { stage: true });
    house.member('Ada').join(stage);
    stage.deny(PermissionFlagsBits.RequestToSpeak);
    expect(await said('Ada', 'dj start')).toContain('“Request to Speak”');
    stage.allow(PermissionFlagsBits.RequestToSpeak);
    stage.deny(PermissionFlagsBits.Speak);
    await said('Ada', 'dj start');
    expect(house.session?.view().destination).toMatchObject({ channelId: stage.id });
  });

  it('does not count those of another channel while the music still plays elsewhere', async () => {
    await house.start(house.member('Ada'), house.member('Ben'));
    house.member('Cyd').join(house.guild.channel('attic'));
    expect(await said('Cyd', 'dj move')).toContain('DJ');
    expect(house.services.sessions.present(house.placeId).map(({ name }) => name)).toEqual(['Ada', 'Ben']);
  });
});

describe('who calls', () => {
  it('is here only in the channel where the music plays', async () => {
    await house.start(house.member('Ada'));
    house.member('Ben').join(house.guild.channel('attic'));
    expect(await said('Ben', 'skip')).toContain('join');
    house.member('Ben').moveTo(house.guild.channel('lounge'));
    expect(await said('Ben', 'skip')).not.toContain('join');
  });

  it('is a DJ with the role of the settings, a manager with Manage Server, and otherwise neither', async () => {
    const role = house.guild.addRole('Disc jockeys');
    const dora = house.guild.addMember('Dora', { roles: [role] });
    const mia = house.guild.addMember('Mia', { permissions: PermissionFlagsBits.ManageGuild });
    await house.services.sessions.changeSettings(house.placeId, { djRoleId: role.id });
    await house.start(house.member('Ada'), house.member('Ben'), dora, mia);
    expect(await said('Ben', 'dj stop')).toContain('DJ');
    expect(house.session).toBeDefined();
    expect((await dora.command('dj stop').answered()).text).toContain('stopped');
    await house.start(house.member('Ada'), house.member('Ben'), mia);
    expect((await mia.command('dj stop').answered()).text).toContain('stopped');
  });

  it('is a DJ for as long as they have the role', async () => {
    const role = house.guild.addRole('Disc jockeys');
    const dora = house.guild.addMember('Dora', { roles: [role] });
    await house.services.sessions.changeSettings(house.placeId, { djRoleId: role.id });
    await house.start(house.member('Ada'), dora);
    dora.setRole(role, false);
    expect((await dora.command('dj stop').answered()).text).toContain('DJ');
  });
});

it('does not show who manages the server where files lie on the machine that runs Segue', async () => {
  const mia = house.guild.addMember('Mia', { permissions: PermissionFlagsBits.ManageGuild });
  const status = house.library.status();
  house.library.status = () => ({ ...status, unreadable: [{ path: '/srv/music/Aria/broken.mp3', reason: 'the file is damaged' }] });
  const { text } = await mia.command('library show').answered();
  expect(text).toContain('broken.mp3');
  expect(text).not.toContain('/srv');
});
