import { beforeEach, describe, expect, it } from 'vitest';
import { ADA, BEN, CRAZY, House, PLACE, refusal, viewOf } from './support.ts';

let house: House;
beforeEach(() => {
  house = new House().with(ADA);
  house.consent.set(ADA.id, 'given');
});

const said = async (line: string) => viewOf(await house.say(ADA, line), 'notice').text;
const preferred = () => house.services.listening.preferences.of(ADA.id);

describe('/adventure', () => {
  it('says how it is set, and sets it', async () => {
    expect(await said('/adventure')).toContain('balanced');
    expect(await said('/adventure brave')).toContain('You are brave');
    expect(await said('/adventure')).toContain('You are brave');
    expect((await preferred()).adventure).toBe('brave');
  });

  it('keeps nothing of who is not counted in', async () => {
    expect(refusal(await house.say(BEN, '/adventure brave'))).toContain('/privacy join');
    expect(viewOf(await house.say(BEN, '/adventure'), 'notice').text).toContain('balanced');
  });
});

describe('/block', () => {
  it('names what is blocked, once, and takes it off again', async () => {
    house.playing(CRAZY);
    expect(await said('/block list')).toBe('You have blocked nothing: /block artist and /block track do that.');
    expect(await said('/block artist the bells')).toBe('Segue never picks “The Bells” while you are there: /block remove takes that back.');
    await said('/block artist The Bells');
    await said('/block track');
    expect(await said('/block list')).toBe('Artists: “The Bells”.\nTracks: “Crazy in Love — The Bells”.');
    expect((await preferred()).blockedTracks).toMatchObject([{ subject: CRAZY.id }]);
    expect(await said('/block remove crazy')).toBe('Segue may pick “Crazy in Love — The Bells” again.');
    expect(refusal(await house.say(ADA, '/block remove crazy'))).toContain('/block list');
    expect(await said('/block list')).toBe('Artists: “The Bells”.');
  });

  it('takes an artist whom the library does not have yet', async () => {
    await said('/block artist Nobody Here');
    expect(await said('/block list')).toBe('Artists: “Nobody Here”.');
  });

  it('keeps nothing of who is not counted in', async () => {
    expect(refusal(await house.say(BEN, '/block artist the bells'))).toContain('/privacy join');
  });
});

describe('/privacy session', () => {
  it('says whether the session is learnt from, and changes it', async () => {
    const session = house.playing(CRAZY);
    expect(await said('/privacy session')).toContain('learns from what you hear');
    expect(await said('/privacy session no')).toContain('Nothing you hear or skip');
    expect(session.learnsFrom(ADA.id)).toBe(false);
    expect(session.learnsFrom(BEN.id)).toBe(true);
    expect(await said('/privacy session yes')).toContain('learns from what you hear');
    expect(session.placeId).toBe(PLACE);
  });
});
