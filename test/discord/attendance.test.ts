import { GatewayIntentBits } from 'discord.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEnd } from '../../src/session/session.ts';
import { TestClock } from '../support/test-clock.ts';
import { DiscordHouse } from './house.ts';

describe('who is there', () => {
  let clock: TestClock;
  let house: DiscordHouse;

  beforeEach(async () => {
    clock = new TestClock();
    house = await DiscordHouse.open(undefined, { clock });
  });

  afterEach(() => house.close());

  const member = (name: string) => house.member(name);
  const channel = (name: string) => house.guild.channel(name);
  const lounge = () => channel('lounge');

  /** Who is counted, in words. */
  function present(): string {
    return house.services.sessions
      .present(house.placeId)
      .map(({ name, deafened }) => (deafened ? `${name} (deaf)` : name))
      .toSorted()
      .join(', ');
  }

  async function becomes(people: string): Promise<void> {
    await house.discord.until(() => present() === people, `those present to be ${people || 'nobody'}`).catch(() => expect(present()).toBe(people));
  }

  it('counts those who are in the channel when the music starts, but no bots', async () => {
    house.guild.addMember('Robot', { bot: true }).join(lounge());
    member('Cyd').join(channel('attic'));
    member('Ben').join(lounge());
    member('Ben').deafen();
    await house.start(member('Ada'));
    await becomes('Ada, Ben (deaf)');
  });

  it('picks the first track for all of them', async () => {
    for (const name of ['Ada', 'Ben']) {
      await house.services.listening.giveConsent({ id: house.idOf(member(name)), name });
      member(name).join(lounge());
    }
    const session = await house.start(member('Ada'));
    const { state } = session.view();
    const origin = 'current' in state ? state.current.origin : null;
    expect(origin?.kind === 'pick' && origin.pick.scores.map(({ listenerId }) => listenerId).toSorted()).toEqual([house.idOf(member('Ada')), house.idOf(member('Ben'))].toSorted());
  });

  it('follows them as they join, leave, move and deafen', async () => {
    await house.start(member('Ada'));
    member('Ben').join(lounge());
    await becomes('Ada, Ben');
    member('Ben').deafen();
    await becomes('Ada, Ben (deaf)');
    member('Ben').serverDeafen();
    member('Ben').deafen(false);
    member('Cyd').join(lounge());
    await becomes('Ada, Ben (deaf), Cyd');
    member('Ben').serverDeafen(false);
    member('Cyd').moveTo(channel('attic'));
    await becomes('Ada, Ben');
    member('Cyd').moveTo(lounge());
    member('Ada').leave();
    await becomes('Ben, Cyd');
  });

  it('knows nobody where nothing plays', async () => {
    const session = await house.start(member('Ada'), member('Ben'));
    await becomes('Ada, Ben');
    await session.stop();
    await becomes('');
    member('Cyd').join(lounge());
    await house.start(member('Ada'));
    await becomes('Ada, Ben, Cyd');
  });

  it('comes out right after a hundred joins and leaves at once', async () => {
    const session = await house.start(member('Ada'));
    const crowd = Array.from({ length: 50 }, (_, n) => house.guild.addMember(`Guest ${n}`));
    for (const [n, guest] of crowd.entries()) {
      guest.join(lounge());
      if (n % 3 === 0) guest.leave();
      if (n % 3 === 1) guest.deafen();
    }
    for (const guest of crowd.slice(0, 30)) {
      if (guest.voice) guest.leave();
      else guest.join(lounge());
    }
    const staying = crowd.filter(({ voice }) => voice !== null);
    await becomes(['Ada', ...staying.map(({ user, voice }) => (voice?.selfDeaf ? `${user.name} (deaf)` : user.name))].toSorted().join(', '));
    expect(session.view().state.kind).toBe('playing');
  });

  it('is what the voice states say, whatever happens in which order', async () => {
    await house.start(member('Ada'));
    house.guild.bot.join(lounge());
    const people = ['Ada', 'Ben', 'Cyd'].map(member);
    const step = fc.record({ who: fc.nat(2), does: fc.constantFrom('lounge', 'attic', 'leave', 'deafen', 'hear', 'server deafen', 'server hear', 'move the bot') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const { who, does } of steps) {
          const one = people[who];
          if (does === 'lounge' || does === 'attic') one?.join(channel(does));
          else if (does === 'leave') one?.leave();
          else if (does === 'move the bot') house.guild.voice.moveBot(channel(house.guild.voice.channelId === lounge().id ? 'attic' : 'lounge'));
          else if (one?.voice && does.startsWith('server')) one.serverDeafen(does === 'server deafen');
          else if (one?.voice) one.deafen(does === 'deafen');
        }
        const truth = people
          .filter(({ voice }) => voice?.channelId === house.guild.voice.channelId)
          .map(({ user, voice }) => (voice?.deaf || voice?.selfDeaf ? `${user.name} (deaf)` : user.name));
        await becomes(truth.toSorted().join(', '));
      }),
      { numRuns: 30 },
    );
  });

  it('asks who somebody is whom Discord did not name', async () => {
    await house.start(member('Ada'));
    const robot = house.guild.addMember('Robot', { bot: true });
    for (const one of [member('Cyd'), robot]) {
      one.voice = { ...(member('Ada').voice ?? expect.fail()), selfDeaf: true };
      house.discord.gateway.dispatch('VOICE_STATE_UPDATE', house.guild, one.voiceJson(), GatewayIntentBits.GuildVoiceStates);
    }
    await becomes('Ada, Cyd (deaf)');
    member('Ben').join(lounge());
    await becomes('Ada, Ben, Cyd (deaf)');
  });

  it('asks again for whom Discord did not name when it would not say at first', async () => {
    await house.start(member('Ada'));
    const cyd = member('Cyd');
    house.discord.failNext({ method: 'GET', path: new RegExp(`/members/${cyd.id}$`), status: 404, body: { code: 10007, message: 'Unknown Member' }, times: 2 });
    cyd.voice = { ...(member('Ada').voice ?? expect.fail()), selfDeaf: true };
    house.discord.gateway.dispatch('VOICE_STATE_UPDATE', house.guild, cyd.voiceJson(), GatewayIntentBits.GuildVoiceStates);
    const failures = () => house.logged.filter((line) => line.includes('could not be looked up')).length;
    for (const times of [1, 2]) {
      await house.discord.until(() => failures() === times, 'a lookup that fails');
      await clock.advance(30_000);
    }
    await becomes('Ada, Cyd (deaf)');
    expect(failures()).toBe(2);
  });

  it('goes along when a moderator moves Segue', async () => {
    const session = await house.start(member('Ada'), member('Ben'));
    house.guild.bot.join(lounge());
    member('Cyd').join(channel('attic'));
    house.guild.voice.moveBot(channel('attic'));
    await becomes('Cyd');
    expect(session.view().destination).toEqual({ kind: 'discord', guildId: house.guild.id, channelId: channel('attic').id });
    expect(session.view().state.kind).toBe('playing');
  });

  it('is known again after a restart', async () => {
    await house.start(member('Ada'), member('Ben'));
    await becomes('Ada, Ben');
    await house.restart();
    member('Cyd').join(lounge());
    await becomes('Ada, Ben, Cyd');
  });

  describe('ends the session', () => {
    const ends: SessionEnd[] = [];
    const listen = () => {
      ends.length = 0;
      house.services.sessions.onEnd((end) => ends.push(end));
    };
    // discord.js identifies itself once in 5 s.
    const ended = () => house.discord.until(() => ends[0], 'the session to end', 8_000);

    it('with its voice channel', async () => {
      await house.start(member('Ada'));
      listen();
      channel('attic').delete();
      lounge().delete();
      expect((await ended()).reason).toBe('The voice channel is gone: join another and start again with /dj start.');
      await becomes('');
    });

    it('with a voice channel that was deleted while the server was away', async () => {
      await house.start(member('Ada'));
      listen();
      house.guild.outage(true);
      lounge().delete();
      house.guild.outage(false);
      expect((await ended()).reason).toBe('The voice channel is gone: join another and start again with /dj start.');
    });

    it('when Segue is removed from the server', async () => {
      await house.start(member('Ada'));
      listen();
      house.guild.remove();
      expect((await ended()).reason).toBe('Segue was removed from the server.');
      await becomes('');
    });

    it('when it was removed while the connection was lost', async () => {
      const other = house.discord.addGuild({ members: ['Dan'] });
      await house.start(member('Ada'));
      const elsewhere = await house.start(other.member('Dan'));
      listen();
      house.discord.guilds.delete(house.guild.id);
      house.discord.gateway.invalidate(false);
      expect((await ended()).placeId).toBe(house.placeId);
      expect(elsewhere.view().state.kind).toBe('playing');
    });

    it('when it was removed while Segue was not running', async () => {
      await house.start(member('Ada'));
      const id = house.placeId;
      house.discord.guilds.delete(house.guild.id);
      await house.restart();
      await house.discord.until(() => !house.services.sessions.get(id), 'the session to end');
    });
  });
});
