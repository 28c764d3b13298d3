import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artistKey } from '../../models/language/without-guests.ts';
import { seeded } from '../../models/random.ts';
import { divergence, mixOf } from '../../models/ranking/calibration.ts';
import type { Affinity } from '../../src/domain.ts';
import { catalogueOf } from '../../src/recommender/catalogue.ts';
import { composeList } from '../../src/recommender/compose-list.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import type { ListRequest } from '../../src/recommender/recommender.ts';
import { type Scene, sceneOf } from '../../src/recommender/scene.ts';
import { tasteMix, styleMix } from '../../src/recommender/styles.ts';
import { Taste } from '../../src/recommender/taste.ts';
import { affinity, demoLikeLibrary, styleOf, trackId } from './support/demo-like-library.ts';

const NOW = 1_800_000_000_000;
const SHAPE = { styles: 12, perStyle: 40, artistsPerStyle: 10 };
const library = demoLikeLibrary(SHAPE, 5);
const catalogue = catalogueOf(library);
const artistOf = new Map(library.map(({ id, artist }) => [id, artist]));

function sceneWith(...histories: (readonly Affinity[])[]): Scene {
  const knowledge = new Knowledge();
  for (const history of histories) if (history.length > 0) knowledge.learn(history[0].listenerId, history);
  return sceneOf(knowledge, catalogue, NOW);
}

const asked = (what: Partial<ListRequest> = {}): ListRequest => ({ listeners: [{ id: 'a', satisfaction: 0 }], exclude: [], count: 30, unheard: true, perArtist: 2, seed: 1, ...what });
const someTrack = fc.nat(library.length - 1).map((i) => library[i].id);
const history = (listener: string) =>
  fc
    .uniqueArray(fc.record({ id: someTrack, reaction: fc.constantFrom(null, 'like' as const, 'love' as const, 'dislike' as const), plays: fc.nat(3), skips: fc.nat(1) }), { maxLength: 60, selector: ({ id }) => id })
    .map((all) => all.map(({ id, ...what }) => affinity(listener, id, { ...what, earlySkips: what.skips })));
const blocked = fc.record({ artists: fc.array(someTrack.map((id) => artistKey(artistOf.get(id) ?? '')), { maxLength: 8 }), tracks: fc.array(someTrack, { maxLength: 8 }) });

/** Likes of the styles, so many of each. */
const likes = (listener: string, styles: Readonly<Record<number, number>>) =>
  Object.entries(styles).flatMap(([style, count]) => Array.from({ length: count }, (_, i) => affinity(listener, trackId(Number(style), i), { reaction: 'like', plays: 2, completions: 2 })));

describe('a list', () => {
  it('has only what was never heard, two of an artist at most, and nothing disliked or blocked, for 1,000 listeners', () => {
    fc.assert(
      fc.property(history('a'), blocked, fc.nat(), (heard, barred, seed) => {
        const scene = sceneWith(heard);
        const list = composeList(scene, asked({ listeners: [{ id: 'a', satisfaction: 0, blocked: barred }], seed }));
        const ids = list.map(({ trackId }) => trackId);
        expect(ids).toHaveLength(30);
        expect(new Set(ids).size).toBe(30);
        const known = new Set(heard.filter(({ plays, reaction }) => plays > 0 || reaction === 'dislike').map(({ trackId }) => trackId));
        expect(ids.filter((id) => known.has(id) || barred.tracks.includes(id) || barred.artists.includes(artistKey(artistOf.get(id) ?? '')))).toEqual([]);
        for (const [, own] of Map.groupBy(ids, (id) => artistOf.get(id))) expect(own.length).toBeLessThanOrEqual(2);
        for (const { probability } of list) {
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it('is shorter rather than against the rules', () => {
    const heard = library.filter((_, i) => i % 40 !== 0).map(({ id }) => affinity('a', id));
    expect(composeList(sceneWith(heard), asked()).length).toBe(12);
    expect(composeList(sceneWith(library.map(({ id }) => affinity('a', id))), asked())).toEqual([]);
  });

  it('has the styles of who it is for, in their measure', () => {
    const scene = sceneWith(likes('a', { 0: 8, 3: 4, 7: 2 }), likes('b', { 1: 6 }), likes('c', { 9: 6 }));
    const wanted = tasteMix(scene, new Taste(scene, 'a'));
    const counts = [0, 3, 7].map((style) => {
      const lists = Array.from({ length: 10 }, (_, seed) => composeList(scene, asked({ seed })).map(({ trackId }) => styleOf(trackId)));
      return lists.flat().filter((one) => one === style).length / lists.length;
    });
    expect(counts[0]).toBeGreaterThan(counts[1]);
    expect(counts[1]).toBeGreaterThan(counts[2]);
    expect(counts[2]).toBeGreaterThanOrEqual(2);
    for (let seed = 0; seed < 5; seed++) {
      const mix = mixOf(composeList(scene, asked({ seed })).map(({ trackId }) => ({ mix: styleMix(scene, catalogue.indexOf.get(trackId) ?? 0), weight: 1 })));
      expect(divergence(wanted, mix)).toBeLessThan(0.25);
    }
  });

  it('goes on from one track to one that is like it, and never from an artist to the same where that can be helped', () => {
    const scene = sceneWith(likes('a', { 0: 6, 3: 6, 7: 6 }));
    const random = seeded(3);
    for (let seed = 0; seed < 5; seed++) {
      const ids = composeList(scene, asked({ seed })).map(({ trackId }) => trackId);
      const changes = (order: readonly string[]) => order.slice(1).filter((id, i) => styleOf(id) !== styleOf(order[i])).length;
      expect(changes(ids)).toBeLessThan(0.6 * changes(ids.toSorted(() => random() - 0.5)));
      expect(ids.slice(1).filter((id, i) => artistOf.get(id) === artistOf.get(ids[i]))).toEqual([]);
    }
  });

  it('is for all of a group, and follows its mode', () => {
    const scene = sceneWith(likes('a', { 0: 6 }), likes('b', { 5: 6 }));
    const listeners = ['a', 'b'].map((id) => ({ id, satisfaction: 0 }));
    const styles = composeList(scene, asked({ listeners, count: 16 })).map(({ trackId }) => styleOf(trackId));
    for (const style of [0, 5]) expect(styles.filter((one) => one === style).length).toBeGreaterThanOrEqual(4);
  });

  it('explores in one slot of ten at most, and the same request gives the same list', () => {
    const scene = sceneWith(likes('a', { 0: 6 }));
    for (let seed = 0; seed < 8; seed++) {
      const list = composeList(scene, asked({ seed }));
      expect(list.filter(({ exploratory }) => exploratory).length).toBeLessThanOrEqual(3);
      expect(composeList(scene, asked({ seed }))).toEqual(list);
    }
    expect(composeList(scene, asked({ seed: 1 })).map(({ trackId }) => trackId)).not.toEqual(composeList(scene, asked({ seed: 2 })).map(({ trackId }) => trackId));
  });
});
