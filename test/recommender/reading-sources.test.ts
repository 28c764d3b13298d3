import { describe, expect, it } from 'vitest';
import { interactionsOf } from '../../models/collaborative/interactions.ts';
import { sparseRows } from '../../models/language/sparse-rows.ts';
import { type Random, seeded } from '../../models/random.ts';
import type { DocumentContent } from '../../models/ranking/document-scorer.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import { contentName, priorOf, usedSources } from '../../src/recommender/reading-sources.ts';

const KINDS = 6;
const EACH = 20;
const TRACKS = KINDS * EACH;
const LISTENERS = 60;
const HEARD = 8;
/** Ten trainings on a busy machine. */
const PATIENCE_MS = 120_000;
const TRUSTED = usedSources(null);

/** Everybody hears a few of the many tracks of one kind: too few for the tracks to meet, but their words are known. */
function data(contents: readonly DocumentContent[], seed: number) {
  const random = seeded(seed);
  const rows = Array.from({ length: LISTENERS }, (_, listener) => {
    const kind = listener % KINDS;
    const columns = new Set<number>();
    while (columns.size < HEARD) columns.add(kind * EACH + Math.floor(random() * EACH));
    return [...columns].map((column) => ({ column, positive: 1, negative: 0 }));
  });
  return { listens: interactionsOf(TRACKS, rows), times: null, views: [], contents, sounds: null };
}

function wordsOf(source: string, wordOf: (track: number, random: Random) => number, used = TRUSTED, seed = 8): DocumentContent {
  const random = seeded(seed);
  const vectors = sparseRows(KINDS, Array.from({ length: TRACKS }, (_, track) => [[wordOf(track, random), 1] as const]));
  return { name: contentName(source), prior: priorOf(source, used), mustHelp: true, vectors, documents: Int32Array.from({ length: TRACKS }, (_, track) => track) };
}

const tells = (source: string, used = TRUSTED) => wordsOf(source, (track) => Math.floor(track / EACH), used);
const gossips = (source: string, used = TRUSTED, seed = 8) => wordsOf(source, (_, random) => Math.floor(random() * KINDS), used, seed);
const train = async (contents: readonly DocumentContent[], seed = 3) =>
  (await learnt(contents, seed)).model;
const learnt = (contents: readonly DocumentContent[], seed = 3) => trainInBackground(data(contents, seed), { seed: seed + 1, signal: new AbortController().signal, onProgress: () => {} });

describe('the sources whose words have a say', () => {
  it('are those trusted beforehand as long as nothing was measured', () => {
    expect(usedSources(null)).toEqual(['wikipedia', 'musicbrainz', 'listenbrainz', 'lastfm']);
    const regimes = [{ size: 1, weights: { factors: 0.5, [contentName('feeds')]: 0.5 }, quality: null }];
    expect(usedSources({ columns: 0, components: [], regimes })).not.toContain('feeds');
  });

  it('are, once listens were hidden and looked for, those that found more of them', async () => {
    const { model, blend } = await learnt([tells('feeds'), gossips('pages'), gossips('wikipedia')]);
    expect(model.regimes.every(({ quality }) => quality !== null)).toBe(true);
    const used = usedSources(model);
    expect(used).toContain('feeds');
    expect(used).not.toContain('pages');
    expect(blend.weights.languageUnheard).toBeGreaterThan(0.2);
  });

  it('let in what helps and keep out what does not, whatever chance says, and drop what was trusted and only gossips', async () => {
    const used: string[] = [];
    for (let seed = 10; seed < 20; seed++) {
      const model = await train([tells('feeds'), gossips('pages', TRUSTED, 200 + seed), gossips('wikipedia', TRUSTED, 100 + seed)], seed);
      used.push(...usedSources(model));
    }
    expect(used.filter((source) => source === 'feeds').length).toBeGreaterThanOrEqual(8);
    expect(used.filter((source) => source === 'pages').length).toBeLessThanOrEqual(1);
    expect(used.filter((source) => source === 'wikipedia').length).toBeLessThanOrEqual(2);
  }, PATIENCE_MS);

  it('stay where they help, and are gone for good where they do not', async () => {
    let used = TRUSTED;
    for (let seed = 30; seed < 34; seed++) used = usedSources(await train([tells('listenbrainz', used), gossips('wikipedia', used, 300 + seed)], seed));
    expect(used).toContain('listenbrainz');
    expect(used).not.toContain('wikipedia');
  }, PATIENCE_MS);

  it('do not come and go by chance: one in use has trust to lose, one that is not has everything to show', () => {
    expect(priorOf('feeds', ['feeds'])).toBeGreaterThan(0);
    expect(priorOf('feeds', TRUSTED)).toBe(0);
    expect(priorOf('wikipedia', TRUSTED)).toBeGreaterThan(priorOf('feeds', ['feeds']));
    expect(priorOf('wikipedia', ['feeds'])).toBe(0);
    const regime = (feeds: number, size: number) => ({ size, quality: 0.5, weights: { factors: 1 - feeds, [contentName('feeds')]: feeds } });
    const used = (...feeds: readonly number[]) => usedSources({ columns: 0, components: [], regimes: feeds.map(regime) }).includes('feeds');
    expect([used(0.2, 0.1), used(0.2, 0), used(0, 0), used(0.2)]).toEqual([true, false, false, true]);
  });
});
