import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/domain.ts';
import { aTrack } from '../support/tracks.ts';
import { aVibe } from '../support/vibes.ts';
import { ADA, BEN, CEM, CRAZY, House, PLACE, queued, refusal, requestedBy, SLOW, viewOf } from './support.ts';

const none = { wanted: [], unwanted: [] };
const mellow = { tags: { wanted: ['mellow'], unwanted: [] } };

const house = (...people: readonly Member[]) => new House().with(...people);
const playing = (...people: readonly Member[]) => {
  const one = house(...people);
  one.playing(CRAZY);
  return one;
};

describe('/vibe', () => {
  it('starts the music with it when none runs, for everybody to read', async () => {
    const one = house(ADA);
    one.requests.tell('something mellow', mellow);
    const reply = await one.say(ADA, '/vibe something mellow');
    expect(one.calls).toEqual([['start', PLACE, { kind: 'stream' }]]);
    expect(one.session?.view().vibe).toEqual(aVibe({ ...mellow, since: one.clock.now() }));
    expect(reply).toEqual({ private: false, view: { kind: 'vibe', words: ['mellow'], since: one.clock.now(), note: null } });
  });

  it('changes what the session that runs is told, seen from what plays', async () => {
    const one = playing(ADA, BEN);
    one.requests.tell('mellow', mellow).tell('faster', { tempo: 0.5, relativeTo: 'current' }).tell('less of this', { intent: 'less', relativeTo: 'current' });
    await one.say(ADA, '/vibe mellow');
    await one.say(BEN, '/vibe faster');
    expect(viewOf(await one.say(ADA, '/vibe less of this'), 'vibe').words).toEqual(['mellow', 'faster', 'less like “Crazy in Love”']);
    expect(one.session?.view().vibe).toMatchObject({ tags: { wanted: ['mellow'] }, leanings: { tempo: { by: 0.5, than: CRAZY.id } }, unlike: [CRAZY.id] });
    expect(one.calls).toEqual([]);
  });

  it('goes on to what is asked for at once where that is said, as far as the caller may', async () => {
    const one = playing(ADA);
    const both = 'skip this and play something mellow';
    one.requests.tell(both, { ...mellow, skips: true });
    const { note } = viewOf(await one.say(ADA, `/vibe ${both}`), 'vibe');
    expect(one.session?.view().vibe).toMatchObject(mellow);
    expect(one.calls).toEqual([['skip', ADA]]);
    expect(note).toBe('Skipped “Crazy in Love”.');
    const crowd = house(ADA, BEN, CEM);
    crowd.playing(CRAZY).missing = 1;
    crowd.requests.tell(both, { ...mellow, skips: true });
    expect(viewOf(await crowd.say(CEM, `/vibe ${both}`), 'vibe').note).toMatch(/as soon as/);
    expect(crowd.calls).toEqual([['voteToSkip', CEM]]);
    const silent = house(ADA);
    silent.requests.tell(both, { ...mellow, skips: true });
    expect(viewOf(await silent.say(ADA, `/vibe ${both}`), 'vibe').note).toBeNull();
    expect(silent.calls.map(([what]) => what)).toEqual(['start']);
  });

  it('shows what holds to anybody, and ends it for who listens', async () => {
    const one = playing(ADA);
    expect(await one.say(BEN, '/vibe')).toEqual({ private: true, view: { kind: 'vibe', words: null, since: null, note: null } });
    one.session?.setVibe(aVibe(mellow));
    expect(viewOf(await one.say(BEN, '/vibe'), 'vibe').words).toEqual(['mellow']);
    expect(refusal(await one.say(BEN, '/vibe clear:yes'))).toMatch(/people who listen/);
    expect((await one.say(ADA, '/vibe clear:yes')).private).toBe(false);
    expect(one.session?.view().vibe).toBeNull();
  });

  it('ends no other vibe than the one that was meant', async () => {
    const one = playing(ADA);
    one.session?.setVibe(aVibe({ ...mellow, since: 7 }));
    const clear = (vibeSince: number) => one.desk.execute(['vibe'], { clear: true }, { ...one.context(ADA), vibeSince });
    expect(await clear(6)).toEqual({ private: true, view: { kind: 'notice', tone: 'info', text: 'That one is over already.' } });
    expect(one.session?.view().vibe).not.toBeNull();
    expect((await clear(7)).private).toBe(false);
    expect(one.session?.view().vibe).toBeNull();
    expect(viewOf(await clear(7), 'notice').text).toBe('That one is over already.');
  });

  it('takes tags that are known to be tags, not any text that all would read', async () => {
    const one = playing(ADA);
    one.tracks = [aTrack(5, { genres: ['our own hum'] })];
    expect(refusal(await one.say(ADA, '/vibe tag:"buy at example.com"'))).toBe('Segue knows no tag called “buy at example.com”: /tags library lists what there is.');
    expect(one.session?.view().vibe).toBeNull();
    expect(viewOf(await one.say(ADA, '/vibe tag:"Our Own Hum"'), 'vibe').words).toEqual(['our own hum']);
    expect(viewOf(await one.say(ADA, '/vibe tag:ambient'), 'vibe').words).toEqual(['ambient']);
  });

  it('leaves out what is named', async () => {
    const one = playing(ADA);
    one.requests.tell('not slow water', { ...mellow, titles: { wanted: [], unwanted: ['Slow Water'] }, count: 3 });
    expect(viewOf(await one.say(ADA, '/vibe not slow water'), 'vibe').words).toEqual(['mellow', 'not “Slow Water”', 'for 3 tracks']);
    expect(one.session?.view().vibe?.without).toEqual([SLOW.id]);
  });

  it('is for people who listen', async () => {
    const one = playing(ADA);
    one.requests.tell('mellow', mellow);
    expect(refusal(await one.say(BEN, '/vibe mellow'))).toMatch(/people who listen/);
    expect(one.session?.view().vibe).toBeNull();
  });

  it('asks back once when it is unsure, the caller alone', async () => {
    const one = playing(ADA);
    const question = { text: 'Do you mean the band Low, or quieter music?', options: [{ label: 'The band', words: 'music by Low' }, { label: 'Quieter', words: 'calmer' }] };
    one.requests.tell('low', { question });
    expect(await one.say(ADA, '/vibe low')).toEqual({ private: true, view: { kind: 'question', ...question } });
    expect(one.session?.view().vibe).toBeNull();
  });

  it('answers what is no request for music with an example, and names what it does not know', async () => {
    const one = playing(ADA);
    expect(viewOf(await one.say(ADA, '/vibe will it rain'), 'notice').text).toMatch(/does not sound like music.*“something mellow/);
    one.requests.tell('like Nobody', { unknown: ['Nobody'] }).tell('mellow like Nobody', { ...mellow, unknown: ['Nobody'] });
    expect(refusal(await one.say(ADA, '/vibe like Nobody'))).toBe('Segue knows nothing called “Nobody”.');
    expect(viewOf(await one.say(ADA, '/vibe mellow like Nobody'), 'vibe')).toMatchObject({ words: ['mellow'], note: 'Segue knows nothing called “Nobody”.' });
    one.requests.tell('something', {});
    expect(viewOf(await one.say(ADA, '/vibe something'), 'notice').text).toMatch(/in the mood for/);
  });

  it('has nothing to compare with while nothing plays', async () => {
    const one = house(ADA);
    one.requests.tell('faster', { tempo: 0.5, relativeTo: 'current' });
    expect(refusal(await one.say(ADA, '/vibe faster'))).toMatch(/Nothing plays here yet/);
    expect(one.calls).toEqual([]);
  });

  it('queues a track that is named', async () => {
    const one = playing(ADA);
    one.requests.tell('slow water by mira holm', { titles: { wanted: ['Slow Water'], unwanted: [] }, artists: { wanted: ['Mira Holm'], unwanted: [] } });
    expect(viewOf(await one.say(ADA, '/vibe slow water by mira holm'), 'queued').track).toEqual(SLOW);
  });

  it('does what other commands do, for those who may use them', async () => {
    const one = playing(ADA, BEN, CEM);
    one.session!.queue = [queued(SLOW, requestedBy(BEN))];
    one.requests
      .tell('what is this', { intent: 'what' })
      .tell('next', { intent: 'next' })
      .tell('what comes', { intent: 'queue' })
      .tell('a bit quieter', { intent: 'volume', volume: { change: -0.5 } })
      .tell('volume 30', { intent: 'volume', volume: { percent: 30 } })
      .tell('volume', { intent: 'volume' });
    expect(viewOf(await one.say(ADA, '/vibe what is this'), 'now-playing').session.state).toMatchObject({ current: { track: CRAZY } });
    expect(viewOf(await one.say(ADA, '/vibe what comes'), 'queue').session.queue).toHaveLength(1);
    expect(refusal(await one.say(ADA, '/vibe a bit quieter'))).toMatch(/a DJ/);
    one.session!.missing = 1;
    await one.say(ADA, '/vibe next');
    expect(refusal(await one.say(ADA, '/vibe volume', { dj: true }))).toMatch(/\/volume/);
    await one.say(ADA, '/vibe a bit quieter', { dj: true });
    await one.say(ADA, '/vibe volume 30', { dj: true });
    expect(one.calls).toEqual([['voteToSkip', ADA], ['setVolume', 0.8], ['setVolume', 0.3]]);
  });
});

describe('/play of what is no track', () => {
  it('is taken for a wish when that is clear', async () => {
    const one = playing(ADA);
    one.requests.tell('dreamy trip-hop', { tags: { wanted: ['dreamy', 'trip-hop'], unwanted: [] } });
    expect(viewOf(await one.say(ADA, '/play dreamy trip-hop'), 'vibe').words).toEqual(['dreamy, trip-hop']);
    one.requests.tell('something happier', { mood: 0.5, relativeTo: 'current' });
    expect(viewOf(await one.say(ADA, '/play something happier'), 'vibe').words).toContain('happier');
  });

  it.each([
    ['unsure', { ...mellow, sure: 0.5 }],
    ['of a title', { ...mellow, titles: { wanted: ['Mellow'], unwanted: [] } }],
    ['with somebody nobody knows', { ...mellow, unknown: ['X'] }],
    ['no wish', { tags: none }],
    ['another intent', { intent: 'next' as const }],
  ])('is not found when the words are %s', async (_, frame) => {
    const one = playing(ADA);
    one.requests.tell('mellow something', frame);
    expect(refusal(await one.say(ADA, '/play mellow something'))).toMatch(/^Nothing in the library is like “mellow something”.*\/vibe/);
    expect(one.session?.view().vibe).toBeNull();
    expect(one.calls).toEqual([]);
  });
});
