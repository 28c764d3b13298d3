import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeChirps } from '../support/chirps.ts';
import { postgresMissing, startPostgres } from '../support/postgres.ts';
import { RoomMember } from '../support/room-member.ts';
import { SegueProcess } from '../support/segue-process.ts';

const missing = postgresMissing();

describe.skipIf(missing)(`the product on Postgres${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let segue: SegueProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-postgres-'));
    server = await startPostgres();
    await writeChirps(join(folder, 'music'), 30, [0.3, 0.3, 0.3, 0.3]);
  }, 60_000);
  afterAll(async () => {
    await segue?.end();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async () => {
    segue = await SegueProcess.start({ SEGUE_MUSIC: join(folder, 'music'), SEGUE_DATA: join(folder, 'data'), DATABASE_URL: server.url });
    return segue;
  };

  it('plays, learns, and goes on after kill -9, with nothing kept in SQLite', async () => {
    const { url } = await start();
    const ada = await RoomMember.enter(url, 'Ada');
    await ada.until((state) => state.library.tracks === 4);
    await ada.command('/privacy join');
    await ada.command('/dj start');
    await ada.until((state) => state.session?.state.kind === 'playing' && state.session.queue.length === 2);
    await ada.command('/love');
    await ada.until(({ me }) => me.reaction === 'love');
    const title = ada.now?.title;
    ada.leave();
    await segue?.end('SIGKILL');

    const again = await start();
    const back = await RoomMember.enter(again.url, 'Ada', { token: ada.token });
    const state = await back.until(({ session, me }) => session?.state.kind === 'playing' && me.reaction === 'love');
    expect(back.now?.title).toBe(title);
    expect(state.me.consent).toBe('given');
    expect((await readdir(join(folder, 'data'))).filter((name) => name.endsWith('.db'))).toEqual([]);
    back.leave();
  }, 60_000);
});
