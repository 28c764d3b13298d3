import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PRIOR_WEIGHTS } from '../../models/ranking/blend-weights.ts';
import { silentLogger } from '../../src/log.ts';
import { catalogueOf } from '../../src/recommender/catalogue.ts';
import { choose } from '../../src/recommender/choose.ts';
import type { ArtistOutcomes } from '../../src/recommender/elsewhere-artists.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/recommender/snapshot.ts';
import { SnapshotError } from '../../src/recommender/snapshot-bytes.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import { affinity, DEMO_SHAPE, demoLikeLibrary, trackId } from './support/demo-like-library.ts';
import { pickRequest } from './support/recommender-house.ts';

const NOW = 1_800_000_000_000;

function heardElsewhere(artist: string, plays: number): ArtistOutcomes {
  return { artist, plays, completions: plays - 1, skips: 1, earlySkips: 1, leaves: 0, requests: 0, reaction: null, lastAt: NOW - plays };
}

function aSnapshot(): Snapshot {
  const knowledge = new Knowledge();
  knowledge.learn('room:ada', [
    affinity('room:ada', trackId(1, 0), { plays: 3, completions: 2, heardMs: 12_345.5, skips: 1, earlySkips: 1, requests: 4, reaction: 'love', lastAt: NOW - 5 }),
    affinity('room:ada', 'gone from the library', { reaction: 'dislike' }),
  ], [heardElsewhere('slowdive', 30), heardElsewhere('ride', 2)]);
  knowledge.learn('room:cy', [], [heardElsewhere('slowdive', 4)]);
  knowledge.learn('room:bo', [affinity('room:bo', trackId(2, 0), { reaction: 'like' })]);
  knowledge.useTrained({
    trainedAt: NOW - 1000,
    tookMs: 20,
    trainedOn: 3,
    tracks: 48,
    ids: [trackId(2, 0), trackId(1, 0), 'gone too'],
    model: {
      columns: 3,
      components: [
        {
          family: 'factors',
          recipe: { family: 'factors', dimensions: 2, unobservedWeight: 0.3, commonRegularisation: 2, confidence: 1, viewWeight: 1 },
          model: {
            settings: { dimensions: 2, unobservedWeight: 0.3, regularisation: 0.03, frequencyExponent: 1 },
            confidence: 1,
            vectors: Float32Array.of(1, 0.5, -0.25, 2, 0, 1),
            mean: Float32Array.of(0.5, 0.5),
          },
        },
        {
          family: 'rp3beta',
          recipe: { family: 'rp3beta', walkExponent: 1, popularityExponent: 0.2, confidence: 0, viewWeight: 0.3 },
          model: { columns: 3, pointers: Int32Array.of(0, 1, 3, 3), indices: Int32Array.of(1, 0, 2), values: Float32Array.of(0.5, 0.25, 0.75) },
        },
      ],
      regimes: [{ size: 4, weights: { factors: 0.7, rp3beta: 0.3 }, quality: null }],
    },
    head: { dimensions: 1, factors: 2, coefficients: Float32Array.of(1, 0.5, -1, 0), auc: 0.8, soundAuc: 0.7, networkVersion: 'n1' },
    blend: { weights: PRIOR_WEIGHTS, own: { 'room:ada': { ...PRIOR_WEIGHTS, tags: 0.9 } } },
  });
  return { knowledge, catalogue: catalogueOf(demoLikeLibrary(DEMO_SHAPE, 1)) };
}

describe('a snapshot', () => {
  it('scores, after reading it back, exactly as before', async () => {
    const before = aSnapshot();
    const after = decodeSnapshot(Buffer.concat(await encodeSnapshot(before)));
    expect(after.knowledge.histories.map((history) => history.unpack())).toEqual(before.knowledge.histories.map((history) => history.unpack()));
    expect(after.knowledge.elsewhere).toEqual(before.knowledge.elsewhere);
    expect(after.knowledge.trained).toEqual(before.knowledge.trained);
    expect(after.knowledge.halfLifeMs).toBe(before.knowledge.halfLifeMs);
    expect(after.catalogue).toEqual(before.catalogue);
    const request = pickRequest({ listeners: [{ id: 'room:ada', satisfaction: 0 }, { id: 'room:bo', satisfaction: 1 }], count: 5, seed: 9 });
    expect(choose(sceneOf(after.knowledge, after.catalogue, NOW), request)).toEqual(choose(sceneOf(before.knowledge, before.catalogue, NOW), request));
  });

  it('is refused when torn or changed anywhere', async () => {
    const bytes = Buffer.concat(await encodeSnapshot(aSnapshot()));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] ^= flip;
        expect(() => decodeSnapshot(changed)).toThrow(SnapshotError);
        expect(() => decodeSnapshot(bytes.subarray(0, at))).toThrow(SnapshotError);
      }),
    );
    for (let length = 0; length < bytes.length; length += 1_000) expect(() => decodeSnapshot(bytes.subarray(0, length)), `${length} bytes`).toThrow(SnapshotError);
    expect(() => decodeSnapshot(Buffer.from('SQLite format 3\0'.repeat(20)))).toThrow('no snapshot');
  });
});

describe('the folder of snapshots', () => {
  let path: string;
  let folder: SnapshotFolder;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'segue-snapshots-'));
    folder = new SnapshotFolder(path, silentLogger);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(path, { recursive: true, force: true });
  });

  it('gives what was trained alone, and opens a model only for who asks all', async () => {
    await folder.write(aSnapshot());
    const models = vi.spyOn(WebAssembly, 'Instance');
    expect(await folder.readTrained()).toEqual(aSnapshot().knowledge.trained);
    models.mockClear();
    await folder.readTrained();
    await folder.forget('room:ada');
    expect(models).not.toHaveBeenCalled();
    await folder.write(aSnapshot());
    await folder.read();
    expect(models).toHaveBeenCalled();
  });

  it('has none at first', async () => {
    expect(await folder.read()).toBeNull();
    expect(await folder.readTrained()).toBeNull();
    expect(await new SnapshotFolder(join(path, 'missing'), silentLogger).read()).toBeNull();
  });

  it('uses the one before when the newest is torn', async () => {
    await folder.write(aSnapshot());
    const second = aSnapshot();
    second.knowledge.forget('room:bo');
    await folder.write(second);
    expect((await folder.read())?.knowledge.listeners).toBe(1);
    const [, newest] = (await readdir(path)).sort();
    await writeFile(join(path, newest), (await readFile(join(path, newest))).subarray(0, 1_000));
    expect((await folder.read())?.knowledge.listeners).toBe(2);
  });

  it('uses the one before when the newest is of another version, and says so', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    await folder.write(aSnapshot());
    await folder.write(aSnapshot());
    const newest = join(path, '0000000002.snapshot');
    const bytes = await readFile(newest);
    bytes.writeUInt32LE(1, 40);
    createHash('sha256').update(bytes.subarray(40)).digest().copy(bytes, 8);
    await writeFile(newest, bytes);
    expect((await new SnapshotFolder(path, log).read())?.knowledge.trained?.trainedAt).toBe(NOW - 1000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/0000000002\.snapshot is not used: it has version 1, expected 7\./);
  });

  it('keeps two, and no drafts of a process that died', async () => {
    await writeFile(join(path, '0000000009.snapshot.draft'), 'half');
    for (let i = 0; i < 4; i++) await folder.write(aSnapshot());
    expect((await readdir(path)).sort()).toEqual(['0000000003.snapshot', '0000000004.snapshot']);
  });

  it('forgets somebody in every byte on disk', async () => {
    await folder.write(aSnapshot());
    await folder.write(aSnapshot());
    await writeFile(join(path, '0000000003.snapshot.draft'), 'room:ada');
    await folder.forget('room:ada');
    const bytes = Buffer.concat(await Promise.all((await readdir(path)).map((name) => readFile(join(path, name)))));
    expect(bytes.includes('room:ada')).toBe(false);
    expect(bytes.includes('room:bo')).toBe(true);
    expect((await folder.read())?.knowledge.trained).toBeNull();
  });

  it('forgets even when nothing there can be read', async () => {
    await writeFile(join(path, '0000000001.snapshot'), 'torn, but it names room:ada');
    await folder.forget('room:ada');
    expect(await readdir(path)).toEqual([]);
  });
});
