import { existsSync } from 'node:fs';
import { databaseFile, readConfig } from '../../config.ts';
import { silentLogger } from '../../log.ts';
import { openStorage, type Storage } from '../../storage/storage.ts';
import { FileFault } from '../files/fault.ts';

/**
 * Opens a server's database to read its log, beside a running bot if need be.
 * @param database a file of SQLite or the URL of a Postgres; left out, the one that the bot itself would use
 * @throws UserError
 */
export async function openLog(database: string | undefined): Promise<Storage> {
  const { url, file } = database === undefined ? configured() : isUrl(database) ? { url: database, file: '' } : { url: null, file: database };
  if (url === null && !existsSync(file)) throw new FileFault(file, null, 'there is no such database: name it with --database, or a log with --log');
  return openStorage({ url, file, log: silentLogger, readOnly: true });
}

function configured(): { readonly url: string | null; readonly file: string } {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env, process.cwd());
  return { url: config.databaseUrl, file: databaseFile(config) };
}

function isUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}
