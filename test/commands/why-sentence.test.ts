import { describe, expect, it } from 'vitest';
import { whySentence, type Reasons } from '../../commands/wording/why-sentence.ts';
import type { ListenerScore, Member } from '../../src/domain.ts';
import { GUEST } from '../../src/session/saved-session.ts';
import { ADA, BEN, CEM, CRAZY, NIGHT, pickedFor, requestedBy, scored, SLOW } from './support.ts';

function said(scores: readonly [Member, ListenerScore][], given: Partial<Reasons> = {}): string {
  return whySentence({
    track: CRAZY,
    origin: pickedFor(scores.map(([, score]) => score)),
    callerId: ADA.id,
    people: scores.map(([member, score]) => ({ member, scores: score })),
    because: [],
    described: { tags: [], like: null },
    sounds: null,
    ...given,
  });
}

describe('why, in a sentence', () => {
  it('says whose request it is', () => {
    expect(said([], { origin: requestedBy(BEN) })).toBe('Asked for by Ben.');
    expect(said([], { origin: requestedBy(ADA) })).toBe('You asked for it.');
    expect(said([], { origin: requestedBy({ id: 'room:dj', name: 'dj eve' }) })).toBe('Asked for by dj eve.');
    expect(said([], { origin: requestedBy(GUEST) })).toBe('Asked for by a guest.');
  });

  it('says for whom it was picked, what it is close to, its tags and that it is new', () => {
    const ada = scored(ADA, { tags: 0.8, novelty: 1 }, [NIGHT, SLOW]);
    const ben = scored(BEN, { tags: 0.6, novelty: 1 });
    expect(said([[ADA, ada], [BEN, ben]], { because: [NIGHT, SLOW] })).toBe(
      'Picked for you and Ben: close to “Night Bus” and “Slow Water” from your own listening; tags dream pop, shoegaze; you have not heard it here yet.',
    );
  });

  it('says what the artist is described as that the caller likes, when that counted', () => {
    const described = { tags: ['dream pop', 'shoegaze'], like: 'Slowdive' };
    expect(said([[ADA, scored(ADA, { language: 0.8 })]], { described })).toBe('Picked for you: described as dream pop, shoegaze, like “Slowdive”.');
    expect(said([[ADA, scored(ADA, { language: 0.8 })]], { described: { ...described, like: null } })).toBe('Picked for you: described as dream pop, shoegaze.');
    expect(said([[ADA, scored(ADA, { language: 0.1, popularity: 1 })]], { described })).toBe('Picked for you: it goes down well here.');
    expect(said([[BEN, scored(BEN, { language: 0.8 })]], { described })).toBe('Picked for Ben.');
  });

  it('says which of the caller’s own tracks it sounds like, and what of that was measured, when that counted', () => {
    const sounds = { like: SLOW, reasons: ['same tempo and key', 'similarly sparse and warm'] };
    expect(said([[ADA, scored(ADA, { acoustic: 0.8 })]], { sounds })).toBe('Picked for you: sounds like “Slow Water”, which you like: same tempo and key, similarly sparse and warm.');
    expect(said([[ADA, scored(ADA, { acoustic: 0.8 })]], { sounds: { ...sounds, reasons: [] } })).toBe('Picked for you: sounds like “Slow Water”, which you like.');
    expect(said([[ADA, scored(ADA, { acoustic: 0.05, popularity: 1 })]], { sounds })).toBe('Picked for you: it goes down well here.');
    expect(said([[BEN, scored(BEN, { acoustic: 0.8 })]], { sounds })).toBe('Picked for Ben.');
  });

  it('says when it fits what was asked for in words', () => {
    const score = scored(ADA, { popularity: 1 });
    expect(said([[ADA, score]], { origin: pickedFor([score], { vibe: 0.9 }) })).toBe('Picked for you: it fits what was asked for in words; it goes down well here.');
    expect(said([[ADA, score]], { origin: pickedFor([score], { vibe: 0.1 }) })).toBe('Picked for you: it goes down well here.');
    expect(said([], { origin: pickedFor([], { vibe: 0.9 }) })).toMatch(/^Picked from the whole library for what was asked for in words/);
  });

  it('leaves out signals that hardly counted, or spoke against it', () => {
    expect(said([[ADA, scored(ADA, { collaborative: -0.9, tags: 0.9, popularity: 0.05, novelty: 0 })]])).toBe('Picked for you: tags dream pop, shoegaze.');
    expect(said([[ADA, scored(ADA, { collaborative: 0.9, tags: 0.05 })]])).toBe('Picked for you: it fits what you listen to.');
    expect(said([[ADA, scored(ADA, { popularity: 0.4 })]])).toBe('Picked for you: it goes down well here.');
  });

  it('counts what a signal brought, not what it said: a loud signal without weight is silent', () => {
    const score = scored(ADA, { collaborative: 1, tags: 0.3 });
    const unweighted = { ...score, signals: { ...score.signals, collaborative: { value: 1, weight: 0 } } };
    expect(said([[ADA, unweighted]])).toBe('Picked for you: tags dream pop, shoegaze.');
  });

  it('does not claim that it is new when the caller heard it', () => {
    expect(said([[ADA, scored(ADA, { tags: 0.5, novelty: 0.55 })], [BEN, scored(BEN, { tags: 0.5, novelty: 1 })]])).not.toMatch(/heard/);
    expect(said([[ADA, scored(ADA, { novelty: 1 })]])).toBe('Picked for you: you have not heard it here yet.');
  });

  it('speaks of several others by what holds on average, and of what one of them never heard not at all', () => {
    expect(said([[BEN, scored(BEN, { collaborative: 1, novelty: 1 })], [CEM, scored(CEM, { collaborative: 1, novelty: 1 })]])).toBe('Picked for Ben and Cem: it fits what they listen to.');
  });

  it('tells of one other person only the name', () => {
    const ben = scored(BEN, { collaborative: 1, tags: 1, popularity: 1, novelty: 1 });
    expect(said([[BEN, ben]])).toBe('Picked for Ben.');
    expect(said([[BEN, ben]], { origin: pickedFor([ben], { exploratory: true }) })).toBe('Picked for Ben as a try: one pick in ten is something new, chosen to learn more.');
  });

  it('goes by the caller’s own taste, not by that of the others it was picked for', () => {
    expect(said([[ADA, scored(ADA, { tags: 1 })], [BEN, scored(BEN, { collaborative: 1 })]])).toBe('Picked for you and Ben: tags dream pop, shoegaze.');
    expect(said([[ADA, scored(ADA, {})], [BEN, scored(BEN, { collaborative: 1 })]])).toBe('Picked for you and Ben.');
  });

  it('calls a try a try', () => {
    const scores = scored(ADA, { novelty: 1 });
    expect(said([[ADA, scores]], { origin: pickedFor([scores], { exploratory: true }) })).toBe(
      'Picked for you as a try: one pick in ten is something new, chosen to learn more; you have not heard it here yet.',
    );
  });

  it('admits when there is nothing to go by', () => {
    expect(said([])).toMatch(/nobody .* is counted in/);
    expect(said([[ADA, scored(ADA, {})]])).toMatch(/not enough is known yet/);
  });
});
