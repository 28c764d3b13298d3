import { describe, expect, it } from 'vitest';
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

describe('/why', () => {
  it('shows what each signal said when the track was picked, for whom, to the caller alone', async () => {
    const ada = scored(ADA, { tags: 0.8, novelty: 1 }, [NIGHT, SLOW]);
    const ben = scored(BEN, { tags: 0.6, novelty: 1 }, [SLOW]);
    const house = playing(CRAZY, pickedFor([ada, ben]));
    const reply = await house.say(ADA, '/why');
    expect(reply.private).toBe(true);
    const { why } = viewOf(reply, 'why');
    expect(why.track).toBe(CRAZY);
    expect(why.sentence).toBe(
      'Picked for you and Ben: close to “Night Bus” and “Slow Water” from your own listening; tags dream pop, shoegaze; none of you has heard it here yet.',
    );
    expect(why.people.map(({ member, scores }) => [member.name, scores.signals.tags.value])).toEqual([['Ada', 0.8], ['Ben', 0.6]]);
    // The figures are the pick's own, not ones computed later.
    expect(house.calls).toEqual([]);
  });

  it('never names tracks of somebody else’s listening', async () => {
    const house = playing(CRAZY, pickedFor([scored(BEN, { tags: 0.6 }, [SLOW])]));
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(JSON.stringify(why.people.map(({ because }) => because))).toBe('[[]]');
    expect(why.sentence).not.toContain(SLOW.title);
  });

  it('leaves out tracks that have gone from the library, and knows who left', async () => {
    const house = playing(CRAZY, pickedFor([scored(ADA, { tags: 1 }, [NIGHT, SLOW]), scored(CEM, { tags: 1 })]));
    house.tracks = [CRAZY, SLOW];
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.people[0].because).toEqual([SLOW]);
    expect(why.sentence).toMatch(/^Picked for you, and for somebody who has left: close to “Slow Water” from/);
  });

  it('scores a request for those who are counted in', async () => {
    const house = playing(CRAZY, requestedBy(BEN));
    house.explanation = [scored(ADA, { tags: -0.4 })];
    const { why } = viewOf(await house.say(ADA, '/why'), 'why');
    expect(why.sentence).toBe('Asked for by Ben.');
    expect(why.people).toMatchObject([{ member: ADA, scores: { signals: { tags: { value: -0.4 } } } }]);
    expect(house.calls).toEqual([['explain', CRAZY.id, [ADA.id]]]);
  });

  it('asks nothing about people who are not', async () => {
    const house = playing(CRAZY, requestedBy(BEN));
    house.consent.clear();
    expect(viewOf(await house.say(BEN, '/why'), 'why').why).toMatchObject({ sentence: 'You asked for it.', people: [] });
    expect(house.calls).toEqual([]);
  });
});
