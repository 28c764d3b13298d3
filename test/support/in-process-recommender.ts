import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapSounds } from '../../models/acoustic/map/map-of-sounds.ts';
import { NOTHING_ANALYSED } from '../../src/analysis/progress.ts';
import type { Clock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import { recordOf } from '../../src/recommender/catalogue.ts';
import { readArtists } from '../../src/recommender/read-artists.ts';
import type { Recommender } from '../../src/recommender/recommender.ts';
import { RecommenderService } from '../../src/recommender/service.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { TestClock } from './test-clock.ts';

const TRAINING_MS = 60_000;

/** The training that the service has, a minute long on the test's clock. */
function trainingOn(clock: TestClock): typeof trainInBackground {
  return (data, options) => clock.lasting(TRAINING_MS, trainInBackground(data, options), options.signal);
}

/** The recommender's own service without its process, so that it shares the test's clock. */
export async function inProcessRecommender(parts: { storage: Storage; clock: Clock; tracks: () => readonly Track[]; networkVersion?: string }): Promise<Recommender> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-taste-'));
  const listeners = new Set<() => void>();
  let analysis = NOTHING_ANALYSED;
  const service = new RecommenderService({
    storage: { ...parts.storage, close: async () => {} },
    clock: parts.clock,
    log: silentLogger,
    folder: new SnapshotFolder(folder, silentLogger),
    notify: (notice) => {
      analysis = notice.analysis;
      for (const listener of listeners) listener();
    },
    read: (plan) => readArtists(parts.storage, plan),
    drawMap: async ({ values, dimensions, before }) => mapSounds(values, dimensions, before),
    networkVersion: parts.networkVersion ?? null,
    ...(parts.clock instanceof TestClock && { train: trainingOn(parts.clock) }),
  });
  const tell = () => service.changeLibrary({ put: parts.tracks().map(recordOf), remove: [] });
  tell();
  await service.open();
  return {
    pick: (request) => service.answers.pick(request),
    list: (request) => service.answers.list(request),
    explain: (trackId, listeners) => service.answers.explain(trackId, listeners),
    similar: (trackId, count) => service.answers.similar(trackId, count),
    similarSounding: (trackId, count) => service.answers.similarSounding(trackId, count),
    analysisOf: (track) => service.answers.analysisOf(track),
    similarArtists: (artist, count) => service.answers.similarArtists(artist, count),
    labelled: (label, count) => service.answers.labelled(label, count),
    onboardingArtists: (count) => service.answers.onboardingArtists(count),
    bestTracksOf: (artist, count) => service.answers.bestTracksOf(artist, count),
    wordsAbout: (artist) => service.answers.wordsAbout(artist),
    artistsElsewhere: () => service.answers.artistsElsewhere(),
    libraryTags: (count) => service.answers.libraryTags(count),
    soundMap: () => service.answers.soundMap(),
    readingsChanged: () => service.readingsChanged(),
    tasteMatch: (a, b) => service.answers.tasteMatch(a, b),
    tasteOf: (id) => service.answers.tasteOf(id),
    tasteProfile: (id) => service.answers.tasteProfile(id),
    placeStats: (id) => service.answers.placeStats(id),
    pickRecord: (id, relevance) => service.answers.pickRecord(id, relevance),
    learn: (id) => void service.learn(id),
    forget: (id) => service.forget(id),
    libraryChanged: tell,
    onAnalysis: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    status: () => ({ from: 'process', modelVersion: '', listeners: 0, tracks: parts.tracks().length, artists: 0, trainedAt: null, training: null, analysis, restarts: 0 }),
    async close() {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
