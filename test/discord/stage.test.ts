import { PermissionFlagsBits } from 'discord.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeChannel } from '../support/discord/fake-discord.ts';
import { BOT } from '../support/discord/permissions.ts';
import { DiscordHouse } from './house.ts';

describe('being heard', () => {
  let house: DiscordHouse;
  let stage: FakeChannel;
  /** Whether the sessions were told that nobody hears the music. */
  let unheard: boolean;

  async function open(botPermissions: bigint = BOT): Promise<void> {
    house = await DiscordHouse.open(undefined, { guild: { botPermissions } });
    stage = house.guild.addVoiceChannel('stage', { stage: true });
    await house.start(house.member('Ada'));
    const { sessions } = house.services;
    const tell = sessions.unheard.bind(sessions);
    unheard = false;
    vi.spyOn(sessions, 'unheard').mockImplementation((placeId, cause, on) => {
      tell(placeId, cause, on);
      if (cause === 'muted') unheard = on;
    });
  }

  /** Segue comes to where the music is to be heard. */
  function come(channel: FakeChannel = house.guild.channel('lounge')): void {
    house.guild.bot.join(channel);
  }

  async function toStage(): Promise<void> {
    come();
    house.guild.voice.moveBot(stage);
    await house.discord.until(() => house.session?.view().destination.kind === 'discord', 'the session to follow');
  }

  /** What was said in the text channel, of hearing and speaking. */
  const said = () => house.guild.channel('general').messages.map(({ text }) => text).filter((text) => /speak|muted/.test(text));
  const until = (find: () => boolean, what: string) => house.discord.until(find, what);

  afterEach(() => house.close());

  it('Segue makes itself a speaker on a stage, where it may', async () => {
    await open(BOT | PermissionFlagsBits.MuteMembers);
    await toStage();
    await until(() => !house.guild.voice.suppressed, 'Segue to be a speaker');
    await until(() => !unheard, 'Segue to be heard');
    expect(said()).toEqual([]);
  });

  it('asks to speak where it may not, and is not credited before a moderator accepts', async () => {
    await open();
    await toStage();
    await until(() => house.guild.voice.requestedToSpeak && said().length > 0, 'Segue to ask');
    expect(said()).toEqual([`Segue has asked to speak on the stage <#${stage.id}>: a moderator must accept it before anybody hears the music.`]);
    expect(unheard).toBe(true);
    house.guild.voice.setSuppressed(false);
    await until(() => !unheard, 'Segue to be heard');
    expect(said()).toHaveLength(1);
  });

  it('says what is missing where it may not even ask', async () => {
    await open();
    stage.deny(PermissionFlagsBits.RequestToSpeak);
    await toStage();
    await until(() => said().length > 0, 'a word about it');
    expect(said()).toEqual([`Segue may not speak on the stage <#${stage.id}>: invite it to speak, or give it the permission Request to Speak there.`]);
    expect(unheard).toBe(true);
  });

  it('respects a moderator who sends it to the audience', async () => {
    await open(BOT | PermissionFlagsBits.MuteMembers);
    await toStage();
    await until(() => !house.guild.voice.suppressed && !unheard, 'Segue to be a speaker');
    house.guild.voice.setSuppressed(true);
    await until(() => said().length > 0, 'a word about it');
    expect(said()).toEqual([`Segue was moved to the audience of <#${stage.id}>: invite it to speak again, or nobody hears the music.`]);
    expect(house.guild.voice.suppressed).toBe(true);
    expect(unheard).toBe(true);
  });

  it('says once that it is muted, and is credited again when it is not', async () => {
    await open();
    come();
    house.guild.bot.changeVoice({ ...voice(), mute: true });
    await until(() => unheard && said().length > 0, 'a word about it');
    house.guild.bot.changeVoice({ ...voice(), selfDeaf: true });
    house.guild.bot.changeVoice({ ...voice(), mute: false });
    await until(() => !unheard, 'Segue to be heard');
    expect(said()).toEqual([`Segue is muted in <#${house.guild.channel('lounge').id}>, so nobody hears the music: unmute it there.`]);
  });

  it('says so when it loses the permission to speak in an ordinary channel', async () => {
    await open();
    come();
    house.guild.bot.changeVoice({ ...voice(), suppress: true });
    await until(() => unheard && said().length > 0, 'a word about it');
    expect(said()).toEqual([`Segue may not speak in <#${house.guild.channel('lounge').id}>, so nobody hears the music: give it the permission Speak there.`]);
  });

  it('is heard again by the next session after one that ended while it was muted', async () => {
    await open();
    come();
    house.guild.bot.changeVoice({ ...voice(), mute: true });
    await until(() => unheard, 'Segue to be unheard');
    await house.session?.stop();
    await until(() => !unheard, 'that to be over');
  });

  function voice() {
    if (!house.guild.bot.voice) throw new Error('Segue is in no voice channel');
    return house.guild.bot.voice;
  }
});
