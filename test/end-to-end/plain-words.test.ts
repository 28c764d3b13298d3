import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chirpAt, writeChirps, type ChirpLibrary } from '../support/chirps.ts';
import { RoomMember } from '../support/room-member.ts';
import { SegueProcess } from '../support/segue-process.ts';
import { understood, UNDERSTANDS_WITHIN_MS } from '../support/understood.ts';

const SECONDS = 60;
const GENRES = ['Mellow; Nocturnal; Instrumental', 'Death Metal', 'Mellow; Nocturnal; Instrumental', 'Death Metal', 'Mellow; Nocturnal; Instrumental', 'Death Metal'];

let folder: string;
let library: ChirpLibrary;
let segue: SegueProcess;
let ada: RoomMember;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-words-'));
  library = await writeChirps(join(folder, 'music'), SECONDS, GENRES.map(() => 0.3), GENRES);
  segue = await SegueProcess.start({ SEGUE_MUSIC: library.folder, SEGUE_DATA: join(folder, 'data') });
  ada = await RoomMember.enter(segue.url, 'Ada');
  await ada.until((state) => state.library.tracks === library.titles.length);
}, 60_000);
afterAll(async () => {
  ada?.leave();
  await segue?.end();
  await rm(folder, { recursive: true, force: true });
});

it('what is said in plain words is heard: from the sentence to the sound', async () => {
  const mellow = library.titles.filter((_, k) => GENRES[k].startsWith('Mellow'));
  await ada.command('/play Sweep B');
  await ada.until(() => ada.now?.title === 'Sweep B');
  const { words } = await understood(ada, '/vibe something mellow and nocturnal, no vocals');
  expect(words).toEqual(['mellow, nocturnal, instrumental']);
  await ada.until(({ session }) => session?.queue.length === 2 && session.queue.every(({ track }) => mellow.includes(track.title)));
  await ada.command('/skip');
  await ada.until(() => mellow.includes(ada.now?.title ?? '') && (ada.now?.positionMs ?? 0) > 5_000, 30_000);
  const [left] = await (await ada.listen(2)).decode();
  const heard = chirpAt(left, left.length - 12_000, SECONDS);
  expect(mellow).toContain(library.titles[heard?.track ?? -1]);
}, 2 * UNDERSTANDS_WITHIN_MS);
