import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import { ADA, BEN, CEM, House, refusal, viewOf } from './support.ts';

describe('/library show', () => {
  const broken = () => {
    const house = new House();
    house.libraryStatus = {
      ...house.libraryStatus,
      unreadable: [{ path: '/home/ada/music/x.mp3', reason: 'ENOENT: /home/ada/music/x.mp3' }],
      sources: [{ name: '/home/ada/music', state: 'failed', done: 0, total: 0, message: 'cannot be opened (EACCES: /home/ada/music)' }],
    };
    return house;
  };

  it('shows counts and scans', async () => {
    const reply = await broken().say(ADA, '/library show');
    expect(reply.private).toBe(true);
    expect(viewOf(reply, 'library')).toMatchObject({ library: { tracks: 4, files: 5, measured: 2 }, recommender: { modelVersion: 'm1' } });
  });

  it('tells where files lie only to who runs Segue, not to who manages the place', async () => {
    const house = broken();
    expect(viewOf(await house.say(ADA, '/library show', { manager: true, operator: true }), 'library').library).toEqual(house.libraryStatus);
    const seen = await house.say(ADA, '/library show', { manager: true });
    expect(viewOf(seen, 'library').library).toMatchObject({
      sources: [{ name: 'music', message: 'cannot be opened (EACCES: music)' }],
      unreadable: [{ path: 'x.mp3', reason: 'ENOENT: x.mp3' }],
    });
    expect(JSON.stringify(seen)).not.toContain('/home');
  });
});

it('/library show says how far the analysis is, and tells where files lie only to who runs Segue', async () => {
  const house = new House();
  const faulty = [{ path: '/home/ada/music/x.mp3', reason: 'it is damaged (/home/ada/music/x.mp3 ends early)' }];
  house.analysis = { tracks: 8_000, analysed: 1_240, leftMs: 3.2 * 3_600_000, backend: 'wasm', faults: 1, faulty };
  const analysisFor = async (context: { operator?: boolean }) => viewOf(await house.say(ADA, '/library show', context), 'library').analysis;
  expect(await analysisFor({ operator: true })).toEqual({
    sentences: ['1,240 of 8,000 tracks analysed; about 3 hours left.', 'TensorFlow computes with WebAssembly.', 'One track could not be analysed.'],
    faulty,
  });
  expect((await analysisFor({})).faulty).toEqual([{ path: 'x.mp3', reason: 'it is damaged (x.mp3 ends early)' }]);
  expect(JSON.stringify(await house.say(ADA, '/library show'))).not.toContain('/home');
});

it('/library reading says how far the reading is, or why nothing is read', async () => {
  const house = new House();
  expect(await house.say(ADA, '/library reading')).toEqual({ private: true, view: { kind: 'reading', reading: { on: false, why: 'Segue reads nothing.' } } });
  house.reading = { on: true, artists: { total: 9, read: 4 }, articles: 12, today: { requests: 30, budget: 100 }, sources: [{ name: 'wikipedia', readings: 4, fault: null, nextTryAt: null }], credits: ['Wikipedia, CC BY-SA 4.0'] };
  expect(viewOf(await house.say(ADA, '/library reading'), 'reading').reading).toEqual(house.reading);
});

describe('/privacy', () => {
  const counted = () => {
    const house = new House().with(ADA);
    house.consent.set(ADA.id, 'given');
    return house;
  };

  it('every answer is for the caller alone', async () => {
    for (const line of ['show', 'join', 'elsewhere', 'elsewhere yes', 'elsewhere no', 'pause', 'resume', 'export', 'delete', 'delete confirm:yes']) {
      expect((await counted().say(ADA, `/privacy ${line}`)).private, line).toBe(true);
    }
  });

  it('shows what is kept', async () => {
    expect(viewOf(await counted().say(ADA, '/privacy show'), 'privacy').summary).toMatchObject({ consent: 'given', listens: 7 });
  });

  it('says so while words go to another server', async () => {
    const house = counted();
    expect(viewOf(await house.say(ADA, '/privacy show'), 'privacy').note).toBeNull();
    house.requests.readByServer = true;
    expect(viewOf(await house.say(ADA, '/privacy show'), 'privacy').note).toMatch(/words of \/vibe.*are sent to a server/);
  });

  it('counts somebody in once, with who they are and nothing more', async () => {
    const house = new House();
    expect(viewOf(await house.say(ADA, '/privacy join', { manager: true }), 'notice').text).toMatch(/\/privacy delete/);
    expect(house.calls).toEqual([['giveConsent', ADA]]);
    expect(viewOf(await house.say(ADA, '/privacy join'), 'notice').tone).toBe('info');
    expect(house.calls).toHaveLength(1);
  });

  it('pauses and resumes; joining after a pause resumes too', async () => {
    const house = counted();
    await house.say(ADA, '/privacy pause');
    await house.say(ADA, '/privacy resume');
    await house.say(ADA, '/privacy pause');
    await house.say(ADA, '/privacy join');
    expect(house.calls.map(([method]) => method)).toEqual(['pauseConsent', 'resumeConsent', 'pauseConsent', 'resumeConsent']);
  });

  it.each(['pause', 'resume'])('has nothing to %s for who never joined', async (what) => {
    const house = new House();
    expect(refusal(await house.say(BEN, `/privacy ${what}`))).toMatch(/not counted in/);
    expect(house.calls).toEqual([]);
  });

  it('keeps what is heard elsewhere only after a yes to that alone, which can be taken back', async () => {
    const house = counted();
    const said = async (line: string) => viewOf(await house.say(ADA, line), 'notice').text;
    expect(await said('/privacy elsewhere')).toMatch(/^Nothing you listen to elsewhere is kept.*artist and album, when.*agree:yes/);
    expect(house.calls).toEqual([]);
    expect(await said('/privacy elsewhere yes')).toMatch(/^Agreed: .*agree:no.*\/privacy delete/);
    expect(viewOf(await house.say(ADA, '/privacy show'), 'privacy').summary.elsewhere.agreed).toBe(true);
    expect(await said('/privacy elsewhere')).toMatch(/^You agreed: .*agree:no/);
    expect(await said('/privacy elsewhere agree:no')).toMatch(/What was kept of it stays/);
    expect(house.calls).toEqual([['agreeToElsewhere', ADA.id, true], ['agreeToElsewhere', ADA.id, false]]);
  });

  it('has nothing of elsewhere to keep of who is not counted in', async () => {
    const house = new House();
    expect(refusal(await house.say(BEN, '/privacy elsewhere yes'))).toMatch(/\/privacy join/);
    expect(viewOf(await house.say(BEN, '/privacy elsewhere no'), 'notice').tone).toBe('ok');
    expect(house.calls).toEqual([]);
  });

  it('exports everything as a readable file', async () => {
    const file = viewOf(await counted().say(ADA, '/privacy export'), 'file');
    expect(file).toMatchObject({ name: 'segue-export.json', type: 'application/json' });
    expect(JSON.parse(file.content)).toEqual({
      member: ADA.id,
      listens: [{ track: 'Crazy in Love' }],
      taste: { modelVersion: 'm1', numbers: [0.25, -0.5] },
    });
    expect(file.content.split('\n').length).toBeGreaterThan(3);
  });

  it('deletes only when confirmed', async () => {
    const house = counted();
    expect(viewOf(await house.say(ADA, '/privacy delete'), 'notice').text).toMatch(/confirm:yes/);
    expect(refusal(await house.say(ADA, '/privacy delete sure'))).toMatch(/yes or no/);
    expect(viewOf(await house.say(ADA, '/privacy delete confirm:no'), 'notice').tone).toBe('info');
    expect(house.calls).toEqual([]);
    expect(viewOf(await house.say(ADA, '/privacy delete confirm:yes'), 'notice').tone).toBe('ok');
    expect(house.calls).toEqual([['deleteAll', ADA.id]]);
  });
});

describe('/settings', () => {
  it('shows them to the caller alone, DJs by name where they are there', async () => {
    const house = new House().with(ADA, BEN);
    house.settings = { ...house.settings, djs: [BEN.id, CEM.id] };
    const reply = await house.say(ADA, '/settings');
    expect(reply.private).toBe(true);
    expect(viewOf(reply, 'settings')).toMatchObject({ settings: { crossfadeMs: 4_000 }, djNames: ['Ben', CEM.id] });
  });

  it('changes what is given, in people’s units, and leaves the rest', async () => {
    const house = new House().with(ADA);
    house.playing();
    const line = '/settings crossfade:6.5 loudness:-16 idle:30 bitrate:96 language:DE group:round-robin';
    expect(viewOf(await house.say(ADA, line), 'settings').settings).toEqual({ crossfadeMs: 6_500, targetLufs: -16, idleMinutes: 30, bitrate: 96_000, language: 'de', groupMode: 'round-robin', djs: [], textChannelId: null, djRoleId: null });
    await house.say(ADA, '/settings crossfade:0');
    expect(house.calls.at(-1)).toEqual(['changeSettings', { crossfadeMs: 0 }]);
  });

  it('names DJs and takes it back, by name or id', async () => {
    const house = new House().with(ADA, BEN);
    const managed = (line: string) => house.say(ADA, line, { manager: true });
    await managed('/settings add_dj:ben');
    await managed(`/settings add_dj:${BEN.id}`);
    expect(house.settings.djs).toEqual([BEN.id]);
    await managed('/settings add_dj:Ada remove_dj:Ben');
    expect(house.settings.djs).toEqual([ADA.id]);
    // Somebody who has left since can still be removed.
    house.with(BEN);
    await managed(`/settings remove_dj:${ADA.id}`);
    expect(house.settings.djs).toEqual([]);
  });

  it('does not guess who is meant', async () => {
    const house = new House().with(ADA, { id: 'room:ben-1', name: 'Ben' }, { id: 'room:ben-2', name: 'ben' });
    expect(refusal(await house.say(ADA, '/settings add_dj:Ben', { manager: true }))).toMatch(/Several people/);
    expect(refusal(await house.say(ADA, '/settings add_dj:Zoe', { manager: true }))).toMatch(/Nobody called Zoe/);
    expect(house.calls).toEqual([]);
  });

  it('lets nobody who merely listens alone name DJs for later', async () => {
    const house = new House().with(ADA);
    house.playing();
    expect(refusal(await house.say(ADA, '/settings idle:9 add_dj:Ada'))).toMatch(/Only somebody who manages/);
    expect(house.calls).toEqual([]);
  });
});

describe('/help', () => {
  it('lists every command, itself too', async () => {
    const { text } = viewOf(await new House().say(ADA, '/help'), 'notice');
    expect(text.match(/\/\w+/g)?.slice(0, -1)).toEqual(commands.map(({ name }) => `/${name}`));
    expect(text.split('\n').at(-1)).toBe('Say /help and one of these words to read more.');
    // A Discord message holds so many.
    expect(text.length).toBeLessThanOrEqual(2000);
  });

  it('lists what commands of one kind do', async () => {
    const groups = viewOf(await new House().say(ADA, '/help'), 'notice').text.split('\n').slice(0, -1).map((line) => line.split(':')[0]);
    for (const group of groups) {
      const { text } = viewOf(await new House().say(ADA, `/help ${group}`), 'notice');
      for (const line of text.split('\n')) expect(line).toMatch(/^\/\w+ — .{5,}/);
      expect(text.length).toBeLessThanOrEqual(2000);
    }
    expect(viewOf(await new House().say(ADA, '/help lists'), 'notice').text).toContain('/discover — ');
  });

  it('explains one, with its options, subcommands and who may', async () => {
    const explained = async (line: string) => viewOf(await new House().say(ADA, line), 'notice').text;
    expect(await explained('/help volume')).toBe(
      '/volume — How loud the music plays for everybody here (for DJs, or when you listen alone)\n  level: From 0, silent, to 100, full (whole number)',
    );
    expect(await explained('/help /dj')).toMatch(/^\/dj start — .*\n\/dj stop — /);
    for (const { name } of commands) expect((await explained(`/help ${name}`)).length, name).toBeLessThanOrEqual(2000);
    expect(refusal(await new House().say(ADA, '/help sing'))).toMatch(/There is no command \/sing/);
  });
});
