import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import { chirpAt, writeChirps, type ChirpLibrary } from '../support/chirps.ts';
import { longestSilenceMs, powerSwingDb, worstClickDb } from '../support/sound-checks.ts';
import { RoomMember } from '../support/room-member.ts';
import { SegueProcess } from '../support/segue-process.ts';

const SECONDS = 16;
const FADE_SECONDS = 4;
const RATE = 48_000;

/** From a folder of files to what a member's player decodes: the whole product, from outside. */
describe('what the room hears', () => {
  let folder: string;
  let library: ChirpLibrary;
  let segue: SegueProcess;
  let ada: RoomMember;
  let left: Float32Array;
  let right: Float32Array;
  /** The track heard at each tenth of a second; null where it is silent. */
  let heard: readonly { readonly at: number; readonly chirp: ReturnType<typeof chirpAt> }[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-sound-'));
    library = await writeChirps(join(folder, 'music'), SECONDS, [0.04, 0.9, 0.2, 0.5, 0.08]);
    segue = await SegueProcess.start({ SEGUE_MUSIC: library.folder, SEGUE_DATA: join(folder, 'data') });
    ada = await RoomMember.enter(segue.url, 'Ada');
    await ada.until((state) => state.library.tracks === library.titles.length);
    await ada.command('/dj start');
    await ada.until((state) => state.session?.state.kind === 'playing');
    const [first, second] = await (await ada.listen(2 * SECONDS)).decode();
    // The stream begins with what was before the music: silence.
    const from = first.findIndex((sample) => Math.abs(sample) > 0.01);
    [left, right] = [first.subarray(from), second.subarray(from)];
    heard = Array.from({ length: Math.floor(left.length / 4_800) - 2 }, (_, i) => ({ at: i * 4_800, chirp: chirpAt(left, i * 4_800, SECONDS) }));
  }, 120_000);
  afterAll(async () => {
    ada?.leave();
    await segue?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('is the track that the page names, from its start and at its own speed', async () => {
    const state = await ada.until(({ session }) => (session?.history.length ?? 0) > 0);
    const first = library.titles.indexOf(state.session?.history.at(-1)?.track.title ?? '');
    const alone = heard.filter(({ chirp }) => chirp?.track === first);
    expect(alone.length).toBeGreaterThan(80);
    const offsets = alone.map(({ at, chirp }) => (chirp?.positionMs ?? 0) - (at / RATE) * 1_000);
    const median = [...offsets].sort((a, b) => a - b)[Math.floor(offsets.length / 2)];
    expect(offsets.filter((offset) => Math.abs(offset - median) < 250).length / offsets.length).toBeGreaterThan(0.95);
  });

  it('lies at −14 ± 1 LUFS for every track, however loud its file is', () => {
    const tracks = new Set(heard.flatMap(({ chirp }) => (chirp ? [chirp.track] : [])));
    expect(tracks.size).toBeGreaterThanOrEqual(2);
    for (const track of tracks) {
      const windows = heard.filter(({ chirp }) => chirp?.track === track);
      // Away from the crossfades at both ends.
      const from = windows[0].at + (FADE_SECONDS + 1) * RATE;
      const to = (windows.at(-1)?.at ?? 0) - (FADE_SECONDS + 1) * RATE;
      if (to - from < 3 * RATE) continue;
      const meter = new LoudnessMeter(RATE, 2);
      meter.push([left.subarray(from, to), right.subarray(from, to)]);
      expect(Math.abs(meter.integratedLufs + 14)).toBeLessThanOrEqual(1);
    }
  });

  it('has no gap over 60 ms', () => {
    expect(longestSilenceMs(left)).toBeLessThan(60);
  });

  it('has no click, at the crossfade or anywhere else', () => {
    expect(worstClickDb(left)).toBeLessThan(-40);
  });

  it('crossfades at equal power: no hole and no bump where two tracks meet', () => {
    expect(powerSwingDb(left)).toBeLessThan(2.5);
  });

  it('comes within 2 s for somebody who joins late', async () => {
    const late = await RoomMember.enter(segue.url, 'Late');
    const capture = await late.listen(1);
    expect(capture.firstSoundMs).toBeLessThan(2_000);
    const [samples] = await capture.decode();
    expect(chirpAt(samples, RATE / 2, SECONDS)).not.toBeNull();
    late.leave();
  });

  it('goes on when a file turns out to be damaged, with a word on why', async () => {
    const others = library.titles.filter((title) => title !== ada.now?.title);
    const [good, bad] = others;
    await ada.command(`/play ${good}`);
    await ada.command(`/play ${bad}`);
    await ada.until(({ session }) => session?.queue[1]?.track.title === bad);
    const file = library.files[library.titles.indexOf(bad)];
    await writeFile(file, Buffer.alloc((await stat(file)).size, 'not music '));
    await ada.command('/skip');
    const state = await ada.until(({ session }) => ada.now?.title === good && session?.notices.some(({ text }) => text.includes(bad)));
    expect(state.session?.queue.map(({ track }) => track.title)).not.toContain(bad);
    await ada.command('/skip');
    await ada.until(({ session }) => session?.state.kind === 'playing' && ada.now?.title !== good);
    const [samples] = await (await ada.listen(3)).decode();
    expect(chirpAt(samples, 2 * RATE, SECONDS)).not.toBeNull();
  });
});
