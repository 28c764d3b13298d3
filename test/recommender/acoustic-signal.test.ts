import { describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { choose, explain } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import type { TrainedTaste } from '../../src/recommender/trained-taste.ts';
import { aTrack } from '../support/tracks.ts';
import { affinity } from './support/demo-like-library.ts';
import { pickRequest } from './support/recommender-house.ts';
import { aSound } from './support/sounds.ts';

const NOW = 1_800_000_000_000;
const ADA = 'room:ada';
/** Twenty artists with a track each, of whom nobody says anything. The first ten sound alike, and the others do. */
const TRACKS = Array.from({ length: 20 }, (_, i) => aTrack(i, { artist: `Artist ${i}` }));
const soundsSo = (id: string) => Number(id.slice(1)) < 10;
/** Of the last artist nothing was heard. */
const UNHEARD = 't20';

function librarySound(): LibrarySound {
  const sound = new LibrarySound('n1');
  const random = seeded(4);
  for (const [i, { id }] of TRACKS.entries()) {
    const kind = soundsSo(id) ? 1 : -1;
    sound.set(id, aSound({ embedding: [1, kind, 0.3 * (random() - 0.5), 0.3 * (random() - 0.5)], tempo: i < 10 ? 120 : 90 }, i));
  }
  return sound;
}

/** Two factors, of which the listener has the one of the first track; a head that takes what does not sound like it for the same. */
function trainedWith(networkVersion: string): TrainedTaste {
  const recipe = { family: 'factors', dimensions: 2, unobservedWeight: 0.1, commonRegularisation: 2, confidence: 0, viewWeight: 0 } as const;
  const settings = { dimensions: 2, unobservedWeight: 0.1, regularisation: 0.01, frequencyExponent: 1 };
  const factors = { settings, confidence: 0, vectors: Float32Array.of(1, 0, 0, 1), mean: new Float32Array(2) } as const;
  return {
    trainedAt: NOW,
    tookMs: 0,
    trainedOn: 10,
    tracks: 2,
    ids: ['t0', 't15'],
    model: { columns: 2, components: [{ family: 'factors', recipe, model: factors }], regimes: [{ size: 1, weights: { factors: 1 }, quality: null }] },
    head: { dimensions: 4, factors: 2, coefficients: Float32Array.of(0, -1, 0, 0, 0, 0, 1, 0, 0, 0), auc: 0.9, soundAuc: 0.6, networkVersion },
    blend: null,
  };
}

function sceneWhere(sound: LibrarySound | undefined, liked: readonly string[], genres: readonly string[] = []) {
  const knowledge = new Knowledge();
  knowledge.learn(ADA, liked.map((id) => affinity(ADA, id, { reaction: 'like' })));
  const tracks = [...TRACKS, aTrack(20, { artist: 'Artist 20' })].map((track) => recordOf({ ...track, genres: [...genres] }));
  return sceneOf(knowledge, catalogueOf(tracks), NOW, sound);
}

describe('how tracks sound', () => {
  it('lets tracks be picked that nobody has played and nobody says anything of', () => {
    const request = pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], exclude: ['t0', 't1'] });
    const share = (sound?: LibrarySound) => {
      const scene = sceneWhere(sound, ['t0', 't1']);
      const firsts = Array.from({ length: 40 }, (_, seed) => choose(scene, { ...request, seed })[0]);
      return firsts.filter(({ trackId }) => soundsSo(trackId)).length / firsts.length;
    };
    expect(share()).toBeLessThan(0.7);
    expect(share(librarySound())).toBeGreaterThan(0.85);
  });

  it('speaks for what sounds like what is liked and against the rest, names the track it sounds like and says what is the same', () => {
    const scene = sceneWhere(librarySound(), ['t0', 't1']);
    const [alike] = explain(scene, 't5', [ADA]);
    const [other] = explain(scene, 't15', [ADA]);
    const [unheard] = explain(scene, UNHEARD, [ADA]);
    expect(alike.signals.acoustic.value).toBeGreaterThan(0.2);
    expect(other.signals.acoustic.value).toBeLessThan(-0.2);
    expect(alike.signals.acoustic.weight).toBeGreaterThan(0.3);
    expect(['t0', 't1']).toContain(alike.sounds?.like);
    expect(alike.sounds?.reasons[0]).toBe('same tempo and key');
    expect(['t0', 't1']).toContain(alike.because[0]);
    expect(other.sounds).toBeUndefined();
    expect(unheard.signals.acoustic).toEqual({ value: 0, weight: 0 });
    expect(unheard.sounds).toBeUndefined();
  });

  it('goes by where sounds belong among the factors of taste, also of tracks that came after the training, as long as it is the same network', () => {
    const told = (networkVersion: string) => {
      const scene = sceneWhere(librarySound(), ['t0']);
      scene.knowledge.useTrained(trainedWith(networkVersion));
      return ['t5', 't12', UNHEARD].map((id) => explain(scene, id, [ADA])[0].signals.acoustic);
    };
    const [alike, other, unheard] = told('n1');
    expect(alike.value).toBeLessThan(-0.2);
    expect(other.value).toBeGreaterThan(0.2);
    expect(unheard).toEqual({ value: 0, weight: 0 });
    expect(told('n2')[0].value).toBeGreaterThan(0.2);
  });

  it('has more to say of a track that nobody says anything of', () => {
    const weight = (genres: readonly string[]) => explain(sceneWhere(librarySound(), ['t0', 't1'], genres), 't5', [ADA])[0].signals.acoustic.weight;
    expect(weight([])).toBeGreaterThan(1.5 * weight(['rock']));
  });

  it('makes a try of what sounds like what is liked likelier, at the probability that it logs', () => {
    const scene = sceneWhere(librarySound(), ['t0', 't1']);
    const request = pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], exclude: ['t0', 't1'] });
    const draws = 4_000;
    const drawn = Array.from({ length: draws }, (_, seed) => choose(scene, { ...request, seed })[0]);
    const tries = drawn.filter(({ exploratory }) => exploratory).map(({ trackId }) => trackId);
    // Eight of nineteen fit.
    expect(tries.filter(soundsSo).length / tries.length).toBeGreaterThan(0.46);
    expect(tries.some((id) => !soundsSo(id))).toBe(true);
    const close = (count: number, probability: number, what: string) => expect(Math.abs(count / draws - probability), what).toBeLessThan(4 * Math.sqrt(probability / draws));
    const common = [...Map.groupBy(drawn, ({ trackId }) => trackId)].filter(([, [{ probability }]]) => probability * draws >= 10);
    for (const [id, all] of common) close(all.length, all[0].probability, id);
    // Of what hardly ever comes, all together: of one alone its share says nothing.
    const rest = common.reduce((left, [, all]) => ({ count: left.count - all.length, probability: left.probability - all[0].probability }), { count: draws, probability: 1 });
    expect(common.length).toBeGreaterThanOrEqual(8);
    close(rest.count, rest.probability, 'the rest');
  });

  it('has no say where nothing was heard of the listener’s history', () => {
    const [score] = explain(sceneWhere(librarySound(), [UNHEARD]), 't5', [ADA]);
    expect(score.signals.acoustic).toEqual({ value: 0, weight: 0 });
  });
});
