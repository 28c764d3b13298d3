/** The thread that takes together what was read about artists: it reads the database itself, so that nothing else waits. */
import { parentPort } from 'node:worker_threads';
import { createLogger, type LogLevel } from '../log.ts';
import { answerRequests } from '../requests.ts';
import { openStorage } from '../storage/storage.ts';
import { yieldToEverything } from '../training/background.ts';
import { buffersIn } from '../training/transferable.ts';
import { readArtists, type ReadArtists, type ReadingPlan } from './read-artists.ts';

export type ArtistCalls = { reading: { request: ArtistRequest; reply: ReadArtists } };

export interface DatabasePlace {
  readonly databaseUrl: string | null;
  readonly databaseFile: string;
  readonly logLevel: LogLevel;
}

export interface ArtistRequest extends DatabasePlace {
  readonly plan: ReadingPlan;
}

async function read({ databaseUrl, databaseFile, logLevel, plan }: ArtistRequest): Promise<ReadArtists> {
  const log = createLogger(logLevel).child({ process: 'artists' });
  const storage = await openStorage({ url: databaseUrl, file: databaseFile, log, readOnly: true });
  try {
    return await readArtists(storage, plan);
  } finally {
    await storage.close();
  }
}

const port = parentPort;
if (port) {
  yieldToEverything();
  answerRequests<ArtistCalls, never>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { reading: read },
  );
}
