import { describe, expect, it } from 'vitest';
import { NOTHING_ANALYSED } from '../../src/analysis/progress.ts';
import type { ListenerScore } from '../../src/domain.ts';
import { isTranslated } from '../../src/translate.ts';
import { affinity } from '../recommender/support/demo-like-library.ts';
import { aTrack } from '../support/tracks.ts';
import { ADA, BEN, CEM, CRAZY, House, NIGHT, pickedFor, refusal, requestedBy, scored, SLOW, viewOf } from './support.ts';

const playing = (...given: Parameters<House['playing']>) => {
  const house = new House().with(ADA, BEN);
  house.consent.set(ADA.id, 'given');
  house.playing(...given);
  return house;
};

describe.each([['like', /You like/], ['love', /You love/], ['dislike', /You dislike/]] as const)('/%s', (reaction, said) => {
  it('reacts to what plays, seen by the caller alone', async () => {
    const house = playing(CRAZY);
    const reply = await house.say(ADA, `/${reaction}`);
    expect(reply.private).toBe(true);
    expect(viewOf(reply, 'notice').text).toMatch(said);
    expect(house.calls).toEqual([['react', ADA, CRAZY.id, reaction]]);
  });

  it('is taken back by saying it again', async () => {
    const house = playing(CRAZY);
    house.reactions.set(`${ADA.id} ${CRAZY.id}`, reaction);
    expect(viewOf(await house.say(ADA, `/${reaction}`), 'notice').text).toMatch(/^Taken back/);
    expect(house.calls).toEqual([['react', ADA, CRAZY.id, null]]);
  });

  it('replaces another reaction, and is not mistaken for one to another track', async () => {
    const house = playing(CRAZY);
    house.reactions.set(`${ADA.id} ${CRAZY.id}`, reaction === 'like' ? 'dislike' : 'like').set(`${ADA.id} ${NIGHT.id}`, reaction);
    await house.say(ADA, `/${reaction}`);
    expect(house.calls).toEqual([['react', ADA, CRAZY.id, reaction]]);
  });

  it('reacts to a track that is named, whether anything plays or not', async () => {
    const house = new House();
    house.consent.set(ADA.id, 'given');
    expect(viewOf(await house.say(ADA, `/${reaction} night bus`), 'notice').text).toContain('“Night Bus”');
    house.reactions.set(`${ADA.id} ${SLOW.id}`, reaction);
    await house.desk.execute([reaction], { track: SLOW.id }, house.context(ADA));
    expect(house.calls).toEqual([['react', ADA, NIGHT.id, reaction], ['react', ADA, SLOW.id, null]]);
    expect(refusal(await house.desk.execute([reaction], { track: 't0123456789abcdef' }, house.context(ADA)))).toMatch(/no longer in the library/);
  });

  it('keeps nothing of a member who is not counted in, and says how to be', async () => {
    const house = playing(CRAZY);
    expect(refusal(await house.say(BEN, `/${reaction}`))).toMatch(/\/privacy join/);
    house.consent.set(BEN.id, 'paused');
    expect(refusal(await house.say(BEN, `/${reaction}`))).toMatch(/\/privacy resume/);
    expect(house.calls).toEqual([]);
  });
});

describe('/similar', () => {
  it('lists tracks like the one that is named, with what can be seen to speak for each', async () => {
    const house = new House();
    house.similar = [
      { trackId: NIGHT.id, score: 0.7, together: true, artists: null, sound: [] },
      { trackId: SLOW.id, score: 0.2, together: false, artists: null, sound: [] },
      { trackId: 'gone', score: 0.1, together: true, artists: null, sound: [] },
    ];
    const reply = await house.say(BEN, '/similar crazy count:5');
    expect(house.calls).toEqual([['similar', CRAZY.id, 5]]);
    expect(reply.private).toBe(false);
    expect(viewOf(reply, 'similar')).toEqual({
      kind: 'similar',
      track: CRAZY,
      like: [
        { track: NIGHT, reasons: ['liked by the same listeners', 'the same artist', 'in common: dream pop'] },
        { track: SLOW, reasons: [] },
      ],
    });
  });

  it('does not call it one artist that nobody knows either of them', async () => {
    const house = new House();
    house.tracks = [aTrack(1, { artist: 'Unknown artist' }), aTrack(2, { artist: 'Unknown artist' })];
    house.similar = [{ trackId: 't2', score: 0.7, together: false, artists: null, sound: [] }];
    expect(viewOf(await house.say(BEN, '/similar song 1'), 'similar').like).toEqual([{ track: house.tracks[1], reasons: [] }]);
  });

  it('goes by what plays when nothing is named, and tells what is written about both artists', async () => {
    const house = playing(CRAZY);
    house.similar = [{ trackId: SLOW.id, score: 0.5, together: false, artists: { tags: ['dream pop', 'shoegaze', 'noise pop', 'indie'], together: 7 }, sound: [] }];
    expect(viewOf(await house.say(BEN, '/similar'), 'similar').like).toEqual([{ track: SLOW, reasons: ['both described as dream pop, shoegaze and noise pop', 'named together in 7 articles'] }]);
    expect(refusal(await new House().say(BEN, '/similar'))).toMatch(/Nothing plays here yet/);
  });

  it('finds artists of the library like one, who need not be in it', async () => {
    const house = new House();
    house.similarArtists = [{ trackId: SLOW.id, tracks: 1, score: 0.5, evidence: { tags: ['ambient'], together: 1 } }, { trackId: 'gone', tracks: 2, score: 0.4, evidence: { tags: [], together: 0 } }];
    expect(viewOf(await house.say(BEN, '/similar artist:the bells'), 'similar')).toEqual({
      kind: 'similar',
      artist: 'The Bells',
      like: [{ artist: 'Mira Holm', tracks: 1, reasons: ['both described as ambient', 'named together in one article'] }],
    });
    await house.say(BEN, '/similar artist:Massive Attack count:3');
    expect(house.calls).toEqual([['similarArtists', 'The Bells', 10], ['similarArtists', 'Massive Attack', 3]]);
    house.similarArtists = [];
    expect(viewOf(await house.say(BEN, '/similar artist:nobody'), 'notice').text).toMatch(/like “nobody”/);
    expect(refusal(await house.say(BEN, '/similar track:slow artist:nobody'))).toMatch(/not both/);
  });

  it('lists tracks that sound like one, with what can be heard that both have', async () => {
    const house = new House();
    house.sounding = [{ trackId: NIGHT.id, score: 0.7, together: false, artists: null, sound: ['same tempo and key', 'similarly sparse and warm'] }];
    const reply = await house.say(BEN, '/similar slow by:sound count:5');
    expect(house.calls).toEqual([['similarSounding', SLOW.id, 5]]);
    expect(viewOf(reply, 'similar')).toEqual({ kind: 'similar', track: SLOW, like: [{ track: NIGHT, reasons: ['same tempo and key', 'similarly sparse and warm'] }] });
    expect(refusal(await house.say(BEN, '/similar artist:nobody by:sound'))).toMatch(/name a track/);
  });

  it('says of a track that was not heard that it soon is, or that it cannot be', async () => {
    const house = new House();
    house.sounding = null;
    expect(viewOf(await house.say(BEN, '/similar slow by:sound'), 'notice').text).toBe('“Slow Water” was not heard yet: it is analysed soon, before the others.');
    house.analysis = { ...NOTHING_ANALYSED, faults: 1, faulty: [{ path: SLOW.file.path, reason: 'it is broken' }] };
    expect(viewOf(await house.say(BEN, '/similar slow by:sound'), 'notice').text).toMatch(/could not be analysed/);
    house.sounding = [];
    expect(viewOf(await house.say(BEN, '/similar slow by:sound'), 'notice').text).toMatch(/Nothing that was heard so far sounds like “Slow Water”/);
  });

  it('says what helps when nothing is like it, and refuses what is not there', async () => {
    const house = new House();
    expect(viewOf(await house.say(BEN, '/similar slow'), 'notice').text).toMatch(/known to be like “Slow Water”/);
    expect(refusal(await house.say(BEN, '/similar xyzzy'))).toMatch(/Nothing in the library is like/);
  });
});

describe('/tags', () => {
  it('search lists what a label fits, and who says so', async () => {
    const house = new House();
    house.labelled = [{ trackId: CRAZY.id, score: 1, says: 'file', broader: null }, { trackId: SLOW.id, score: 0.5, says: 'artist', broader: null }, { trackId: 'gone', score: 0.5, says: 'kin', broader: null }];
    expect(viewOf(await house.say(BEN, '/tags search dream pop'), 'labelled')).toEqual({
      kind: 'labelled',
      label: 'dream pop',
      tracks: [{ track: CRAZY, reasons: ['its file says so'] }, { track: SLOW, reasons: ['its artist is described so'] }],
    });
    expect(house.calls).toEqual([['labelled', 'dream pop', 10]]);
    house.labelled = [{ trackId: SLOW.id, score: 0.3, says: 'file', broader: 'folk' }];
    expect(viewOf(await house.say(BEN, '/tags search polka'), 'labelled').tracks).toEqual([{ track: SLOW, reasons: ['not called so: it is folk'] }]);
    house.labelled = [];
    expect(viewOf(await house.say(BEN, '/tags search polka'), 'notice').text).toMatch(/known to be “polka”/);
  });

  it('of tells the tags of a track or an artist, each with who gives it, and where that was read', async () => {
    const house = playing(CRAZY);
    const sources = [{ source: 'wikipedia', title: 'The Bells', url: 'https://example.org/bells', credit: 'Wikipedia, CC BY-SA 4.0' }];
    house.about = { tags: [{ tag: 'dream pop', sources: ['wikipedia'] }, { tag: 'noise pop', sources: ['wikipedia', 'listenbrainz'] }], sources };
    const known = [{ tag: 'dream pop', from: ['file', 'wikipedia'] }, { tag: 'shoegaze', from: ['file'] }, { tag: 'noise pop', from: ['wikipedia', 'listenbrainz'] }];
    expect(viewOf(await house.say(BEN, '/tags of'), 'tags')).toEqual({ kind: 'tags', artist: 'The Bells', track: CRAZY, tags: known, sources });
    expect(viewOf(await house.say(BEN, '/tags of artist:the bells'), 'tags')).toEqual({ kind: 'tags', artist: 'The Bells', track: null, tags: known, sources });
    house.about = { tags: [], sources: [] };
    expect(viewOf(await house.say(BEN, '/tags of mission'), 'notice').text).toMatch(/Nothing says what “Mission: Possible” is/);
  });

  it('of tells an artist’s tags also from the tracks they made with guests', async () => {
    const house = new House();
    house.tracks = [CRAZY, aTrack(9, { artist: 'The Bells feat. Mira Holm', genres: ['ballad'] })];
    expect(viewOf(await house.say(BEN, '/tags of artist:the bells'), 'tags').tags.map(({ tag }) => tag)).toEqual(['dream pop', 'shoegaze', 'ballad']);
  });

  it('library shows what there is, and a tag of it is heard with /vibe', async () => {
    const house = new House().with(ADA);
    expect(viewOf(await house.say(ADA, '/tags library'), 'cloud').tags).toEqual([{ tag: 'dream pop', tracks: 2 }, { tag: 'ambient', tracks: 1 }, { tag: 'shoegaze', tracks: 1 }]);
    expect(house.desk.completeLine('/vibe tag:dr', house.context(ADA)).map(({ value }) => value)).toEqual(['/vibe tag:dream pop']);
    expect(viewOf(await house.say(ADA, '/vibe tag:Dreampop'), 'vibe').words).toEqual(['dream pop']);
    expect(house.session?.view().vibe?.tags.wanted).toEqual(['dream pop']);
  });
});

describe('/why', () => {
  it('shows for whom it was picked, and what each signal said for the caller, to the caller alone', async () => {
    const ada = scored(ADA, { tags: 0.8, novelty: 1 }, [NIGHT, SLOW]);
    const ben = scored(BEN, { tags: 0.6, novelty: 1 }, [SLOW]);
    const house = playing(CRAZY, pickedFor([ada, ben]));
    house.consent.set(BEN.id, 'given');
    const reply = await house.say(ADA, '/why');
    expect(reply.private).toBe(true);
    const { why } = viewOf(reply, 'why');
    expect(why.track).toBe(CRAZY);
    expect(why.sentence).toBe(
      'Picked for you and Ben: close to “Night Bus” and “Slow Water” from your own listening; tags dream pop, shoegaze; you have not heard it here yet.',
    );
    expect(why.own).toMatchObject({ scores: ada, because: [NIGHT, SLOW] });
    // Nothing else tells what another's taste is.
    expect(JSON.stringify(reply)).not.toContain(BEN.id);
    // What goes together is looked up; the figures are the pick's own, not ones computed later.
    expect(house.calls).toEqual([['explain', CRAZY.id, [ADA.id]]]);
  });

  it('shows by signal which of the caller’s own listening speaks for it, and how sure that is', async () => {
    const ada: ListenerScore = {
      ...scored(ADA, { collaborative: 0.5, language: 0.3, acoustic: 0.3, tags: 0.8, novelty: 1 }, [NIGHT, SLOW]),
      described: { tags: ['dream pop'], like: SLOW.id },
      sounds: { like: SLOW.id, reasons: ['same tempo'] },
    };
    const house = playing(CRAZY, pickedFor([ada], { probability: 0.034 }));
    house.explanation = [{ ...ada, together: [SLOW.id] }];
    house.affinities = [affinity(ADA.id, SLOW.id, { plays: 12, reaction: 'love' }), affinity(ADA.id, NIGHT.id, { plays: 3 })];
    house.record = { judged: 90, alike: { share: 0.7, low: 0.54, high: 0.82, of: 40 } };
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.own?.evidence).toEqual([
      { signal: 'collaborative', phrases: ['who listens to “Slow Water” (12×, ❤️) listens to it, too'] },
      { signal: 'language', phrases: ['described as dream pop', 'most like Mira Holm, whom you like'] },
      { signal: 'acoustic', phrases: ['sounds most like “Slow Water” (12×, ❤️)', 'same tempo'] },
      { signal: 'tags', phrases: ['by the artist of “Night Bus”', 'dream pop, as what you listen to'] },
      { signal: 'novelty', phrases: ['you have not heard it here yet'] },
    ]);
    expect(why.own?.sure).toBe('How sure: of your 40 earlier picks that scored most like it, 28 went well, so the next does with 54 to 82 %.');
    expect(why.chance).toBe('This slot was not for exploring: what suits best was drawn, and this track had a chance of 3 %.');
    const told = [...why.own!.evidence.flatMap(({ phrases }) => phrases), why.own!.sure!, why.chance!].filter((phrase) => phrase !== 'same tempo');
    expect(told.filter((phrase) => !isTranslated(phrase, 'de'))).toEqual([]);
  });

  it('claims no evidence for what did not count, and no certainty that there is not', async () => {
    const ada = scored(ADA, { tags: -0.4, acoustic: 0, novelty: 0.2 }, [NIGHT]);
    const house = playing(CRAZY, pickedFor([ada], { exploratory: true, probability: 0.0025 }));
    house.affinities = [affinity(ADA.id, CRAZY.id, { plays: 2 })];
    house.record = { judged: 4, alike: null };
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.own?.evidence).toEqual([{ signal: 'novelty', phrases: ['you know it already (2×)'] }]);
    expect(why.own?.sure).toBe('How sure: a guess, as only 4 of your earlier picks can be judged yet.');
    expect(why.chance).toBe('This slot was for exploring: what little is known of was drawn, and this track had a chance of less than 1 %, 1 in 400.');
    house.record = undefined;
    expect(viewOf(await house.say(ADA, '/why'), 'why').why.own?.sure).toBeNull();
  });

  it('names nobody who is not counted in any more', async () => {
    const house = playing(CRAZY, pickedFor([scored(ADA, { popularity: 1 }), scored(BEN, { popularity: 1 })]));
    house.consent.set(BEN.id, 'paused');
    expect(viewOf(await house.say(ADA, '/why'), 'why').why.sentence).not.toContain('Ben');
  });

  it('says of somebody else’s taste nothing at all', async () => {
    const house = playing(CRAZY, pickedFor([scored(BEN, { tags: 0.6, novelty: 1 }, [SLOW])]));
    house.consent.set(BEN.id, 'given');
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why).toEqual({ track: CRAZY, sentence: 'Picked for Ben.', own: null, chance: 'This slot was not for exploring: what suits best was drawn, and this track had a chance of 50 %.' });
  });

  it('is the same, whatever the taste of the others', async () => {
    const ada = scored(ADA, { tags: 0.8 });
    const told = async (ben: Parameters<typeof scored>[1]) => (await playing(CRAZY, pickedFor([ada, scored(BEN, ben)])).say(ADA, '/why')).view;
    expect(await told({ collaborative: 1 })).toEqual(await told({ popularity: 0.3, novelty: -1 }));
  });

  it('leaves out tracks that have gone from the library, and knows who left', async () => {
    const house = playing(CRAZY, pickedFor([scored(ADA, { tags: 1 }, [NIGHT, SLOW]), scored(CEM, { tags: 1 })]));
    house.tracks = [CRAZY, SLOW];
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.own?.because).toEqual([SLOW]);
    expect(why.sentence).toMatch(/^Picked for you, and for somebody who has left: close to “Slow Water” from/);
  });

  it('scores a request for the caller alone', async () => {
    const house = playing(CRAZY, requestedBy(BEN));
    house.consent.set(BEN.id, 'given');
    house.explanation = [scored(ADA, { tags: -0.4 })];
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.sentence).toBe('Asked for by Ben.');
    expect(why.own?.scores).toEqual(scored(ADA, { tags: -0.4 }));
    expect(house.calls).toEqual([['explain', CRAZY.id, [ADA.id]]]);
  });

  it('asks nothing about a caller who is not counted in', async () => {
    const house = playing(CRAZY, requestedBy(BEN));
    expect(viewOf(await house.say(BEN, '/why'), 'why').why).toEqual({ track: CRAZY, sentence: 'You asked for it.', own: null, chance: null });
    expect(house.calls).toEqual([]);
  });
});
