import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chirpAt, writeChirps, type ChirpLibrary } from '../support/chirps.ts';
import { RoomMember } from '../support/room-member.ts';
import { SegueProcess, startAndFail } from '../support/segue-process.ts';

const SECONDS = 40;
const RATE = 48_000;

let folder: string;
let library: ChirpLibrary;
let segue: SegueProcess | undefined;
const members: RoomMember[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-restart-'));
  library = await writeChirps(join(folder, 'music'), SECONDS, [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]);
});
afterEach(async () => {
  for (const member of members.splice(0)) member.leave();
  await segue?.end('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async (data: string) => {
  segue = await SegueProcess.start({ SEGUE_MUSIC: library.folder, SEGUE_DATA: join(folder, data) });
  return segue;
};
const enter = async (name: string, token?: string) => {
  if (!segue) throw new Error('Segue does not run.');
  const member = await RoomMember.enter(segue.url, name, token ? { token } : {});
  members.push(member);
  return member;
};
const begin = async (member: RoomMember) => {
  await member.until((state) => state.library.tracks === library.titles.length);
  await member.command('/privacy join');
  await member.command('/dj start');
  await member.until((state) => state.session?.state.kind === 'playing');
};
/** What the stream plays about two seconds from now: it begins with up to 1.5 s of what was before. */
const hear = async (member: RoomMember) => {
  const [samples] = await (await member.listen(4)).decode();
  return chirpAt(samples, Math.round(3.5 * RATE), SECONDS);
};

describe('after kill -9 of the whole process', () => {
  it('the same track sounds within 5 s of where it was, with the same queue, history and people', async () => {
    await start('killed');
    const ada = await enter('Ada');
    await begin(ada);
    await ada.command('/skip');
    await ada.until(({ session }) => (session?.history.length ?? 0) === 1 && session?.state.kind === 'playing');
    const wanted = library.titles.find((title) => title !== ada.now?.title && title !== ada.state.session?.history[0].track.title) ?? '';
    await ada.command(`/play ${wanted}`);
    await ada.command('/like');
    await ada.until(({ session, me }) => session?.queue[0]?.track.title === wanted && me.reaction === 'like');
    const title = ada.now?.title ?? '';
    const before = await hear(ada);
    expect(library.titles[before?.track ?? -1]).toBe(title);
    const history = ada.state.session?.history.map(({ track }) => track.title);
    await segue?.end('SIGKILL');

    await start('killed');
    const back = await enter('Ada', ada.token);
    await back.until((state) => state.session?.state.kind === 'playing');
    expect(back.now?.title).toBe(title);
    const after = await hear(back);
    expect(after?.track).toBe(before?.track);
    expect(Math.abs((after?.positionMs ?? Infinity) - (before?.positionMs ?? 0))).toBeLessThan(5_000);
    expect(back.state.session?.queue[0].track.title).toBe(wanted);
    expect(back.state.session?.history.map(({ track }) => track.title)).toEqual(history);
    expect(back.state.me.consent).toBe('given');
    await back.until(({ me }) => me.reaction === 'like');
  }, 60_000);
});

describe.skipIf(process.platform !== 'linux')('when the recommender fails (skipped: child processes are found through /proc, which is Linux only)', () => {
  const child = () => {
    const ids = readFileSync(`/proc/${segue?.pid}/task/${segue?.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    const [recommender] = ids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('recommender'));
    return recommender;
  };

  it.each(['SIGKILL', 'SIGSTOP'] as const)('with %s, picks go on and another takes its place', async (signal) => {
    await start(`recommender-${signal}`);
    const ada = await enter('Ada');
    await begin(ada);
    const first = child();
    process.kill(first, signal);
    for (let i = 0; i < 3; i++) {
      const { playId } = ada.now ?? {};
      await ada.command('/skip');
      await ada.until(({ session }) => session?.state.kind === 'playing' && ada.now?.playId !== playId && session.queue.length === 2);
    }
    await expect.poll(() => child(), { timeout: 20_000 }).not.toBe(first);
    await expect.poll(() => child() ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
  }, 60_000);
});

describe('privacy, on the disk', () => {
  const traces = (texts: readonly string[]) => {
    const files = readdirSync(join(folder, 'private'), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, 'private', name));
    return files.filter((file) => statSync(file).isFile()).flatMap((file) => {
      const bytes = readFileSync(file);
      return texts.filter((text) => bytes.includes(text)).map((text) => `${text} in ${file}`);
    });
  };

  it('nothing is kept before consent, all of it is exported, and nothing is left after deletion', async () => {
    await start('private');
    const name = 'Zenobia Quillfeather';
    const member = await enter(name);
    await member.until((state) => state.library.tracks === library.titles.length);
    await member.command('/dj start');
    await member.until((state) => state.session?.state.kind === 'playing');
    await member.command(`/play ${library.titles[2]}`);
    await member.command('/skip');
    await member.until(({ session }) => (session?.history.length ?? 0) > 0);
    const { id } = member.state.me;
    expect(traces([id, name])).toEqual([]);

    await member.command('/privacy join');
    await member.command('/love');
    await member.command('/skip');
    await member.command('/like');
    await member.until(({ me }) => me.reaction === 'like');
    expect(traces([id, name]).length).toBeGreaterThan(0);
    const { view } = await member.command('/privacy export');
    const exported = JSON.stringify(view);
    for (const part of [id, name, 'love', 'like', 'skip']) expect(exported).toContain(part);

    await member.command('/privacy delete confirm:yes');
    await member.until(({ me }) => me.consent === 'unasked');
    expect(traces([id, name])).toEqual([]);
    await member.command('/skip');
    await member.until(({ session }) => session?.state.kind === 'playing');
    expect(await segue?.end()).toBe(0);
    expect(traces([id, name])).toEqual([]);
  }, 60_000);
});

it('a start without Discord says how Segue comes into a server', async () => {
  const { output } = await start('alone');
  await expect.poll(() => segue?.output ?? output).toMatch(/^.*Discord.*DISCORD_TOKEN.*$/m);
});

describe('a wrong setting', () => {
  it.each([
    [{ SEGUE_ROOM_PORT: 'eighty' }, /SEGUE_ROOM_PORT.*0 to 65535/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*one of/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL.*postgres:/],
    [{ SEGUE_ROOM_HOST: '0.0.0.0' }, /SEGUE_ROOM_HOST.*SEGUE_ROOM_PASSWORD/],
  ])('%o ends the start with one line that names it and what was expected', async (env, line) => {
    const { code, output } = await startAndFail({ SEGUE_DATA: join(folder, 'never'), ...env });
    expect(code).toBe(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(line);
    expect(() => execFileSync('ls', [join(folder, 'never')], { stdio: 'ignore' })).toThrow();
  });
});
