import { describe, expect, it } from 'vitest';
import { interactionsOf } from '../../models/collaborative/interactions.ts';
import { sparseRows } from '../../models/language/sparse-rows.ts';
import { type Random, seeded } from '../../models/random.ts';
import type { DocumentContent } from '../../models/ranking/document-scorer.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import { contentName, contentWorth, priorOf, usedSources } from '../../src/recommender/reading-sources.ts';

const KINDS = 6;
const EACH = 20;
const TRACKS = KINDS * EACH;
const LISTENERS = 60;
const HEARD = 8;

/** Everybody hears a few of the many tracks of one kind: too few for the tracks to meet, but their words are known. */
function data(contents: readonly DocumentContent[]) {
  const random = seeded(3);
  const rows = Array.from({ length: LISTENERS }, (_, listener) => {
    const kind = listener % KINDS;
    const columns = new Set<number>();
    while (columns.size < HEARD) columns.add(kind * EACH + Math.floor(random() * EACH));
    return [...columns].map((column) => ({ column, positive: 1, negative: 0 }));
  });
  return { listens: interactionsOf(TRACKS, rows), times: null, views: [], contents };
}

function wordsOf(source: string, wordOf: (track: number, random: Random) => number): DocumentContent {
  const random = seeded(8);
  const vectors = sparseRows(KINDS, Array.from({ length: TRACKS }, (_, track) => [[wordOf(track, random), 1] as const]));
  return { name: contentName(source), prior: priorOf(source), vectors, documents: Int32Array.from({ length: TRACKS }, (_, track) => track) };
}

const tells = (source: string) => wordsOf(source, (track) => Math.floor(track / EACH));
const gossips = (source: string) => wordsOf(source, (_, random) => Math.floor(random() * KINDS));
const train = (contents: readonly DocumentContent[]) => trainInBackground(data(contents), { seed: 4, signal: new AbortController().signal, onProgress: () => {} });

describe('the sources whose words have a say', () => {
  it('are those trusted beforehand as long as nothing was measured', () => {
    expect(usedSources(null)).toEqual(['wikipedia', 'musicbrainz', 'listenbrainz', 'lastfm']);
    expect(contentWorth(null)).toBeNull();
    const regimes = [{ size: 1, weights: { factors: 0.5, [contentName('feeds')]: 0.5 }, quality: null }];
    expect(usedSources({ columns: 0, components: [], regimes })).not.toContain('feeds');
  });

  it('are, once listens were hidden and looked for, those that found more of them', async () => {
    const model = await train([tells('feeds'), gossips('pages'), gossips('wikipedia')]);
    expect(model.regimes.every(({ quality }) => quality !== null)).toBe(true);
    const used = usedSources(model);
    expect(used).toContain('feeds');
    expect(used).not.toContain('pages');
    expect(contentWorth(model)?.language).toBeGreaterThan(0.2);
  });
});
