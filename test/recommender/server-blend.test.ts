import { describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { PRIOR_WEIGHTS } from '../../models/ranking/blend-weights.ts';
import type { Affinity, Track } from '../../src/domain.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import { catalogueOf, recordOf, TrackRecords } from '../../src/recommender/catalogue.ts';
import { explain } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { tasteNumbers } from '../../src/recommender/taste-numbers.ts';
import { trainingDataOf } from '../../src/recommender/training-data.ts';
import { affinity, demoLikeLibrary, trackId } from './support/demo-like-library.ts';

const NOW = 1_800_000_000_000;
const STYLES = 6;
const PER_STYLE = 60;
const LISTENERS = 24;
/** Of their style, by most and by one who said much. */
const HEARD = 16;
const HEARD_BY_ADA = 55;
const ADA = 'room:ada';
const PATIENCE_MS = 60_000;

const LIBRARY = demoLikeLibrary({ styles: STYLES, perStyle: PER_STYLE, artistsPerStyle: 6 }, 3);

/** Everybody keeps to a style; `tagged` says whether the files tell which track is of which. */
async function server(tagged: 'rightly' | 'wrongly', seed: number) {
  const random = seeded(seed);
  const tagsOf = (track: Track, i: number) => (tagged === 'rightly' ? track : { ...track, artist: `Nobody ${i}`, album: null, genres: [], tags: [`noise ${Math.floor(random() * STYLES)}`] });
  const library = LIBRARY.map(tagsOf);
  const knowledge = new Knowledge();
  for (let n = 0; n < LISTENERS; n++) {
    const id = n === 0 ? ADA : `room:${n}`;
    const wanted = n === 0 ? HEARD_BY_ADA : HEARD;
    const numbers = new Set<number>();
    while (numbers.size < wanted) numbers.add(Math.floor(random() * (tagged === 'rightly' ? PER_STYLE : Math.max(20, wanted))));
    knowledge.learn(id, Array.from(numbers, (number): Affinity => affinity(id, trackId(n % STYLES, number), { completions: 2, plays: 2, lastAt: NOW - Math.floor(1e9 * random()) })));
  }
  const records = library.map(recordOf);
  const { ids, data, pairs, listeners } = await trainingDataOf(knowledge, TrackRecords.of(records), new LibrarySound(null), NOW, new AbortController().signal);
  const { model, blend } = await trainInBackground(data, { seed, signal: new AbortController().signal, onProgress: () => {} });
  const own = Object.fromEntries(Array.from(blend.own, ([row, weights]) => [listeners[row], weights]));
  knowledge.useTrained({ trainedAt: NOW, tookMs: 0, trainedOn: pairs, tracks: records.length, ids, model, head: null, blend: { weights: blend.weights, own } });
  return { blend, own, knowledge, scene: sceneOf(knowledge, catalogueOf(records), NOW) };
}

describe('the weights of a server', () => {
  it('give tags more where the files tell who likes what than where they lie', async () => {
    const [told, lied] = [await server('rightly', 1), await server('wrongly', 1)];
    const worth = ({ blend: { weights } }: typeof told) => weights.tagsUnheard / Math.max(weights.foretold, weights.collaborative);
    expect(worth(told)).toBeGreaterThan(worth(lied));
    for (const { blend, own } of [told, lied]) {
      const singles = ['collaborative', 'tags', 'popularity'].map((name) => blend.quality[name]);
      // Within chance: what is chosen is at least as good on hidden likes as any signal alone.
      expect(blend.quality[blend.origin]).toBeGreaterThan(0.9 * Math.max(...singles));
      for (const id of Object.keys(own)) expect(id).toBe(ADA);
    }
  }, PATIENCE_MS);

  it('are what picks are scored by, and what who said much has of their own is in their export and goes when anybody is forgotten', async () => {
    const { knowledge, scene } = await server('rightly', 2);
    const trained = knowledge.trained;
    if (!trained) throw new Error('Nothing was trained.');
    const own = { ...PRIOR_WEIGHTS, tagsUnheard: 0.8, tags: 0.8 };
    const unheard = trackId(0, [...Array(PER_STYLE).keys()].find((number) => knowledge.listensOf(trackId(0, number)) === 0) ?? PER_STYLE - 1);
    const tagWeight = (id: string) => explain(scene, unheard, [id])[0].signals.tags.weight;
    knowledge.useTrained({ ...trained, blend: { weights: PRIOR_WEIGHTS, own: {} } });
    const before = [tagWeight(ADA), tagWeight('room:6')];
    expect(tasteNumbers(knowledge, ADA, NOW)?.weights).toBeUndefined();
    knowledge.useTrained({ ...trained, blend: { weights: PRIOR_WEIGHTS, own: { [ADA]: own } } });
    expect(tagWeight(ADA)).toBeGreaterThan(before[0]);
    expect(tagWeight('room:6')).toBe(before[1]);
    expect(tasteNumbers(knowledge, ADA, NOW)?.weights).toEqual(own);
    expect(tasteNumbers(knowledge, 'room:6', NOW)?.weights).toBeUndefined();
    knowledge.useTrained(null);
    expect(tasteNumbers(knowledge, ADA, NOW)).toBeNull();
    expect(tagWeight(ADA)).toBeCloseTo(before[0], 10);
  }, PATIENCE_MS);
});
