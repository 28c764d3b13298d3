import { stat } from 'node:fs/promises';
import type { MessagePort } from 'node:worker_threads';
import { silentLogger } from '../log.ts';
import { answerRequests } from '../requests.ts';
import { openStorage } from '../storage/storage.ts';
import { yieldToEverything } from '../training/background.ts';
import type { AnalysisCalls, AnalysisThreadData } from './protocol.ts';
import { ThreadWork, type ThreadParts } from './thread-work.ts';

/** Answers at a thread's port, at the lowest priority, until it is stopped. */
export async function serveAnalyses(port: MessagePort, { databaseUrl, databaseFile }: AnalysisThreadData, parts: Omit<ThreadParts, 'storage'>): Promise<void> {
  // The system threads that read files for the whole process are started by whoever reads first, at its priority.
  await stat(import.meta.filename);
  yieldToEverything();
  const work = new ThreadWork({ ...parts, storage: await openStorage({ url: databaseUrl, file: databaseFile, log: silentLogger }) });
  answerRequests<AnalysisCalls>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      open: () => work.open(),
      identify: (file) => work.identify(file),
      analyse: (content) => work.analyse(content),
      tidy: () => work.tidy(),
      stop: () => work.stop(),
    },
  );
}
