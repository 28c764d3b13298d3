/**
 * A thread that analyses tracks. It has a connection to the database of its own and writes what it finds by itself: the process
 * that picks music only reads, and never waits for a lock. On SQLite a write takes its lock at once and waits its turn for some
 * seconds, so that threads and processes that write side by side only wait for each other.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { analyseFile } from '../audio/analyse-file.ts';
import { systemClock } from '../clock.ts';
import { openSoundNetwork } from '../sound-network.ts';
import { soundNetworkVersion } from '../sound-weights.ts';
import type { AnalysisThreadData } from './protocol.ts';
import { serveAnalyses } from './serve-analyses.ts';

const port = parentPort;
if (port) {
  const parts = { analyse: analyseFile, openNetwork: openSoundNetwork, networkVersion: soundNetworkVersion(), clock: systemClock };
  await serveAnalyses(port, workerData as AnalysisThreadData, parts);
}
