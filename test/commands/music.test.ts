import { describe, expect, it } from 'vitest';
import type { Destination, Member } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { ADA, BEN, CEM, CRAZY, House, NIGHT, PLACE, pickedFor, queued, refusal, requestedBy, SLOW, viewOf } from './support.ts';

const house = (...people: readonly Member[]) => new House().with(...people);

describe('/dj', () => {
  it('starts the music in the caller’s place, and says so when it is on already', async () => {
    const one = house(ADA);
    expect(viewOf(await one.say(ADA, '/dj start'), 'notice').tone).toBe('ok');
    expect(one.calls).toEqual([['start', PLACE, { kind: 'stream' }]]);
    expect(viewOf(await one.say(ADA, '/dj start'), 'notice').tone).toBe('info');
    expect(one.calls).toHaveLength(1);
  });

  it('stops what plays, and has a sentence for when nothing does', async () => {
    const one = house(ADA);
    expect(refusal(await one.say(ADA, '/dj stop'))).toMatch(/\/dj start/);
    one.playing();
    expect((await one.say(ADA, '/dj stop')).private).toBe(false);
    expect(one.calls).toEqual([['stop']]);
  });
});

describe('music in another voice channel', () => {
  const lounge: Destination = { kind: 'discord', guildId: '1', channelId: '10' };
  const kitchen: Destination = { kind: 'discord', guildId: '1', channelId: '20' };
  /** Ben listens in the lounge, or nobody; Ada is in the kitchen. */
  const two = (...listening: readonly Member[]) => {
    const one = house(...listening);
    one.destination = () => kitchen;
    one.playing().destination = lounge;
    return one;
  };

  it.each(['/dj start', '/play slow', '/skip', '/like'])('%s says where it plays, and how it comes here', async (line) => {
    const one = two(BEN);
    expect(refusal(await one.say(ADA, line))).toMatch(/plays in <#10>.*\/dj move/);
    expect(one.calls).toEqual([]);
  });

  it('comes along with a DJ, and with anybody when nobody is left there', async () => {
    const one = two(BEN);
    expect(refusal(await one.say(ADA, '/dj move'))).toMatch(/People listen in <#10>/);
    expect(viewOf(await one.say(ADA, '/dj move', { dj: true }), 'notice').text).toContain('<#20>');
    expect(one.calls).toEqual([['moveTo', kitchen]]);
    const left = two();
    expect((await left.say(ADA, '/dj move')).private).toBe(false);
    expect(left.calls).toEqual([['moveTo', kitchen]]);
  });

  it('stays where it is when it cannot be heard where the caller is, and is told to be there already', async () => {
    const one = two();
    one.destination = () => {
      throw new UserError('nowhere', 'Join a voice channel first.');
    };
    expect(refusal(await one.say(ADA, '/dj move'))).toBe('Join a voice channel first.');
    one.destination = () => lounge;
    expect(viewOf(await one.say(ADA, '/dj move'), 'notice')).toMatchObject({ tone: 'info', text: expect.stringContaining('already') as string });
    expect(one.calls).toEqual([]);
  });

  it('does not concern the room, which is heard in one place', async () => {
    const one = house(ADA);
    one.playing();
    expect(viewOf(await one.say(ADA, '/dj move'), 'notice').text).toMatch(/nowhere to move/);
    expect(one.calls).toEqual([]);
  });

  it('begins where the caller is; what is missing there is the door’s to say', async () => {
    const one = house();
    one.destination = () => kitchen;
    await one.say(ADA, '/play slow', { here: true });
    expect(one.calls[0]).toEqual(['start', PLACE, kitchen]);
    const nowhere = house();
    nowhere.destination = () => {
      throw new UserError('nowhere', 'Join a voice channel first.');
    };
    for (const line of ['/dj start', '/play slow', '/next slow']) expect(refusal(await nowhere.say(ADA, line))).toBe('Join a voice channel first.');
    expect(nowhere.calls).toEqual([]);
  });

  it('asks for no place to be heard in while it plays', async () => {
    const one = house(ADA);
    one.destination = () => {
      throw new UserError('full', 'The channel is full.');
    };
    one.playing();
    viewOf(await one.say(ADA, '/play slow'), 'queued');
  });
});

describe('/play', () => {
  it('asks for the best match in the caller’s name and says where it waits', async () => {
    const one = house(ADA, BEN);
    one.playing(CRAZY, requestedBy(BEN), [queued(SLOW, requestedBy(BEN)), queued(CRAZY, pickedFor([]))]);
    const reply = await one.say(ADA, '/play night bus');
    expect(one.calls).toEqual([['request', NIGHT.id, ADA]]);
    expect(reply.private).toBe(false);
    expect(viewOf(reply, 'queued')).toMatchObject({ track: NIGHT, position: 2 });
  });

  it('takes a suggestion’s id, and its readable name before a better match', async () => {
    const one = house(ADA);
    one.tracks = [{ ...NIGHT, id: 'live', title: 'Night Bus (live) Night Bus', artist: 'The Bells' }, ...one.tracks];
    const asked = async (line: string) => viewOf(await one.say(ADA, line), 'queued').track.id;
    expect(await asked(`/play ${SLOW.id}`)).toBe(SLOW.id);
    expect(await asked('/play night bus')).toBe('live');
    expect(await asked('/play Night Bus — The Bells')).toBe(NIGHT.id);
  });

  it('starts the music where there is none', async () => {
    const one = house(ADA);
    await one.say(ADA, '/play slow');
    expect(one.calls.map(([method]) => method)).toEqual(['start', 'request']);
  });

  it('says what to try when nothing is like it, and leaves the music alone', async () => {
    const one = house(ADA);
    expect(refusal(await one.say(ADA, '/play zzz'))).toMatch(/Nothing in the library is like “zzz”: try/);
    one.tracks = [];
    expect(refusal(await one.say(ADA, '/play zzz'))).toMatch(/library is still empty/);
    expect(one.calls).toEqual([]);
  });
});

describe('/next', () => {
  it('puts the request first', async () => {
    const one = house(ADA, BEN);
    one.playing(CRAZY, requestedBy(ADA), [queued(SLOW, requestedBy(ADA)), queued(CRAZY, pickedFor([]))]);
    expect(viewOf(await one.say(ADA, '/next night'), 'queued').position).toBe(1);
    expect(one.calls).toEqual([['request', NIGHT.id, ADA, { first: true }]]);
  });

  it('lets only a DJ overtake what others asked for', async () => {
    const one = house(ADA, BEN);
    one.playing(CRAZY, requestedBy(ADA), [queued(SLOW, requestedBy(BEN))]);
    expect(refusal(await one.say(ADA, '/next night'))).toMatch(/\/play/);
    expect(one.calls).toEqual([]);
    viewOf(await one.say(ADA, '/next night', { manager: true }), 'queued');
  });
});

describe('what plays', () => {
  it('is skipped in the caller’s name', async () => {
    const one = house(ADA, BEN);
    one.playing(CRAZY);
    expect(viewOf(await one.say(ADA, '/skip'), 'notice').text).toBe('Skipped “Crazy in Love”.');
    expect(one.calls).toEqual([['voteToSkip', ADA]]);
  });

  it('is skipped by half of those who listen, and everybody reads how many more it takes', async () => {
    const one = house(ADA, BEN, CEM);
    one.playing(CRAZY, requestedBy(BEN)).missing = 1;
    const asked = await one.say(ADA, '/skip');
    expect(asked.private).toBe(false);
    expect(viewOf(asked, 'notice')).toMatchObject({ tone: 'info', text: '“Crazy in Love” is skipped as soon as one more of those who listen wants it: /skip or ⏭️ says so.' });
    if (one.session) one.session.missing = 3;
    expect(viewOf(await one.say(CEM, '/skip'), 'notice').text).toContain('3 more of those who listen want it');
    expect(one.calls).toEqual([['voteToSkip', ADA], ['voteToSkip', CEM]]);
  });

  it('is skipped at once by a DJ, and by who asked for it', async () => {
    const one = house(ADA, BEN, CEM);
    one.playing(CRAZY, requestedBy(BEN)).missing = 1;
    for (const [who, given] of [[BEN, {}], [ADA, { dj: true }], [CEM, { manager: true }]] as const) {
      expect(viewOf(await one.say(who, '/skip', given), 'notice').text).toBe('Skipped “Crazy in Love”.');
    }
    expect(one.calls).toEqual([['skip', BEN], ['skip', ADA], ['skip', CEM]]);
  });

  it('is paused, and goes on', async () => {
    const one = house(ADA);
    const session = one.playing();
    expect(viewOf(await one.say(ADA, '/pause'), 'notice').tone).toBe('ok');
    if (session.state.kind === 'playing') session.state = { ...session.state, kind: 'paused' };
    expect(viewOf(await one.say(ADA, '/resume'), 'notice').tone).toBe('ok');
    expect(one.calls).toEqual([['pause'], ['resume']]);
  });

  it('does not go on when it was not paused', async () => {
    const one = house(ADA);
    one.playing();
    expect(viewOf(await one.say(ADA, '/resume'), 'notice').text).toBe('“Crazy in Love” is playing already.');
    expect(one.calls).toEqual([]);
  });

  it.each(['/skip', '/pause', '/resume', '/seek 10', '/like', '/why'])('%s has a sentence for when nothing plays', async (line) => {
    const one = house(ADA);
    one.consent.set(ADA.id, 'given');
    expect(refusal(await one.say(ADA, line))).toMatch(/Nothing plays here yet/);
    one.playing().state = { kind: 'waiting', reason: 'empty' };
    expect(refusal(await one.say(ADA, line))).toMatch(/No track plays at the moment/);
    expect(one.calls).toEqual([]);
  });

  it.each([
    ['1:30', 90_000],
    ['90', 90_000],
    // It was at 10 s a second and a half ago.
    ['+30', 41_500],
    ['-10', 1_500],
    ['-2:00', 0],
  ])('/seek %s', async (position, target) => {
    const one = house(ADA);
    one.playing();
    await one.clock.advance(1_500);
    expect(viewOf(await one.say(ADA, `/seek ${position}`), 'notice').tone).toBe('ok');
    expect(one.calls).toEqual([['seek', target]]);
  });

  it('does not move on while paused: a jump starts from where it stands', async () => {
    const one = house(ADA);
    const session = one.playing();
    if (session.state.kind === 'playing') session.state = { ...session.state, kind: 'paused' };
    await one.clock.advance(25_000);
    expect(viewOf(await one.say(ADA, '/seek +30'), 'notice').text).toBe('“Crazy in Love” is paused at 0:40.');
    expect(one.calls).toEqual([['seek', 40_000]]);
  });

  it('is not left by a position it does not have', async () => {
    const one = house(ADA);
    one.playing();
    expect(refusal(await one.say(ADA, '/seek 3:21'))).toBe('“Crazy in Love” is 3:20 long: choose a position before that.');
    expect(refusal(await one.say(ADA, '/seek +9:00'))).toBe('“Crazy in Love” is 3:20 long: choose a position before that.');
    expect(refusal(await one.say(ADA, '/seek soon'))).toMatch(/^The option position must be a time such as 1:30/);
    expect(one.calls).toEqual([]);
  });

  it.each([[0, 0], [40, 0.4], [100, 1]])('/volume %d', async (level, volume) => {
    const one = house(ADA);
    one.playing();
    await one.say(ADA, `/volume ${level}`);
    expect(one.calls).toEqual([['setVolume', volume]]);
  });

  it('is shown to the caller alone, with what they said about it', async () => {
    const one = house(ADA, BEN);
    const session = one.playing(CRAZY);
    one.reactions.set(`${ADA.id} ${CRAZY.id}`, 'love');
    const ada = await one.say(ADA, '/nowplaying');
    expect(ada.private).toBe(true);
    expect(viewOf(ada, 'now-playing')).toMatchObject({ mine: 'love', session: { state: { current: { track: CRAZY } } } });
    expect(viewOf(await one.say(BEN, '/nowplaying'), 'now-playing').mine).toBeNull();
    session.state = { kind: 'waiting', reason: 'empty' };
    expect(viewOf(await one.say(ADA, '/nowplaying'), 'now-playing').mine).toBeNull();
  });
});

describe('the queue', () => {
  const waiting = () => [queued(SLOW, requestedBy(BEN)), queued(NIGHT, requestedBy(ADA)), queued(CRAZY, pickedFor([]))];

  it('is shown to everybody', async () => {
    const one = house(ADA);
    one.playing(CRAZY, requestedBy(BEN), waiting());
    const reply = await one.say(ADA, '/queue');
    expect(reply.private).toBe(false);
    expect(viewOf(reply, 'queue').session.queue.map(({ track }) => track.title)).toEqual(['Slow Water', 'Night Bus', 'Crazy in Love']);
  });

  it('gives up what the caller asked for', async () => {
    const one = house(ADA, BEN);
    one.playing(CRAZY, requestedBy(BEN), waiting());
    expect(refusal(await one.say(ADA, '/remove 1'))).toMatch(/asked for yourself/);
    expect(refusal(await one.say(ADA, '/remove 3'))).toMatch(/asked for yourself/);
    expect(viewOf(await one.say(ADA, '/remove 2'), 'notice').text).toBe('“Night Bus” is out of the queue.');
    expect(one.calls).toEqual([['remove', waiting()[1].id]]);
  });

  it('moves an entry and says where it is now', async () => {
    const one = house(ADA);
    one.playing(CRAZY, requestedBy(BEN), waiting());
    expect(viewOf(await one.say(ADA, '/move 2 1'), 'notice').text).toBe('“Night Bus” is now at 1 in the queue.');
    expect(one.calls).toEqual([['move', waiting()[1].id, 1]]);
  });

  it.each(['/remove 4', '/move 4 1'])('%s: says how much it holds', async (line) => {
    const one = house(ADA);
    one.playing(CRAZY, requestedBy(BEN), waiting());
    expect(refusal(await one.say(ADA, line))).toBe('The queue holds 3 tracks, none at 4: /queue shows the positions.');
    expect(one.calls).toEqual([]);
  });
});
