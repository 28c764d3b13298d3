import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupMode } from '../../models/group/group-worth.ts';
import { seeded } from '../../models/random.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import { ADVENTURES, type Adventure, type Affinity } from '../../src/domain.ts';
import { catalogueOf } from '../../src/recommender/catalogue.ts';
import { choose, explain } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import type { PickRequest } from '../../src/recommender/recommender.ts';
import { type Scene, sceneOf } from '../../src/recommender/scene.ts';
import type { TrainedTaste } from '../../src/recommender/trained-taste.ts';
import { affinity, DEMO_SHAPE, demoLikeLibrary, styleOf, trackId } from './support/demo-like-library.ts';
import { pickRequest } from './support/recommender-house.ts';

const NOW = 1_800_000_000_000;
const DAY_MS = 24 * 3_600_000;
const library = demoLikeLibrary(DEMO_SHAPE, 3);
const artistOf = new Map(library.map((track) => [track.id, track.artist]));

function sceneWith(...histories: (readonly Affinity[])[]): Scene {
  const knowledge = new Knowledge();
  for (const history of histories) if (history.length > 0) knowledge.learn(history[0].listenerId, history);
  return sceneOf(knowledge, catalogueOf(library), NOW);
}

const likes = (listener: string, style: number, count = 4) =>
  Array.from({ length: count }, (_, i) => affinity(listener, trackId(style, i), { reaction: 'like', plays: 0 }));

/** A model that says how much each track (row) speaks for each other. */
function trainedOn(ids: readonly string[], weights: readonly (readonly number[])[]): TrainedTaste {
  const columns = ids.length;
  const pointers = Int32Array.from({ length: columns + 1 }, (_, row) => row * columns);
  const items = { columns, pointers, indices: Int32Array.from(weights.flat(), (_, i) => i % columns), values: Float32Array.from(weights.flat()) };
  const recipe = { family: 'rp3beta', walkExponent: 1, popularityExponent: 0.2, confidence: 0, viewWeight: 0 } as const;
  const model = { columns, components: [{ family: 'rp3beta' as const, recipe, model: items }], regimes: [{ size: 1, weights: { rp3beta: 1 }, quality: null }] };
  return { trainedAt: NOW, tookMs: 0, trainedOn: 10, tracks: columns, ids, model, head: null, blend: null };
}

const someTrack = fc.nat(library.length - 1).map((i) => library[i].id);
const history = (listener: string) =>
  fc
    .uniqueArray(fc.record({ id: someTrack, reaction: fc.constantFrom(null, 'like' as const, 'dislike' as const), plays: fc.nat(2), skips: fc.nat(1) }), { maxLength: 15, selector: (a) => a.id })
    .map((all) => all.map(({ id, ...what }) => affinity(listener, id, { ...what, earlySkips: what.skips })));

describe('choosing', () => {
  it('never picks what is excluded, disliked by anyone present, or picked already; logs 0 < p ≤ 1', () => {
    fc.assert(
      fc.property(history('a'), history('b'), fc.array(someTrack, { maxLength: 30 }), fc.nat(), (a, b, exclude, seed) => {
        const scene = sceneWith(a, b);
        const listeners = [{ id: 'a', satisfaction: 1 }, { id: 'b', satisfaction: 0 }];
        const choices = choose(scene, pickRequest({ listeners, exclude, before: exclude.slice(-3), count: 8, seed }));
        const disliked = [...a, ...b].filter((x) => x.reaction === 'dislike').map((x) => x.trackId);
        const ids = choices.map((choice) => choice.trackId);
        expect(ids.filter((id) => exclude.includes(id) || disliked.includes(id))).toEqual([]);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { probability, scores } of choices) {
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThanOrEqual(1 + 1e-12);
          for (const { score, signals } of scores) {
            expect(score).toBeCloseTo(Object.values(signals).reduce((sum, { value, weight }) => sum + value * weight, 0), 9);
          }
        }
      }),
    );
  });

  it('plays at most two in a row by one artist, counting what was heard before', () => {
    fc.assert(
      fc.property(history('a'), fc.nat(), (a, seed) => {
        const before = [trackId(2, 0), trackId(2, 2)];
        expect(artistOf.get(before[0])).toBe(artistOf.get(before[1]));
        const choices = choose(sceneWith([...likes('b', 2, 6)], a), pickRequest({ listeners: [{ id: 'b', satisfaction: 0 }], exclude: before, before, count: 20, seed }));
        const artists = [...before, ...choices.map((choice) => choice.trackId)].map((id) => artistOf.get(id));
        for (let i = 2; i < artists.length; i++) expect(artists[i] === artists[i - 1] && artists[i] === artists[i - 2]).toBe(false);
      }),
    );
  });

  it('picks with the frequency it logs', () => {
    const scene = sceneWith(likes('a', 1), [affinity('b', trackId(4, 1), { reaction: 'dislike' })]);
    const request = pickRequest({ listeners: [{ id: 'a', satisfaction: 0 }, { id: 'b', satisfaction: 0 }] });
    const draws = 3_000;
    const counts = new Map<string, number>();
    const logged = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const [choice] = choose(scene, { ...request, seed, sessionId: `session ${seed}`, slot: seed % 10 });
      counts.set(choice.trackId, (counts.get(choice.trackId) ?? 0) + 1);
      expect(logged.get(choice.trackId) ?? choice.probability).toBe(choice.probability);
      logged.set(choice.trackId, choice.probability);
    }
    for (const [id, p] of logged) expect(Math.abs(counts.get(id)! - draws * p)).toBeLessThanOrEqual(6 * Math.sqrt(draws * p * (1 - p)) + 6);
    expect([...logged.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(0.98);
    expect([...logged.values()].reduce((a, b) => a + b, 0)).toBeLessThan(1 + 1e-9);
  });

  it('explores exactly one of every ten slots of a session, however they are planned, and never what was rejected', () => {
    const rejected = [0, 1].map((i) => affinity('a', trackId(5, i), { reaction: 'dislike' }));
    const scene = sceneWith([...likes('a', 1), ...rejected]);
    const firstOfTen: number[] = [];
    for (let session = 0; session < 100; session++) {
      const request = pickRequest({ sessionId: `session ${session}`, listeners: [{ id: 'a', satisfaction: 0 }], seed: session });
      const together = choose(scene, { ...request, slot: 0, count: 20 });
      const oneByOne = together.map((_, slot) => choose(scene, { ...request, slot })[0]);
      for (const choices of [together, oneByOne]) {
        const exploring = choices.flatMap((choice, slot) => (choice.exploratory ? [slot] : []));
        expect(exploring.map((slot) => Math.floor(slot / 10))).toEqual([0, 1]);
        expect(choices.filter((choice) => styleOf(choice.trackId) === 5)).toEqual([]);
      }
      firstOfTen.push(together.findIndex((choice) => choice.exploratory));
    }
    expect(new Set(firstOfTen).size).toBe(10);
  });

  it('explores one in ten by chance when it is not told the slot', () => {
    const scene = sceneWith(likes('a', 1));
    const choices = Array.from({ length: 1_000 }, (_, seed) => choose(scene, pickRequest({ listeners: [{ id: 'a', satisfaction: 0 }], seed }))[0]);
    const explored = choices.filter((choice) => choice.exploratory).length;
    expect(explored).toBeGreaterThan(50);
    expect(explored).toBeLessThan(150);
  });

  it('walks through the styles when nobody is there', () => {
    for (let seed = 0; seed < 20; seed++) {
      const styles = choose(sceneWith(), pickRequest({ count: 8, seed })).map((choice) => styleOf(choice.trackId));
      expect(new Set(styles).size, `seed ${seed}`).toBeGreaterThanOrEqual(5);
      expect(styles.some((style, i) => style === styles[i - 1])).toBe(false);
    }
  });

  it('plays unheard tracks of a liked style before those that were heard, and those before other styles', () => {
    const heard = [0, 1, 2].map((i) => affinity('a', trackId(1, i), { completions: 1, reaction: 'like', lastAt: NOW - 86_400_000 }));
    const unheard = [3, 4, 5].map((i) => trackId(1, i));
    const scene = sceneWith(heard);
    const share = (exclude: readonly string[], among: readonly string[]) => {
      const choices = Array.from({ length: 200 }, (_, seed) => choose(scene, pickRequest({ listeners: [{ id: 'a', satisfaction: 0 }], exclude, seed }))[0]);
      const greedy = choices.filter((choice) => !choice.exploratory);
      return greedy.filter((choice) => among.includes(choice.trackId)).length / greedy.length;
    };
    expect(share([], unheard)).toBeGreaterThan(0.95);
    expect(share(unheard, heard.map((a) => a.trackId))).toBeGreaterThan(0.95);
  });

  it('serves two members with different tastes in turns', () => {
    const scene = sceneWith(likes('a', 1, 2), likes('b', 6, 2));
    const random = seeded(1);
    const satisfaction = new Map([['a', 0], ['b', 0]]);
    const exclude: string[] = [];
    const served: number[] = [];
    for (let slot = 0; slot < 8; slot++) {
      const listeners = [...satisfaction].map(([id, s]) => ({ id, satisfaction: s }));
      const [choice] = choose(scene, pickRequest({ listeners, exclude, before: exclude.slice(-3), seed: Math.floor(random() * 1e9) }));
      for (const { listenerId, score } of choice.scores) satisfaction.set(listenerId, satisfaction.get(listenerId)! + Math.min(1, Math.max(0, score)));
      exclude.push(choice.trackId);
      served.push(styleOf(choice.trackId));
    }
    const [forA, forB] = [1, 6].map((style) => served.filter((s) => s === style).length);
    expect(forA).toBeGreaterThanOrEqual(2);
    expect(forB).toBeGreaterThanOrEqual(2);
    expect(forA + forB).toBeGreaterThanOrEqual(6);
  });

  it('returns fewer when the library has no more', () => {
    expect(choose(sceneWith(), pickRequest({ count: 100 }))).toHaveLength(library.length);
    expect(choose(sceneWith(), pickRequest({ exclude: library.map((track) => track.id) }))).toEqual([]);
  });
});

describe('explaining', () => {
  it('names the listener’s own liked tracks that are most alike, and no others', () => {
    const liked = likes('a', 1, 2);
    const [score] = explain(sceneWith([...liked, affinity('a', trackId(1, 2), { reaction: 'dislike' }), ...likes('a', 6, 1)]), trackId(1, 4), ['a']);
    expect([...score.because].sort()).toEqual(liked.map((a) => a.trackId).sort());
    expect(score.signals.tags.value).toBeGreaterThan(0);
    expect(explain(sceneWith(), 'gone', ['a'])).toEqual([]);
  });

  it('names tracks of the listener’s own that no tag connects with it, when who heard them heard it', () => {
    const [wanted, connected, unconnected, against] = [trackId(7, 0), trackId(0, 0), trackId(1, 1), trackId(2, 0)];
    const others = Array.from({ length: 20 }, (_, i) => [affinity(`other ${i}`, wanted, { reaction: 'like' })]);
    const scene = sceneWith([connected, unconnected, against].map((id) => affinity('a', id, { reaction: 'like' })), ...others);
    scene.knowledge.useTrained(trainedOn([wanted, connected, unconnected, against], [[0, 0, 0, 0], [0.9, 0, 0, 0], [0, 0, 0.2, 0], [-0.4, 0, 0, 0]]));
    const [score] = explain(sceneOf(scene.knowledge, scene.catalogue, NOW), wanted, ['a']);
    expect(score.signals.collaborative.value * score.signals.collaborative.weight).toBeGreaterThan(0.1);
    expect(score.because).toEqual([connected]);
    expect(score.together).toEqual([connected]);
    // The log keeps what a pick was chosen by, and no more.
    expect(choose(sceneOf(scene.knowledge, scene.catalogue, NOW), pickRequest({ listeners: [{ id: 'a', satisfaction: 0 }] }))[0].scores[0]).not.toHaveProperty('together');
  });

  it('goes by what was said lately, as fast as tastes are said to change', () => {
    const opinions = [affinity('a', trackId(1, 0), { reaction: 'like', lastAt: NOW - 90 * DAY_MS }), affinity('a', trackId(6, 0), { reaction: 'like', lastAt: NOW })];
    const share = (halfLifeDays: number) => {
      const knowledge = new Knowledge(halfLifeDays * DAY_MS);
      knowledge.learn('a', opinions);
      const scene = sceneOf(knowledge, catalogueOf(library), NOW);
      const [old, late] = [trackId(1, 1), trackId(6, 1)].map((id) => explain(scene, id, ['a'])[0].signals.tags.value);
      return old / late;
    };
    expect(share(30)).toBeLessThan(0.5 * share(360));
  });

  describe('for several', () => {
    const scene = sceneWith(likes('a', 0), likes('b', 1));
    const listeners = ['a', 'b'].map((id) => ({ id, satisfaction: 0 }));
    const stylesOf = (groupMode: GroupMode, slot: number, seed: number) => choose(scene, pickRequest({ listeners, groupMode, slot, count: 2, seed })).filter(({ exploratory }) => !exploratory).map(({ trackId }) => styleOf(trackId));

    it('lets each choose in turn, also when it is planned anew', () => {
      for (let slot = 0; slot < 12; slot++) {
        const styles = stylesOf('round-robin', slot, slot);
        if (styles.length === 2) expect(styles).toEqual([slot % 2, (slot + 1) % 2]);
      }
    });

    it('serves one and then the other when it is fair, whoever comes first', () => {
      const both = Array.from({ length: 10 }, (_, seed) => stylesOf('fair', 0, seed)).filter((styles) => styles.length === 2);
      expect(both.length).toBeGreaterThan(0);
      for (const styles of both) for (const style of styles) expect([0, 1]).toContain(style);
    });

    it('serves next whoever was served least when it is fair, whoever is named first', () => {
      for (const [had, style] of [[[3, 0], 1], [[0, 3], 0]] as const) {
        for (let seed = 0; seed < 8; seed++) {
          const [{ trackId, exploratory }] = choose(scene, pickRequest({ listeners: ['a', 'b'].map((id, i) => ({ id, satisfaction: had[i] })), slot: seed, count: 1, seed }));
          if (!exploratory) expect(styleOf(trackId)).toBe(style);
        }
      }
    });

    it('spares whoever would like it least, and turns to what both can live with', () => {
      const least = (groupMode: GroupMode) => {
        const [{ scores }] = choose(scene, pickRequest({ listeners, groupMode, slot: 0, count: 1, seed: 3 }));
        return Math.min(...scores.map(({ relevance }) => relevance));
      };
      expect(least('least-misery')).toBeGreaterThanOrEqual(least('round-robin'));
    });

    it('turns to what both can live with when nobody shall be miserable', () => {
      // Each has a style of their own, which they like best, and one that both like.
      const divided = sceneWith([...likes('a', 0, 6), ...likes('a', 2, 3)], [...likes('b', 1, 6), ...likes('b', 2, 3)]);
      const stylesBy = (groupMode: GroupMode) => [0, 1, 2, 3, 4, 5].flatMap((slot) => choose(divided, pickRequest({ listeners, groupMode, slot, count: 1, seed: slot })).filter(({ exploratory }) => !exploratory).map(({ trackId }) => styleOf(trackId)));
      expect(new Set(stylesBy('least-misery'))).toEqual(new Set([2]));
      expect(stylesBy('round-robin')).not.toContain(2);
    });
  });

  it('never picks what anybody present has blocked, and picks it again when they have gone', () => {
    const scene = sceneWith(likes('a', 1, 3), likes('b', 1, 3));
    const [artist] = new Set(library.filter(({ genres }) => genres.includes('style 1')).map((track) => track.artist));
    const track = trackId(2, 3);
    const blocked = { artists: [artistKey(artist)], tracks: [track] };
    const a = { id: 'a', satisfaction: 0 };
    const b = { id: 'b', satisfaction: 0, blocked };
    const all = (listeners: PickRequest['listeners']) => choose(scene, pickRequest({ listeners, count: library.length })).map(({ trackId }) => trackId);
    const together = all([a, b]);
    expect(together.filter((id) => id === track || artistOf.get(id) === artist)).toEqual([]);
    expect(together.length).toBe(library.length - 1 - library.filter((one) => one.artist === artist).length);
    expect(all([a])).toHaveLength(library.length);
  });

  it('goes the further from what somebody knows the more adventurous they are', () => {
    // Some tracks of two styles they know, by one of the two artists of each.
    const heard = [0, 1].flatMap((style) => [0, 2].map((i) => affinity('a', trackId(style, i), { reaction: 'like', plays: 4, completions: 4 })));
    const scene = sceneWith(heard, likes('b', 1), likes('c', 5));
    const known = new Set(heard.map(({ trackId }) => artistOf.get(trackId)));
    const shareOfKnown = (adventure: Adventure) => {
      const drawn = Array.from({ length: 60 }, (_, slot) => choose(scene, pickRequest({ listeners: [{ id: 'a', satisfaction: 0, adventure }], slot, seed: slot }))[0]).filter(({ exploratory }) => !exploratory);
      return drawn.filter(({ trackId }) => known.has(artistOf.get(trackId))).length / drawn.length;
    };
    const shares = ADVENTURES.map(shareOfKnown);
    expect(shares).toEqual(shares.toSorted((x, y) => y - x));
    expect(shares[0]).toBeGreaterThan(shares[2] + 0.2);
    expect(shares[3]).toBeLessThan(0.1);
  });
});
