import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock as clock } from './clock.ts';
import { databaseFile, modelsFolder, readConfig } from './config.ts';
import { createListening } from './listening/create-listening.ts';
import { createLogger, type Logger } from './log.ts';
import { SnapshotFolder } from './recommender/snapshot-folder.ts';
import { openStorage } from './storage/storage.ts';
import { UserError } from './user-error.ts';

/** How long a Segue that runs beside this may take to see that somebody is gone, and to clean its models of them. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 500;

/** `npm run forget -- <member id>`: removes everything about a member, whether Segue runs or not. */
async function run(given: string | undefined): Promise<string> {
  const id = idFrom(given);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env, process.cwd());
  const log = createLogger(config.logLevel);
  const storage = await openStorage({ url: config.databaseUrl, file: databaseFile(config), log });
  try {
    const listening = await createListening({ storage, clock, log });
    await listening.deleteAll(id).finally(() => listening.close());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `Not everything about ${id} could be removed (${error.code}): see the log above, and run this again.`);
  } finally {
    await storage.close();
  }
  await cleanModels(modelsFolder(config), id, log);
  return id;
}

/** A running Segue cleans its models by itself, and nobody writes beside it. */
async function cleanModels(folder: string, id: string, log: Logger): Promise<void> {
  for (let waited = 0; await isNamed(folder, id); waited += LOOK_MS) {
    if (waited >= PATIENCE_MS) return new SnapshotFolder(folder, log).forget(id);
    await pause(LOOK_MS);
  }
}

async function isNamed(folder: string, id: string): Promise<boolean> {
  for (const name of await readdir(folder).catch(() => [])) {
    // Another process may just be removing it.
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    if (bytes.includes(JSON.stringify(id))) return true;
  }
  return false;
}

/** A bare number is a member of Discord. */
function idFrom(given: string | undefined): string {
  const id = given !== undefined && /^\d+$/.test(given) ? `discord:${given}` : given;
  if (id !== undefined && /^(discord|room):[\w-]+$/.test(id)) return id;
  throw new UserError('id', 'Say whom to forget: npm run forget -- discord:123456789012345678 (in Discord: Developer Mode, then “Copy User ID”).');
}

try {
  const id = await run(process.argv[2]);
  process.stdout.write(`Everything about ${id} is removed.\n`);
  process.exit(0);
} catch (error) {
  const known = error instanceof UserError;
  process.stderr.write(`${known ? error.message : `Not everything could be removed: ${String(error)}`}\n`);
  process.exit(known ? 2 : 1);
}
