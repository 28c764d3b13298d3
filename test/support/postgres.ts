import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Why no PostgreSQL can be had here, or null. `SEGUE_TEST_POSTGRES` is the URL of a server where tests may create databases. */
export function postgresMissing(): string | null {
  if (process.env['SEGUE_TEST_POSTGRES']) return null;
  if (serverBinaries() === null) return 'no PostgreSQL server is installed and SEGUE_TEST_POSTGRES is not set';
  if (process.getuid?.() === 0 && postgresUser() === null) return 'PostgreSQL refuses to run as root and there is no user "postgres"';
  return null;
}

/** An empty database on the server of `SEGUE_TEST_POSTGRES`, or a private server in a temporary folder on a free loopback port. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['SEGUE_TEST_POSTGRES'];
  if (given) {
    // Test files run side by side: each has a database of its own.
    const name = `segue_test_${randomUUID().replaceAll('-', '')}`;
    await query(given, `create database ${name}`);
    const url = new URL(given);
    url.pathname = `/${name}`;
    return { url: url.href, stop: () => query(given, `drop database ${name} with (force)`) };
  }
  const binaries = serverBinaries();
  if (binaries === null) throw new Error(postgresMissing() ?? 'no PostgreSQL');
  const user = process.getuid?.() === 0 ? postgresUser() : null;
  const folder = mkdtempSync(join(tmpdir(), 'segue-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initialised = spawnSync(join(binaries, 'initdb'), ['-D', data, '-U', 'segue', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'], { ...user, cwd: folder });
  if (initialised.status !== 0) throw new Error(`initdb failed: ${initialised.stderr.toString()}`);
  const port = await freePort();
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-F'], { ...user, cwd: folder, stdio: 'ignore' });
  const url = `postgres://segue@127.0.0.1:${port}/postgres`;
  await answering(url, server);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await query(url, 'select 1');
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** The folder with `initdb` and `postgres`: Debian keeps it off the PATH. */
function serverBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

function postgresUser(): { uid: number; gid: number } | null {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres']));
  if (ids.some(({ status }) => status !== 0)) return null;
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout.toString()));
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
