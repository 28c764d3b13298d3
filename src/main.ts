import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createCommandDesk } from '../commands/desk/desk.ts';
import { commands } from '../commands/registry.ts';
import { createVoice } from './audio/worker-voice.ts';
import { systemClock as clock } from './clock.ts';
import { databaseFile, modelsFolder, readConfig, type Config } from './config.ts';
import { openDiscord, type Discord } from './discord/discord.ts';
import { errorForLog } from './discord/error-for-log.ts';
import { openImports } from './imports/open-imports.ts';
import { openHistoryServices } from './imports/services/history-services.ts';
import { openLibrary } from './library/open-library.ts';
import { reportProgress } from './library/progress.ts';
import { createListening } from './listening/create-listening.ts';
import { createLogger, type Logger } from './log.ts';
import { openReading } from './reading/open-reading.ts';
import { createRecommender } from './recommender/child-recommender.ts';
import { openRoom } from './room/room.ts';
import { createSessions } from './session/sessions.ts';
import { shareOf } from './share.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { knownNames } from './understanding/known-names.ts';
import { openRequestReader, type OpenRequestReader } from './understanding/open-request-reader.ts';
import { UserError } from './user-error.ts';
import { createWeekly } from './weekly/create-weekly.ts';
import { VERSION } from './version.ts';

const DAY_MS = 24 * 3_600_000;

/** Something that was opened and is to be closed, last opened first. */
interface Opened {
  readonly name: string;
  close(): Promise<void>;
}

/** Opens the whole house; what was opened is put into `opened` as it comes, so that a failure can close it. */
async function open(config: Config, log: Logger, opened: Opened[]): Promise<string> {
  const keep = <T extends { close(): Promise<void> }>(name: string, part: T): T => {
    opened.push({ name, close: () => part.close() });
    return part;
  };
  await mkdir(config.dataFolder, { recursive: true }).catch((error: unknown) => {
    throw new UserError('data', `SEGUE_DATA ${config.dataFolder} cannot be written: ${String(error)}`);
  });
  const share = shareOf(config.discord?.shards ?? null);
  // First of all: its worker starts while the rest is opened.
  const voice = keep('voice', createVoice({ log, clock }));
  const storage = keep('storage', await openStorage({ url: config.databaseUrl, file: databaseFile(config), log }));
  const listening = keep('listening', await createListening({ storage, clock, log, share }));
  const library = keep('library', await openLibrary({ config, storage, clock, log }));
  let requests: OpenRequestReader | null = null;
  const recommender = keep(
    'recommender',
    await createRecommender({
      databaseUrl: config.databaseUrl,
      databaseFile: databaseFile(config),
      snapshotFolder: modelsFolder(config),
      listLibrary: () => library.tracks(),
      // Once for all processes that share a database.
      analyses: share.owns(''),
      halfLifeMs: config.tasteHalfLifeDays * DAY_MS,
      clock,
      log,
      onArtists: () => requests?.namesChanged(),
    }),
  );
  const weekly = keep('weekly', createWeekly({ storage, listening, library, recommender, clock, log, share }));
  let discord: Discord | null = null;
  // Closed after the sessions: their voices leave Discord's channels over its gateway.
  keep('gateway', { close: async () => discord?.close() });
  const sessions = keep('sessions', createSessions({ voice, library, listening, recommender, storage, clock, log, share }));
  requests = keep('requests', openRequestReader({ listNames: async () => knownNames(library.tracks(), await recommender.artistsElsewhere()), endpoint: config.requests, clock, log }));
  const reading = keep('reading', openReading({ config, listLibrary: () => library.tracks(), share, clock, log, onRead: () => recommender.readingsChanged() }));
  library.onChange(() => {
    reading.libraryChanged();
    requests?.namesChanged();
  });
  const histories = openHistoryServices({ config: config.reading, storage, clock, random: Math.random, version: VERSION });
  const imports = keep('imports', openImports({ listening, library, services: histories, clock, log }));
  const services = { sessions, library, listening, recommender, requests, reading, imports, weekly, clock };
  const desk = createCommandDesk(commands, log);
  const secret = await roomSecret(storage);
  // Before anybody can start a new session where one is to be taken up again.
  await sessions.restore();
  const room = keep('room', await openRoom({ config, desk, services, secret, clock, log }));
  reportProgress(library, process.stderr, clock);
  if (config.discord) {
    const door = openDiscord({ config: config.discord, desk, services, voice, storage, clock, log, tell: (sentence) => console.log(sentence) });
    discord = door;
    keep('discord', { close: async () => door.retire() });
  }
  // In the background: what was due while nothing ran comes late, and the house is open meanwhile.
  void library.ready().then(() => weekly.bringUpToDate());
  return room.url;
}

/** Signs members' tokens; kept, so that a member is the same after a restart. */
async function roomSecret(storage: Storage): Promise<string> {
  const secret = await storage.keyValue<string>('room').update('secret', (known) => known ?? randomBytes(32).toString('base64url'));
  return secret ?? '';
}

async function close(opened: readonly Opened[], log: Logger): Promise<void> {
  for (const part of opened.toReversed()) {
    await part.close().catch((error: unknown) => log.error({ err: error }, `Closing failed: ${part.name}`));
  }
}

async function run(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env, process.cwd());
  const log = createLogger(config.logLevel);
  const opened: Opened[] = [];
  process.on('unhandledRejection', (error) => log.error({ err: errorForLog(error) }, 'Something failed that nobody waited for.'));
  const end = Promise.withResolvers<void>();
  process.once('SIGINT', () => end.resolve());
  process.once('SIGTERM', () => end.resolve());
  try {
    const url = await Promise.race([open(config, log, opened), end.promise]);
    if (url) console.log(`Segue is open: ${url}`);
    if (url && !config.discord) console.log('To have Segue in your Discord server as well, put DISCORD_TOKEN into .env and start again; the README says how to get one.');
    await end.promise;
    console.log('Segue is closing; sessions go on at the next start.');
  } finally {
    await close(opened, log);
  }
}

try {
  await run();
  process.exit(0);
} catch (error) {
  if (error instanceof UserError) console.error(error.message);
  else console.error('Segue could not start:', error);
  process.exit(error instanceof UserError ? 2 : 1);
}
