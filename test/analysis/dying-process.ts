/** Analyses files in a process of its own, so that a test can kill it: `dying-process.ts <database> <path>…`. It prints each path that is analysed. */
import { LibraryAnalysis } from '../../src/analysis/library-analysis.ts';
import { ThreadLink } from '../../src/analysis/thread-link.ts';
import { systemClock } from '../../src/clock.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { soundNetworkVersion } from '../../src/sound-weights.ts';

const [databaseFile = '', ...paths] = process.argv.slice(2);
const thread = new URL('../../src/analysis/analysis-thread.ts', import.meta.url);

const analysis = new LibraryAnalysis({
  storage: await openStorage({ url: null, file: databaseFile, log: silentLogger }),
  threads: [0, 1].map(() => new ThreadLink(thread, { databaseUrl: null, databaseFile })),
  networkVersion: soundNetworkVersion(),
  clock: systemClock,
  log: silentLogger,
  onSound: (path) => process.stdout.write(`${path}\n`),
  onProgress: () => {},
  firstRestMs: 0,
});
analysis.put(paths.map((path) => ({ id: path, file: { path, format: 'wav' }, durationMs: 20_000 })));
setInterval(() => {}, 1_000);
