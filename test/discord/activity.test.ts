import { GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ElsewhereListen } from '../../src/domain.ts';
import type { FakeMember, Listening } from '../support/discord/fake-discord.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { DiscordHouse } from './house.ts';

const MINUTE = 60_000;

type Logged = Omit<ElsewhereListen, 'trackId'> & { readonly track?: { readonly id: string } };

describe('what members play elsewhere', () => {
  let clock: TestClock;
  let house: DiscordHouse;

  beforeEach(async () => {
    clock = new TestClock();
    const tracks = [aTrack(1, { title: 'Night Bus', artist: 'The Couriers' }), aTrack(2)];
    house = await DiscordHouse.open(tracks, { clock, config: { activity: true } });
    await house.start(house.guild.addMember('Dan'));
  });

  afterEach(() => house.close());

  async function agreed(name: string): Promise<FakeMember> {
    const member = house.member(name);
    await house.services.listening.giveConsent({ id: house.idOf(member), name });
    await house.services.listening.agreeToElsewhere(house.idOf(member), true);
    return member;
  }

  /** As the service shows it: a track of three minutes that is at `positionMs`. */
  function playing(title: string, positionMs = 0): Listening {
    const start = clock.now() - positionMs;
    return { title, artist: 'The Couriers', album: 'Timetable', start, end: start + 3 * MINUTE, trackId: `id of ${title}` };
  }

  /** Presences have no answer: that what is sent behind one has come shows that it has been taken in. */
  async function taken(): Promise<void> {
    const counted = () => house.services.sessions.present(house.placeId).some(({ name }) => name === 'Ben');
    const before = counted();
    if (before) house.member('Ben').leave();
    else house.member('Ben').join(house.guild.channel('lounge'));
    await house.discord.until(() => counted() !== before, 'what was sent to be taken in');
  }

  async function shows(member: FakeMember, listening: Listening | null, passMs = 0): Promise<void> {
    member.listensTo(listening);
    await taken();
    await clock.advance(passMs);
  }

  /** What no client would show, or no fake member does. */
  async function presence(member: FakeMember, change: object): Promise<void> {
    house.discord.gateway.dispatch('PRESENCE_UPDATE', house.guild, { ...member.presenceJson(), ...change }, GatewayIntentBits.GuildPresences);
    await taken();
  }

  /** What the member finds in their export. */
  async function logged(member: FakeMember): Promise<readonly string[]> {
    await clock.advance(0);
    const { elsewhere } = (await house.services.listening.exportOf(house.idOf(member))) as { elsewhere: readonly Logged[] };
    return elsewhere.map(({ title, heardMs, track }) => `${title}: ${heardMs / 1_000} s${track ? `, known as ${track.id}` : ''}`);
  }

  it('are logged, whether the library has them or not', async () => {
    const ada = await agreed('Ada');
    await shows(ada, playing('Night Bus'), 3 * MINUTE);
    await shows(ada, playing('Elsewhere Only'), MINUTE);
    await shows(ada, playing('Another'));
    expect(await logged(ada)).toEqual(['Night Bus: 180 s, known as t1', 'Elsewhere Only: 60 s']);
    const { elsewhere } = (await house.services.listening.exportOf(house.idOf(ada))) as { elsewhere: readonly Logged[] };
    expect(elsewhere[0]).toMatchObject({ service: 'Spotify', artist: 'The Couriers', album: 'Timetable', durationMs: 3 * MINUTE, externalId: 'id of Night Bus' });
  });

  it('are logged without their pauses and what was skipped in them', async () => {
    const ada = await agreed('Ada');
    await shows(ada, playing('Night Bus'), 20_000);
    await shows(ada, null, 5 * MINUTE);
    await shows(ada, playing('Night Bus', 20_000), 10_000);
    // Only the times differ.
    await shows(ada, playing('Night Bus', 150_000), 30_000);
    await shows(ada, playing('Another'));
    expect(await logged(ada)).toEqual(['Night Bus: 60 s, known as t1']);
  });

  it('end with a pause that does not end, and with their member', async () => {
    const [ada, cyd] = [await agreed('Ada'), await agreed('Cyd')];
    await shows(ada, playing('Night Bus'));
    await shows(cyd, playing('Night Bus'), MINUTE);
    await shows(ada, null);
    await presence(cyd, { status: 'offline', activities: [] });
    expect(await logged(cyd)).toEqual(['Night Bus: 60 s, known as t1']);
    expect(await logged(ada)).toEqual([]);
    await clock.advance(11 * MINUTE);
    expect(await logged(ada)).toEqual(['Night Bus: 60 s, known as t1']);
  });

  it('are logged once, however many servers tell of them', async () => {
    const ada = await agreed('Ada');
    const alsoAda = house.discord.addGuild().addMember(ada.user);
    for (const title of ['Night Bus', 'Another', 'A Third']) {
      const listening = playing(title);
      ada.listensTo(listening);
      await shows(alsoAda, listening, MINUTE);
    }
    expect(await logged(ada)).toEqual(['Night Bus: 60 s, known as t1', 'Another: 60 s']);
  });

  it('are logged once over a restart', async () => {
    const ada = await agreed('Ada');
    await shows(ada, playing('Night Bus'), 40_000);
    await house.restart();
    await clock.advance(50_000);
    await shows(ada, playing('Another'));
    expect(await logged(ada)).toEqual(['Night Bus: 50 s, known as t1']);
  });

  it('are over for whoever is gone after an outage', async () => {
    const ada = await agreed('Ada');
    await shows(ada, playing('Night Bus'), MINUTE);
    house.guild.outage(true);
    ada.activities = [];
    house.guild.outage(false);
    await taken();
    expect(await logged(ada)).toEqual(['Night Bus: 60 s, known as t1']);
  });

  it('are nobody’s business without the agreement of the member', async () => {
    const [ada, cyd] = [house.member('Ada'), house.member('Cyd')];
    await house.services.listening.giveConsent({ id: house.idOf(ada), name: 'Ada' });
    const told = vi.spyOn(house.services.listening, 'heardElsewhere');
    for (const member of [ada, cyd]) {
      await shows(member, playing('Night Bus'), MINUTE);
      await shows(member, playing('Another'), MINUTE);
      expect(await logged(member)).toEqual([]);
    }
    await house.services.listening.agreeToElsewhere(house.idOf(ada), true);
    await shows(ada, playing('A Third'), MINUTE);
    await shows(ada, playing('A Fourth'));
    expect(told.mock.calls.map(([{ title }]) => title)).toEqual(['A Third']);
    expect(await logged(ada)).toEqual(['A Third: 60 s']);
  });

  it('are no longer followed as soon as a member takes it back', async () => {
    const ada = await agreed('Ada');
    await shows(ada, playing('Night Bus'), MINUTE);
    const told = vi.spyOn(house.services.listening, 'heardElsewhere');
    await house.services.listening.agreeToElsewhere(house.idOf(ada), false);
    await house.services.listening.agreeToElsewhere(house.idOf(ada), true);
    await shows(ada, playing('Night Bus', MINUTE), 10_000);
    await shows(ada, playing('Another'));
    expect(told.mock.calls.map(([{ title, heardMs }]) => [title, heardMs])).toEqual([['Night Bus', 10_000]]);
    expect(await logged(ada)).toEqual(['Night Bus: 10 s, known as t1']);
  });

  it('are only music: whatever else is shown is passed over', async () => {
    const ada = await agreed('Ada');
    const odd = { name: 'Spotify', type: 2, details: 'Night Bus', state: 'The Couriers', timestamps: { start: 'soon' }, assets: 7, sync_id: 7 };
    for (const activities of [[{ ...odd, type: 0 }], [{ ...odd, details: null }], [{ ...odd, state: '' }], ['Night Bus'], []]) {
      await presence(ada, { activities });
      await clock.advance(MINUTE);
    }
    await presence(ada, { activities: [{ name: 'Custom Status', type: 4, state: 'working' }, odd] });
    await clock.advance(MINUTE);
    await presence(ada, { status: 'offline' });
    expect(await logged(ada)).toEqual(['Night Bus: 60 s, known as t1']);
  });
});
