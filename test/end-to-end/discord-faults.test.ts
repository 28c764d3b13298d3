import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FakeGuild, FakeMember } from '../support/discord/fake-discord.ts';
import { DiscordHouse, longestGapMs, SKIP, titleOn } from './discord-house.ts';

const SECONDS = 60;
const PATIENCE = 20_000;

/** What goes wrong between Segue and Discord, each in a server of its own: what is heard, and what people are told. */
describe('when something goes wrong in Discord', () => {
  let house: DiscordHouse;
  /** What was missing on the way. */
  const gaps: [what: string, ms: number][] = [];

  beforeAll(async () => {
    house = await DiscordHouse.open(SECONDS);
  }, 60_000);
  afterAll(async () => {
    // For docs/performance.md.
    if (process.env['SEGUE_FIGURES']) process.stdout.write(gaps.map(([what, ms]) => `${what}: ${Math.round(ms)} ms\n`).join(''));
    await house?.close();
  });

  interface Evening {
    readonly guild: FakeGuild;
    readonly ada: FakeMember;
  }

  async function evening(): Promise<Evening> {
    const guild = house.discord.addGuild({ members: ['Ada', 'Ben'] });
    const ada = guild.member('Ada');
    ada.join(guild.channel('lounge'));
    await ada.command('dj start').answered(PATIENCE);
    await house.music(guild);
    return { guild, ada };
  }

  /** Lets it happen, waits for two seconds of music after it, and measures what was missing on the way. */
  async function gapAround(what: string, guild: FakeGuild, happen: () => unknown): Promise<number> {
    await guild.voice.heard(10, PATIENCE);
    const from = guild.voice.packets.length - 10;
    await happen();
    await guild.voice.heard(100, PATIENCE);
    const gap = longestGapMs(guild.voice.packets.slice(from));
    gaps.push([what, gap]);
    return gap;
  }

  const told = (guild: FakeGuild, what: RegExp) => house.discord.until(() => what.test(house.said(guild)), `people to be told ${String(what)}`, PATIENCE);
  const ended = (guild: FakeGuild) => house.discord.until(() => guild.voice.channelId === null, 'the session to end', PATIENCE);
  const stop = async ({ guild, ada }: Evening) => {
    await ada.command('dj stop').answered();
    await ended(guild);
  };
  const joinsPerMinute = ({ voice }: FakeGuild) => Math.max(...voice.joins.map(({ at }) => voice.joins.filter((join) => join.channelId !== null && join.at >= at && join.at < at + 60_000).length));

  let calm: readonly string[] = [];
  afterEach(() => {
    // Whatever happened, nothing was left without an owner and Discord was not stormed.
    expect(house.segue.output).not.toMatch(/nobody waited for|unhandled/i);
    for (const guild of house.discord.guilds.values()) if (guild.voice.joins.length > 0) expect(joinsPerMinute(guild)).toBeLessThanOrEqual(5);
    expect(house.discord.problems).toEqual(calm);
    calm = [...house.discord.problems];
  });

  // Side by side: most of it is waiting.
  describe.concurrent('with the voice connection', () => {
    it.each([
      ['4006, the session is no longer valid', (guild: FakeGuild) => guild.voice.close(4006)],
      ['4015, the voice server crashed', (guild: FakeGuild) => guild.voice.close(4015)],
      ['a cut wire', (guild: FakeGuild) => guild.voice.drop()],
      ['another region', (guild: FakeGuild) => guild.voice.moveServer()],
    ])('%s: the same track goes on after less than two seconds', async (what, happen) => {
      const e = await evening();
      const before = await house.hears(e.guild);
      expect(await gapAround(what, e.guild, () => happen(e.guild))).toBeLessThan(2_000);
      expect((await house.hears(e.guild))?.track).toBe(before?.track);
      await stop(e);
    }, 60_000);

    it.each([4017, 4021, 4022])('%i, do not come back: it comes back with pauses, and the music with it', async (code) => {
      const e = await evening();
      const gap = await gapAround(`${code} twice`, e.guild, () => {
        e.guild.voice.refuse(code, 1);
        e.guild.voice.close(code);
      });
      expect(gap).toBeLessThan(20_000);
      await stop(e);
    }, 60_000);

    it('4017 again and again: it gives up and says what to do', async () => {
      const { guild } = await evening();
      guild.voice.refuse(4017);
      guild.voice.close(4017);
      await ended(guild);
      await told(guild, /refuse this version of Segue.*update/);
    }, 60_000);

    it('a server whose certificate nobody trusts: the music waits, and comes back with a better one', async () => {
      const e = await evening();
      const gap = await gapAround('an untrusted certificate, until it is another', e.guild, async () => {
        e.guild.voice.refuseTls = true;
        e.guild.voice.moveServer();
        await told(e.guild, /does not answer: it is tried again/);
        e.guild.voice.refuseTls = false;
      });
      expect(gap).toBeLessThan(30_000);
      await told(e.guild, /music is back/);
      await stop(e);
    }, 90_000);

    it.each(['ignored', 'closed'] as const)('its own address cannot be found out (%s): it tries again', async (discovery) => {
      const e = await evening();
      const gap = await gapAround(`the address cannot be found out (${discovery})`, e.guild, async () => {
        e.guild.voice.discovery = discovery;
        const { unanswered } = e.guild.voice;
        const tries = e.guild.voice.identifies.length;
        e.guild.voice.moveServer();
        await house.discord.until(() => e.guild.voice.unanswered > unanswered, 'the question to be left unanswered', PATIENCE);
        e.guild.voice.discovery = 'answered';
        await house.discord.until(() => e.guild.voice.identifies.length > tries + 1, 'another try', PATIENCE);
      });
      expect(gap).toBeLessThan(20_000);
      await stop(e);
    }, 60_000);

    it('a moderator disconnects it (4014): the session ends, and says how it comes back', async () => {
      const { guild, ada } = await evening();
      guild.voice.disconnectBot();
      await told(guild, /disconnected from the voice channel: \/dj start/);
      await ada.command('dj start').answered();
      await guild.voice.heard(50, PATIENCE);
    }, 60_000);

    it('a moderator moves it: the music goes along', async () => {
      const e = await evening();
      const kitchen = e.guild.addVoiceChannel('kitchen');
      expect(await gapAround('moved by a moderator', e.guild, () => e.guild.voice.moveBot(kitchen))).toBeLessThan(2_000);
      expect(e.guild.voice.channel?.name).toBe('kitchen');
      e.ada.moveTo(kitchen);
      expect((await e.ada.command('skip').answered()).text).toMatch(/Skipped/);
      await stop(e);
    }, 60_000);

    it('it is sent where Discord does not let it in: the music plays on where it is, and says why', async () => {
      const e = await evening();
      e.guild.owner.join(e.guild.addVoiceChannel('kitchen'));
      const gap = await gapAround('a move that Discord does not answer', e.guild, async () => {
        e.guild.voice.silent = true;
        await e.guild.owner.command('dj move').answered();
        await told(e.guild, /the music stays where it was/);
      });
      expect(gap).toBeLessThan(500);
      expect(e.guild.voice.channel?.name).toBe('lounge');
      await stop(e);
    }, 60_000);

    it('25 members with encryption come and go: every packet can be decrypted', async () => {
      const e = await evening();
      const from = e.guild.voice.packets.length;
      const listeners: string[] = [];
      for (let i = 0; i < 25; i++) listeners.push(await e.guild.voice.addEncryptedListener());
      for (const id of listeners) await e.guild.voice.removeEncryptedListener(id);
      await e.guild.voice.heard(50, PATIENCE);
      expect(e.guild.voice.packets.slice(from).filter(({ error }) => error !== undefined)).toEqual([]);
      await stop(e);
    }, 120_000);
  });

  describe('with the gateway', () => {
    it.each([
      ['drops and is resumed', () => house.discord.gateway.drop()],
      ['asks to connect anew', () => house.discord.gateway.reconnect()],
    ])('that %s: nobody hears anything of it', async (what, happen) => {
      const e = await evening();
      const resumes = house.discord.gateway.resumes.length;
      const gap = await gapAround(`the gateway ${what}`, e.guild, async () => {
        happen();
        await house.discord.until(() => house.discord.gateway.resumes.length > resumes, 'the connection to be resumed', PATIENCE);
      });
      expect(gap).toBeLessThan(500);
      expect((await e.ada.command('skip').answered()).text).toMatch(/Skipped/);
      await stop(e);
    }, 60_000);

    it('that forgets the session: the music is back within five seconds', async () => {
      const e = await evening();
      const identifies = house.discord.gateway.identifies.length;
      const gap = await gapAround('the gateway forgets the session', e.guild, async () => {
        house.discord.gateway.invalidate(false);
        await house.discord.until(() => house.discord.gateway.identifies.length > identifies, 'a new login', PATIENCE);
      });
      expect(gap).toBeLessThan(5_000);
      await stop(e);
    }, 60_000);
  });

  describe('with messages and answers', () => {
    it('429 on an answer: it comes later, the music does not notice', async () => {
      const e = await evening();
      const gap = await gapAround('429 on an answer', e.guild, async () => {
        house.discord.failNext({ method: 'POST', path: /^\/interactions\//, status: 429, retryAfter: 1.2 });
        expect((await e.ada.command('queue').answered(PATIENCE)).text).toMatch(/Sweep/);
      });
      expect(gap).toBeLessThan(500);
      await stop(e);
    }, 60_000);

    it('429 on edits of the card: it is late, and right in the end', async () => {
      const e = await evening();
      const card = await house.card(e.guild);
      const before = titleOn(card);
      house.discord.failNext({ method: 'PATCH', path: new RegExp(`^/channels/${card.channel.id}/messages/`), status: 429, retryAfter: 1, times: 3 });
      expect(await gapAround('429 on edits of the card', e.guild, () => e.ada.press(card, SKIP).acknowledged())).toBeLessThan(500);
      await house.discord.until(() => titleOn(card) !== before && e.guild.voice.status?.includes(titleOn(card)), 'the card to be right', PATIENCE);
      await stop(e);
    }, 60_000);

    it('10062, the interaction has expired: what was asked for is done, and the channel is told', async () => {
      const e = await evening();
      house.discord.failNext({ method: 'POST', path: /^\/interactions\//, status: 404, body: { code: 10062, message: 'Unknown interaction' } });
      e.ada.command('skip');
      await told(e.guild, /Skipped/);
      await stop(e);
    }, 60_000);

    it('50013, it may not write: the music plays, and the one who asked is answered', async () => {
      const e = await evening();
      e.guild.channel('general').deny(PermissionFlagsBits.SendMessages);
      expect(await gapAround('50013 on messages', e.guild, async () => {
        const skipped = await e.ada.command('skip').answered();
        expect(skipped.text).toMatch(/Skipped/);
      })).toBeLessThan(500);
      await stop(e);
    }, 60_000);

    it('the card is deleted: another takes its place', async () => {
      const e = await evening();
      const card = await house.card(e.guild);
      card.delete();
      await e.ada.command('skip').answered();
      expect((await house.card(e.guild)).id).not.toBe(card.id);
      await stop(e);
    }, 60_000);

    it('the text channel is deleted: the card goes to another', async () => {
      const e = await evening();
      const other = e.guild.addTextChannel('music');
      await house.card(e.guild);
      e.guild.channel('general').delete();
      await e.ada.command('skip', {}, { in: other }).answered();
      await house.discord.until(() => other.messages.some(({ controls }) => controls.some(({ emoji }) => emoji === SKIP)), 'a card in the other channel', PATIENCE);
      await e.ada.command('dj stop', {}, { in: other }).answered();
      await ended(e.guild);
    }, 60_000);
  });

  describe('with where it is', () => {
    it('a full channel: the one who asks is told', async () => {
      const guild = house.discord.addGuild({ name: 'Full', members: ['Ada'] });
      guild.member('Ada').join(guild.addVoiceChannel('closet', { userLimit: 1 }));
      expect((await guild.member('Ada').command('dj start').answered()).text).toMatch(/<#\d+> is full/);
      expect(guild.voice.joins).toEqual([]);
    }, 30_000);

    it('a channel that fills up in that moment: Discord says nothing, Segue does', async () => {
      const guild = house.discord.addGuild({ name: 'Filling', members: ['Ada'] });
      guild.member('Ada').join(guild.channel('lounge'));
      guild.voice.silent = true;
      await guild.member('Ada').command('dj start').answered();
      await house.discord.until(() => /does not let Segue into the voice channel/.test(house.said(guild)), 'people to be told', 60_000);
    }, 90_000);

    it('a missing permission: it is named', async () => {
      const guild = house.discord.addGuild({ name: 'Closed', members: ['Ada'] });
      guild.channel('lounge').deny(PermissionFlagsBits.Connect);
      guild.member('Ada').join(guild.channel('lounge'));
      expect((await guild.member('Ada').command('dj start').answered()).text).toMatch(/may not play in <#\d+>: it lacks “Connect”/);
    }, 30_000);

    it('a stage: it asks to speak, says who can let it, and is heard once it may', async () => {
      const guild = house.discord.addGuild({ name: 'Stage', members: ['Ada'] });
      const stage = guild.addVoiceChannel('stage', { stage: true });
      guild.member('Ada').join(stage);
      await guild.member('Ada').command('dj start').answered();
      await house.discord.until(() => guild.voice.requestedToSpeak, 'Segue to ask to speak', PATIENCE);
      await told(guild, /moderator/);
      guild.voice.setSuppressed(false);
      await house.music(guild);
      expect(await house.hears(guild)).not.toBeNull();
      await guild.member('Ada').command('dj stop').answered();
      await ended(guild);
    }, 60_000);

    it('the voice channel is deleted: the session ends and says so', async () => {
      const { guild } = await evening();
      guild.channel('lounge').delete();
      await ended(guild);
      await told(guild, /\/dj start/);
    }, 60_000);

    it('the bot is kicked from the server, and comes back: nothing is left of the session', async () => {
      const back = await evening();
      const { guild } = back;
      guild.remove();
      const packets = guild.voice.packets.length;
      const joins = guild.voice.joins.length;
      const other = await evening();
      guild.readmit();
      await stop(other);
      expect(guild.voice.packets.length - packets).toBeLessThan(20);
      expect(guild.voice.joins.slice(joins).filter(({ channelId }) => channelId !== null)).toEqual([]);
      expect((await back.ada.command('dj start').answered()).text).toMatch(/music starts/);
      await guild.voice.heard(50, PATIENCE);
      await stop(back);
    }, 60_000);

    it('100 joins and leaves in a moment: it ends as it is, and the music plays', async () => {
      const e = await evening();
      const ben = e.guild.member('Ben');
      const gap = await gapAround('100 joins and leaves', e.guild, () => {
        for (let i = 0; i < 50; i++) {
          ben.join(e.guild.channel('lounge'));
          ben.leave();
        }
      });
      expect(gap).toBeLessThan(500);
      // Ben is not there: Ada listens alone, and so may stop the music.
      await stop(e);
    }, 60_000);
  });
});
