import {
  ActionRowBuilder, ApplicationCommandOptionType, AttachmentBuilder, ButtonBuilder, ButtonStyle, ChannelSelectMenuBuilder, ChannelType, Client, ContainerBuilder, DiscordAPIError, Events, GatewayIntentBits, MessageFlags,
  PermissionFlagsBits, SectionBuilder, StringSelectMenuBuilder, TextDisplayBuilder, ThumbnailBuilder, type ApplicationCommandDataResolvable, type Interaction, type SendableChannels,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeDiscord, type FakeChannel, type FakeDiscordOptions } from '../support/discord/fake-discord.ts';
import { TestClock } from '../support/test-clock.ts';

const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates, GatewayIntentBits.GuildMessageReactions];
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function fake(options?: FakeDiscordOptions): Promise<FakeDiscord> {
  const discord = await FakeDiscord.start(options);
  opened.push(() => discord.stop());
  return discord;
}

function botFor(discord: FakeDiscord, intents: readonly GatewayIntentBits[] = INTENTS, options: { readonly shards?: 'auto' } = {}): Client {
  const client = new Client({ intents, rest: { api: discord.api }, allowedMentions: { parse: [] }, ...options });
  client.on(Events.Error, () => undefined);
  opened.push(() => client.destroy());
  return client;
}

async function loggedIn(discord: FakeDiscord, intents?: readonly GatewayIntentBits[], options?: { readonly shards?: 'auto' }): Promise<Client<true>> {
  const client = botFor(discord, intents, options);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}

/** The bot's own view of a channel. */
async function seen(client: Client, channel: FakeChannel): Promise<SendableChannels> {
  const found = await client.channels.fetch(channel.id);
  if (!found?.isSendable()) throw new Error('not a channel to write in');
  return found;
}

/** The API's code of the error a promise is rejected with. */
async function codeOf(promise: Promise<unknown>): Promise<number | string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof DiscordAPIError ? error.code : String(error)),
  );
}

const COMMANDS: readonly ApplicationCommandDataResolvable[] = [
  { name: 'play', description: 'Plays a track', options: [{ type: ApplicationCommandOptionType.String, name: 'query', description: 'What to play', required: true, autocomplete: true }] },
  {
    name: 'dj',
    description: 'The DJ',
    options: [{ type: ApplicationCommandOptionType.Subcommand, name: 'start', description: 'Starts', options: [{ type: ApplicationCommandOptionType.Channel, name: 'where', description: 'Where' }] }],
  },
  { name: 'settings', description: 'Settings', defaultMemberPermissions: PermissionFlagsBits.ManageGuild },
];

async function answering(discord: FakeDiscord, answer: (interaction: Interaction) => unknown): Promise<Client<true>> {
  const client = await loggedIn(discord);
  await client.application.commands.set(COMMANDS);
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
  return client;
}

describe('login', () => {
  it('shows the guilds that are there, and those that come, go and are away', async () => {
    const discord = await fake();
    const guild = discord.addGuild({ name: 'First', members: ['Ada'] });
    guild.member('Ada').join(guild.channel('lounge'));
    const client = await loggedIn(discord);
    expect(client.user.id).toBe(discord.botUser.id);
    expect(client.guilds.cache.get(guild.id)?.voiceStates.cache.get(guild.member('Ada').id)?.channel?.name).toBe('lounge');
    const second = discord.addGuild({ name: 'Second' });
    await discord.until(() => client.guilds.cache.get(second.id)?.name === 'Second', 'the second guild');
    second.outage(true);
    await discord.until(() => client.guilds.cache.get(second.id)?.available === false, 'the outage');
    second.outage(false);
    await discord.until(() => client.guilds.cache.get(second.id)?.available, 'the end of the outage');
    second.remove();
    await discord.until(() => !client.guilds.cache.has(second.id), 'the bot being kicked');
    expect(discord.problems).toEqual([]);
  });

  it('is refused with a wrong token, and without the portal\'s switches for what is asked for', async () => {
    const discord = await fake();
    await expect(botFor(discord).login('MTAw.wrong.token')).rejects.toThrow(/token/i);
    discord.allowPrivilegedIntents = false;
    await expect(botFor(discord, [...INTENTS, GatewayIntentBits.GuildPresences]).login(discord.token)).rejects.toThrow(/disallowed intents/i);
    await loggedIn(discord);
  });

  it('serves 500 guilds over two shards', async () => {
    const discord = await fake({ shards: 2 });
    for (let i = 0; i < 500; i++) discord.addGuild({ members: ['Ada'] });
    const client = await loggedIn(discord, INTENTS, { shards: 'auto' });
    await discord.until(() => client.guilds.cache.size === 500 && client.guilds.cache.every(({ available }) => available), 'all guilds');
    expect(client.ws.shards.map((shard) => client.guilds.cache.filter(({ shardId }) => shardId === shard.id).size)).toEqual([250, 250]);
    expect(discord.gateway.identifies.map(({ shard }) => shard)).toEqual([[0, 2], [1, 2]]);
  });
});

describe('the gateway', () => {
  it.each([
    ['a lost connection', (discord: FakeDiscord) => discord.gateway.drop()],
    ['op 7', (discord: FakeDiscord) => discord.gateway.reconnect()],
    ['a connection that answers nothing', (discord: FakeDiscord) => discord.gateway.goSilent()],
  ] as const)('%s is resumed, and what happened meanwhile comes after', async (_, fail) => {
    const discord = await fake({ heartbeatMs: 200 });
    const guild = discord.addGuild({ members: ['Ada'] });
    const client = await loggedIn(discord);
    const deafened = new Promise<boolean | null>((resolve) => client.on(Events.VoiceStateUpdate, (_before, after) => resolve(after.selfDeaf)));
    guild.member('Ada').join(guild.channel('lounge'));
    expect(await deafened).toBe(false);
    fail(discord);
    guild.member('Ada').deafen();
    await discord.until(() => client.guilds.cache.get(guild.id)?.voiceStates.cache.get(guild.member('Ada').id)?.selfDeaf, 'the missed event', 10_000);
    await discord.until(() => discord.gateway.resumes.length === 1, 'the resumed session', 10_000);
    expect(discord.gateway.identifies).toHaveLength(1);
  });

  it('an invalid session is begun anew', async () => {
    const discord = await fake();
    discord.addGuild();
    const client = await loggedIn(discord);
    const again = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    discord.gateway.invalidate(false);
    await again;
    expect(discord.gateway.identifies).toHaveLength(2);
    expect(discord.gateway.resumes).toEqual([]);
  });

  it('shows chat only to a bot that asks for it, and the words only if it asks for those', async () => {
    const discord = await fake();
    const guild = discord.addGuild({ members: ['Ada'] });
    const heard: string[] = [];
    const client = await loggedIn(discord, [...INTENTS, GatewayIntentBits.GuildMessages]);
    client.on(Events.MessageCreate, ({ content }) => heard.push(content));
    const deaf = await loggedIn(discord);
    deaf.on(Events.MessageCreate, () => heard.push('told although nobody asked'));
    guild.member('Ada').says(guild.channel('general'), 'a secret');
    await discord.until(() => heard.length > 0, 'the message');
    expect(heard).toEqual(['']);
  });

  it('tells of what members hear elsewhere, if asked', async () => {
    const discord = await fake();
    const guild = discord.addGuild({ members: ['Ada'] });
    const client = await loggedIn(discord, [...INTENTS, GatewayIntentBits.GuildPresences, GatewayIntentBits.GuildMembers]);
    const activity = () => client.guilds.cache.get(guild.id)?.presences.cache.get(guild.member('Ada').id)?.activities[0];
    guild.member('Ada').listensTo({ title: 'Ascent', artist: 'One; Two', album: 'Peaks', start: 1_000, end: 181_000, trackId: 'abc' });
    const shown = await discord.until(activity, 'the activity');
    expect([shown.type, shown.name, shown.details, shown.state, shown.assets?.largeText, shown.timestamps?.start?.getTime()]).toEqual([2, 'Spotify', 'Ascent', 'One; Two', 'Peaks', 1_000]);
    guild.member('Ada').listensTo(null);
    await discord.until(() => activity() === undefined, 'the end of it');
  });
});

describe('interactions', () => {
  it('a command is deferred, then answered with components and a picture', async () => {
    const discord = await fake();
    const guild = discord.addGuild({ members: ['Ada'] });
    await answering(discord, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      const card = new ContainerBuilder()
        .addSectionComponents(new SectionBuilder().addTextDisplayComponents(new TextDisplayBuilder().setContent(interaction.options.getString('query', true))).setThumbnailAccessory(new ThumbnailBuilder().setURL('attachment://cover.png')))
        .addActionRowComponents(new ActionRowBuilder<ButtonBuilder>().addComponents(new ButtonBuilder().setCustomId('like').setLabel('Like').setEmoji('👍').setStyle(ButtonStyle.Success)));
      await interaction.editReply({ flags: MessageFlags.IsComponentsV2, components: [card], files: [new AttachmentBuilder(Buffer.from('picture'), { name: 'cover.png' })] });
      await interaction.followUp({ content: 'only for you', flags: MessageFlags.Ephemeral });
    });
    const asked = await guild.member('Ada').command('play', { query: 'Ascent' }).answered();
    expect(asked.callback?.type).toBe(5);
    expect(asked.ephemeral).toBe(false);
    expect(asked.original?.text).toBe('Ascent\nLike');
    expect(asked.original?.control('👍').customId).toBe('like');
    const [picture] = asked.original?.attachments ?? [];
    expect(Buffer.from(picture?.bytes ?? []).toString()).toBe('picture');
    const { components: [{ components: [section] }] } = JSON.parse(JSON.stringify(asked.original)) as { components: [{ components: [{ accessory: { media: { url: string } } }] }] };
    expect(await (await fetch(section.accessory.media.url)).text()).toBe('picture');
    await discord.until(() => asked.followUps.length === 1, 'the follow-up');
    expect(asked.followUps[0]?.ephemeral).toBe(true);
    expect(guild.channel('general').messages).toEqual([asked.original]);
    expect(discord.problems).toEqual([]);
  });

  it('subcommands, autocomplete, buttons, menus and reactions reach the bot as people use them', async () => {
    const discord = await fake();
    const guild = discord.addGuild({ members: ['Ada'] });
    const reactions: string[] = [];
    const client = await answering(discord, async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: 'x' }]);
      else if (interaction.isButton()) await interaction.update({ content: `pressed by ${interaction.user.displayName}` });
      else if (interaction.isStringSelectMenu()) await interaction.reply({ content: interaction.values.join(), flags: MessageFlags.Ephemeral });
      else if (interaction.isChannelSelectMenu()) await interaction.reply(`#${interaction.channels.map((channel) => (channel && 'name' in channel ? channel.name : '')).join()}`);
      else if (interaction.isChatInputCommand() && interaction.commandName === 'dj') await interaction.reply(`${interaction.options.getSubcommand()} ${interaction.options.getChannel('where')?.name ?? ''}`);
    });
    client.on(Events.MessageReactionAdd, (reaction, user) => reactions.push(`+${reaction.emoji.name ?? ''} ${user.displayName ?? user.id}`));
    client.on(Events.MessageReactionRemove, (reaction) => reactions.push(`-${reaction.emoji.name ?? ''}`));
    const ada = guild.member('Ada');
    expect((await ada.command('dj start', { where: guild.channel('lounge') }).answered()).text).toBe('start lounge');
    expect((await ada.autocomplete('play', { query: 'asc' }, 'query').answered()).choices).toEqual([{ name: 'asc!', value: 'x' }]);
    const channel = await seen(client, guild.channel('general'));
    const buttons = [new ActionRowBuilder<ButtonBuilder>().addComponents(new ButtonBuilder().setCustomId('b').setLabel('Press').setStyle(ButtonStyle.Primary), new ButtonBuilder().setCustomId('off').setLabel('Off').setStyle(ButtonStyle.Primary).setDisabled())];
    const menu = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(new StringSelectMenuBuilder().setCustomId('menu').addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' }));
    const channels = new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(new ChannelSelectMenuBuilder().setCustomId('where').setChannelTypes(ChannelType.GuildText));
    const added = guild.channel('general').messageAdded();
    await channel.send({ content: 'choose', components: [...buttons, menu, channels] });
    const message = await added;
    expect((await ada.choose(message, 'menu', ['2']).answered()).original?.ephemeral).toBe(true);
    expect((await ada.choose(message, 'where', [guild.channel('general')]).answered()).text).toBe('#general');
    expect(() => ada.press(message, 'Off')).toThrow(/disabled/);
    await ada.press(message, 'Press').answered();
    expect([message.content, message.editedAt.length]).toEqual(['pressed by Ada', 1]);
    ada.react(message, '👍');
    ada.unreact(message, '👍');
    await discord.until(() => reactions.length === 2, 'the reactions');
    expect(reactions).toEqual(['+👍 Ada', '-👍']);
    expect(() => ada.command('settings')).toThrow(/not offered/);
    expect(() => ada.command('play')).toThrow(/needs query/);
    expect(discord.problems).toEqual([]);
  });

  it('answers that come too late, twice or with an old token are refused', async () => {
    const clock = new TestClock();
    const discord = await fake({ clock });
    const guild = discord.addGuild({ members: ['Ada'] });
    const interactions: Interaction[] = [];
    await answering(discord, (interaction) => interactions.push(interaction));
    const next = async () => {
      const before = interactions.length;
      guild.member('Ada').command('play', { query: 'x' });
      const interaction = await discord.until(() => interactions[before], 'the command');
      if (!interaction.isChatInputCommand()) throw new Error('not a command');
      return interaction;
    };
    const late = await next();
    clock.jump(3_001);
    expect(await codeOf(late.reply('late'))).toBe(10062);
    const twice = await next();
    await twice.deferReply();
    twice.deferred = false;
    expect(await codeOf(twice.reply('again'))).toBe(40060);
    twice.deferred = true;
    await twice.editReply('in time');
    clock.jump(15 * 60_000 + 1);
    expect(await codeOf(twice.editReply('too late'))).toBe(50027);
  });
});

describe('messages', () => {
  it('rights decide what the bot may do in a channel', async () => {
    const discord = await fake();
    const guild = discord.addGuild();
    const client = await loggedIn(discord);
    const general = guild.channel('general');
    const channel = await seen(client, general);
    const message = await channel.send('hello');
    general.deny(PermissionFlagsBits.SendMessages);
    expect(await codeOf(channel.send('no'))).toBe(50013);
    general.deny(PermissionFlagsBits.AddReactions);
    expect(await codeOf(message.react('👍'))).toBe(50013);
    general.deny(PermissionFlagsBits.ViewChannel);
    expect(await codeOf(message.edit('no'))).toBe(50001);
    general.allow(PermissionFlagsBits.ViewChannel);
    general.messages[0]?.delete();
    expect(await codeOf(message.edit('gone'))).toBe(10008);
    general.delete();
    expect(await codeOf(channel.send('gone'))).toBe(10003);
    const lounge = guild.channel('lounge');
    const status = (body: object) => client.rest.put(`/channels/${lounge.id}/voice-status`, { body });
    expect(await codeOf(status({ status: 'Ascent' }))).toBe(50013);
    lounge.allow(PermissionFlagsBits.ManageChannels);
    await status({ status: 'Ascent' });
    expect(lounge.status).toBe('Ascent');
  });

  it('edits beyond the budget wait in the client; requests fail as the test wants', async () => {
    const discord = await fake();
    const guild = discord.addGuild();
    const client = await loggedIn(discord);
    const channel = await seen(client, guild.channel('general'));
    const message = await channel.send('0');
    const before = performance.now();
    for (let i = 1; i <= 6; i++) await message.edit(String(i));
    expect(performance.now() - before).toBeGreaterThan(3_000);
    expect(discord.rateLimited).toBe(0);
    expect(guild.channel('general').messages[0]?.editedAt).toHaveLength(6);
    discord.failNext({ method: 'POST', path: /messages$/, status: 429, retryAfter: 0.2 });
    discord.failNext({ method: 'POST', path: /messages$/, status: 500 });
    await channel.send('after all');
    expect(discord.requests.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([200, 429, 500, 200]);
    const page = await channel.messages.fetch({ after: message.id, limit: 10 });
    expect(page.map(({ content }) => content)).toEqual(['after all']);
  });
});
