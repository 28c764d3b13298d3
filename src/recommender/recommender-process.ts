/** The recommender's process: answers the main one over IPC, and ends when that is gone. */
import { ThreadLink } from '../analysis/thread-link.ts';
import { systemClock } from '../clock.ts';
import { createLogger } from '../log.ts';
import { answerRequests } from '../requests.ts';
import { soundNetworkVersion } from '../sound-weights.ts';
import { openStorage } from '../storage/storage.ts';
import type { RecommenderCalls, RecommenderNotice, RecommenderPlaces } from './protocol.ts';
import { readInBackground } from './background-artists.ts';
import { mapInBackground } from './background-map.ts';
import { labelsInBackground } from './background-labels.ts';
import type { ReadingPlan } from './read-artists.ts';
import type { SceneAnswers } from './scene-answers.ts';
import { RecommenderService } from './service.ts';
import { SnapshotFolder } from './snapshot-folder.ts';

// A terminal's Ctrl-C and a service manager's signal reach the whole group: the main process decides.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));

/** Analyse tracks, one each at a time. */
const ANALYSIS_THREADS = 2;

let opening: Promise<RecommenderService> | null = null;

/** Requests that come while opening wait for it. */
function service(): Promise<RecommenderService> {
  return opening ?? Promise.reject(new Error('the recommender is not open'));
}

async function open(places: RecommenderPlaces): Promise<RecommenderService> {
  const log = createLogger(places.logLevel).child({ process: 'recommender' });
  const storage = await openStorage({ url: places.databaseUrl, file: places.databaseFile, log, readOnly: true });
  const folder = new SnapshotFolder(places.snapshotFolder, log);
  const read = (plan: ReadingPlan, signal: AbortSignal) => readInBackground(places, plan, signal);
  const { databaseUrl, databaseFile, halfLifeMs, analyses } = places;
  const thread = new URL('../analysis/analysis-thread.ts', import.meta.url);
  const threads = Array.from({ length: analyses ? ANALYSIS_THREADS : 0 }, () => new ThreadLink(thread, { databaseUrl, databaseFile }));
  const opened = new RecommenderService({ storage, folder, clock: systemClock, log, notify, read, drawMap: mapInBackground, labels: labelsInBackground, halfLifeMs, threads, networkVersion: soundNetworkVersion() });
  await opened.open();
  return opened;
}

async function answers(): Promise<SceneAnswers> {
  return (await service()).answers;
}

const notify = answerRequests<RecommenderCalls, RecommenderNotice>(
  {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    receive: (handler) => process.on('message', handler),
  },
  {
    open: async (places) => {
      opening = open(places);
      await opening;
    },
    library: async (change) => (await service()).changeLibrary(change),
    pick: async (question) => (await answers()).pick(...question),
    list: async (question) => (await answers()).list(...question),
    explain: async (question) => (await answers()).explain(...question),
    similar: async (question) => (await answers()).similar(...question),
    similarSounding: async (question) => (await answers()).similarSounding(...question),
    analysisOf: async (question) => (await answers()).analysisOf(...question),
    similarArtists: async (question) => (await answers()).similarArtists(...question),
    labelled: async (question) => (await answers()).labelled(...question),
    onboardingArtists: async (question) => (await answers()).onboardingArtists(...question),
    bestTracksOf: async (question) => (await answers()).bestTracksOf(...question),
    wordsAbout: async (question) => (await answers()).wordsAbout(...question),
    libraryTags: async (question) => (await answers()).libraryTags(...question),
    soundMap: async () => (await answers()).soundMap(),
    tasteMatch: async (question) => (await answers()).tasteMatch(...question),
    tasteOf: async (question) => (await answers()).tasteOf(...question),
    tasteProfile: async (question) => (await answers()).tasteProfile(...question),
    placeStats: async (question) => (await answers()).placeStats(...question),
    pickRecord: async (question) => (await answers()).pickRecord(...question),
    'artists-elsewhere': async () => (await answers()).artistsElsewhere(),
    readings: async () => (await service()).readingsChanged(),
    learn: async (id) => (await service()).learn(id),
    forget: async (id) => (await service()).forget(id),
    ping: () => null,
    close: async () => {
      await (await service()).close();
      setImmediate(() => process.disconnect());
    },
  },
);
