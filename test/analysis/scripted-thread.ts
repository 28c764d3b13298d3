/**
 * Analyses as the real thread does, but what comes of a file is what is written in it: `hang`, `crash`, `fault <reason>`, or
 * `wait`, which ends when there is a file named after it with `.go`. Each analysis begun is a line in the file `log`.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { UndecodableError } from '../../src/audio/decode/source.ts';
import { systemClock } from '../../src/clock.ts';
import type { AnalysisThreadData } from '../../src/analysis/protocol.ts';
import { serveAnalyses } from '../../src/analysis/serve-analyses.ts';
import { anAnalysis } from './analyses.ts';

export interface ScriptedThreadData extends AnalysisThreadData {
  readonly networkVersion: string | null;
  readonly networkStarts: boolean;
}

const { networkVersion, networkStarts, ...data } = workerData as ScriptedThreadData;

if (parentPort) {
  await serveAnalyses(parentPort, data, {
    clock: systemClock,
    networkVersion,
    openNetwork: async () => {
      if (!networkStarts) throw new Error('no backend');
      return { backend: 'cpu', embed: () => Float32Array.from([1, 0]) };
    },
    async analyse({ path }, signal) {
      const [verb, ...rest] = readFileSync(path, 'utf8').split(' ');
      appendFileSync(join(dirname(path), 'log'), `${basename(path)}\n`);
      if (verb === 'hang') for (;;);
      if (verb === 'crash') process.exit(1);
      if (verb === 'fault') throw new UndecodableError(rest.join(' '));
      while (verb === 'wait' && !existsSync(`${path}.go`)) await delay(5, undefined, { signal });
      return { analysis: anAnalysis({ seconds: verb?.length ?? 0 }), picture: { windows: 0, pixels: new Uint8Array() } };
    },
  });
}
