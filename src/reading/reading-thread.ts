/** The thread that reads: it asks, understands and writes down, so that nothing of it holds up the music. */
import { parentPort, workerData } from 'node:worker_threads';
import { Gazetteer } from '../../models/language/mentions/gazetteer.ts';
import { systemClock as clock } from '../clock.ts';
import { lexica } from '../lexica.ts';
import { createLogger } from '../log.ts';
import { openStorage } from '../storage/storage.ts';
import { yieldToEverything } from '../training/background.ts';
import { VERSION } from '../version.ts';
import { tagVocabulary } from '../vocabulary.ts';
import { Fetcher } from './fetch/fetcher.ts';
import type { ArtistCredit } from './library-artists.ts';
import { AT_ONCE, type FromReader, type ReaderStart, type ToReader } from './protocol.ts';
import { Reader } from './reader.ts';

/** Progress is told no more often. */
const TELL_EVERY_MS = 1_000;

const port = parentPort;
if (port === null) throw new Error('reading-thread.ts runs as a worker thread');

const { config, databaseUrl, databaseFile, logLevel, services, ownServers } = workerData as ReaderStart;
yieldToEverything();
const log = createLogger(logLevel);
const storage = await openStorage({ url: databaseUrl, file: databaseFile, log });
const fetcher = new Fetcher({
  storage,
  clock,
  random: Math.random,
  contact: config.contact,
  version: VERSION,
  requestsPerDay: config.requestsPerDay,
  ...(ownServers ? { allowLoopback: true, paceOf: AT_ONCE } : {}),
});

let read = new Set<string>();
let telling = false;
const reader = new Reader({
  config,
  services,
  fetcher,
  storage,
  vocabulary: tagVocabulary(),
  finderOf: (names) => new Gazetteer(names, lexica()),
  clock,
  random: Math.random,
  log,
  onRead: (artistKeys) => {
    for (const key of artistKeys) read.add(key);
  },
  onChange: () => {
    if (telling) return;
    telling = true;
    clock.after(TELL_EVERY_MS, () => void tell());
  },
});

let gathered: ArtistCredit[] = [];
let working: Promise<void> = Promise.resolve();
port.on('message', (message: ToReader) => {
  if (message.kind === 'close') void close();
  else if (message.kind === 'ping') post({ kind: 'alive' });
  else {
    gathered.push(...message.credits);
    if (!message.last) return;
    const credits = gathered;
    gathered = [];
    working = working.then(() => reader.read(credits)).catch((error: unknown) => log.error({ err: error }, 'What to read about could not be noted.'));
  }
});
post({ kind: 'alive' });

function post(message: FromReader): void {
  port?.postMessage(message);
}

async function tell(): Promise<void> {
  telling = false;
  const artistKeys = [...read];
  read = new Set();
  if (artistKeys.length > 0) post({ kind: 'read', artistKeys });
  try {
    post({ kind: 'progress', progress: await reader.progress() });
  } catch (error) {
    log.warn({ err: error }, 'How far the reading has come could not be told.');
  }
}

async function close(): Promise<void> {
  await reader.close();
  await working;
  await storage.close();
  port?.close();
}
