import { beforeEach, expect, it } from 'vitest';
import { ADA, aList, BEN, CEM, CRAZY, House, PLACE, refusal, SLOW, viewOf } from './support.ts';

let house: House;
beforeEach(() => {
  house = new House().with(ADA, BEN, CEM);
  for (const { id } of [ADA, BEN]) house.consent.set(id, 'given');
  house.discovered = aList(ADA, [CRAZY, SLOW]);
});

const asked = () => house.calls.find(([method]) => method === 'discover')?.[1];
const shareBy = (id: string) => house.services.listening.preferences.change(id, { sharesMatch: true });

it('plays a set for those who listen and are counted in, and says for whom', async () => {
  house.playing();
  const reply = await house.say(ADA, '/blend');
  expect(reply.private).toBe(false);
  expect(viewOf(reply, 'notice').text).toBe('A blend for Ada and Ben plays here: 2 tracks, after what was asked for.');
  expect(asked()).toMatchObject({ placeId: PLACE, by: ADA.id, together: [ADA.id, BEN.id], groupMode: 'fair' });
});

it('is for those who are named, in the mode that is named, and shown as a list to who asked', async () => {
  house.consent.set(CEM.id, 'given');
  const view = viewOf(await house.say(ADA, '/blend members:Cem mode:least-misery as:list length:12'), 'list');
  expect(view.about).toContain('for Ada and Cem');
  expect(asked()).toMatchObject({ together: [ADA.id, CEM.id], groupMode: 'least-misery', count: 12 });
});

it('tells how well two tastes match only when both agreed to it', async () => {
  const about = async () => viewOf(await house.say(ADA, '/blend as:list'), 'list').about.join(', ');
  expect(await about()).not.toContain('match');
  await shareBy(ADA.id);
  expect(await about()).not.toContain('match');
  expect(viewOf(await house.say(BEN, '/blend share:yes'), 'notice').text).toContain('/blend share:no');
  expect(await about()).toContain('a match of 84 %');
  house.match = null;
  expect(await about()).not.toContain('match');
  house.match = 0.84;
  await house.say(BEN, '/blend share:no');
  expect(await about()).not.toContain('match');
});

it('tells no match of three', async () => {
  house.consent.set(CEM.id, 'given');
  for (const { id } of [ADA, BEN, CEM]) await shareBy(id);
  expect(viewOf(await house.say(ADA, '/blend as:list'), 'list').about.join()).not.toContain('match');
});

it('refuses who is alone with it, who is not known, and who does not listen', async () => {
  expect(refusal(await house.say(ADA, '/blend members:Cem as:list'))).toContain('two people who are counted in');
  expect(refusal(await house.say(ADA, '/blend members:Zoe as:list'))).toContain('Nobody called Zoe');
  expect(refusal(await house.say(ADA, '/blend members:<@123> as:list'))).toContain('has not listened here yet');
  expect(refusal(await house.say({ id: 'room:zoe', name: 'Zoe' }, '/blend'))).toMatch(/listen/);
  expect(asked()).toBeUndefined();
});
