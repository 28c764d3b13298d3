/**
 * A thread that removes from a SQLite database what deleted rows leave on disk: it rewrites the file
 * without them and empties the write-ahead log.
 */
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const ATTEMPTS = 5;

const { file } = workerData as { readonly file: string };
const database = new DatabaseSync(file);
// Waits this long for the readers of other processes to finish.
database.exec('pragma busy_timeout = 5000; pragma temp_store = memory; pragma secure_delete = on; vacuum');
if (!emptyLog()) throw new Error('another process keeps reading the database: what was deleted is still in its write-ahead log');
database.close();

function emptyLog(): boolean {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = database.prepare('pragma wal_checkpoint(truncate)').get();
    if (result?.['busy'] === 0) return true;
  }
  return false;
}
