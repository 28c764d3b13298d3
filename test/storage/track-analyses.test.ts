import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileNote } from '../../src/storage/track-analyses.ts';
import { analysedFiles, analysisOf, forgetUnseen, putAnalysedFile, putAnalysis, readAnalyses, soundOf } from '../../src/storage/track-analyses.ts';
import { anAnalysis } from '../analysis/analyses.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = 1_795_000_000_123;

function aNote<Content extends string | null>(path: string, contentHash: Content, given: Partial<FileNote> = {}) {
  return { path, size: 3_000_000_000, mtimeMs: 1_700_000_000_000.25, version: 1, tries: 0, triedAt: NOW, fault: null, ...given, contentHash };
}

for (const database of BOTH_DIALECTS) {
  describe(`analyses, on ${database.name}`, () => {
    let opened: TestStorage;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());

    const embedding = Float32Array.from([0.6, -0.8, 0]);
    const paths = async () => {
      const found: string[] = [];
      for await (const { path } of readAnalyses(opened.storage)) found.push(path);
      return found;
    };

    test('come back as they were written, beats to a tenth of a millisecond', async () => {
      const beats = Float32Array.from([0.0123, 0.5321, 1.04567]);
      const analysis = anAnalysis({ beats });
      await putAnalysis(opened.storage, aNote('/music/a.mp3', 'aa'), { analysis, embedding, networkVersion: 'n1' });
      const { beats: kept, ...rest } = (await analysisOf(opened.storage, '/music/a.mp3')) ?? anAnalysis();
      const { beats: written, ...expected } = analysis;
      expect(rest).toEqual(expected);
      for (const [i, time] of written.entries()) expect(kept[i]).toBeCloseTo(time, 4);
      const { seconds, loudness, tempo, key, character, version } = analysis;
      const sound = { version, seconds, loudness, tempo, key, character, embedding, networkVersion: 'n1' };
      expect(await soundOf(opened.storage, 'aa')).toEqual(sound);
      const { mtimeMs, size, tries, triedAt, fault, contentHash, path } = aNote('/music/a.mp3', 'aa');
      expect((await analysedFiles(opened.storage, ['/music/a.mp3', '/music/unknown.mp3'])).get('/music/a.mp3')).toEqual({ path, size, mtimeMs, contentHash, version: 1, tries, triedAt, fault, sound });
      expect((await analysedFiles(opened.storage, ['/music/unknown.mp3'])).size).toBe(0);
      expect(await analysisOf(opened.storage, '/music/unknown.mp3')).toBeNull();
    });

    test('of silence have no tempo, no key, no beats, and before a network spoke no embedding', async () => {
      const silence = anAnalysis({ tempo: null, key: null, beats: new Float32Array(), downbeats: new Uint32Array(), beatsPerBar: 0 });
      await putAnalysis(opened.storage, aNote('/music/silence.wav', 'ss'), { analysis: silence, embedding: null, networkVersion: null });
      expect(await analysisOf(opened.storage, '/music/silence.wav')).toEqual(silence);
      expect(await soundOf(opened.storage, 'ss')).toMatchObject({ embedding: null, networkVersion: null });
    });

    test('made anew take the place of the older ones, wherever the content lies', async () => {
      await putAnalysedFile(opened.storage, aNote('/music/copy of a.mp3', 'aa'));
      await putAnalysis(opened.storage, aNote('/music/a.mp3', 'aa'), { analysis: anAnalysis({ seconds: 99 }), embedding, networkVersion: 'n2' });
      expect(await analysisOf(opened.storage, '/music/copy of a.mp3')).toMatchObject({ seconds: 99 });
    });

    test('tell why a file has none', async () => {
      await putAnalysedFile(opened.storage, aNote('/music/broken.mp3', null, { fault: 'it is damaged\0 beyond reading', tries: 2 }));
      expect((await analysedFiles(opened.storage, ['/music/broken.mp3'])).get('/music/broken.mp3')).toMatchObject({ fault: 'it is damaged  beyond reading', tries: 2, sound: null });
    });

    test('are read to the end when there are many, files without one left out', async () => {
      for (let n = 0; n < 410; n++) await putAnalysedFile(opened.storage, aNote(`/many/${String(n).padStart(3, '0')}`, 'aa'));
      const all = await paths();
      expect(all.filter((path) => path.startsWith('/many/'))).toHaveLength(410);
      expect(all).not.toContain('/music/broken.mp3');
      expect(new Set(all).size).toBe(all.length);
      expect((await analysedFiles(opened.storage, all)).size).toBe(all.length);
    });

    test('stay for ninety days after the library has forgotten the file, and longer when it comes back', async () => {
      const { db } = opened.storage;
      const inLibrary = { source: 'folder', track_id: null, size: 1, mtime_ms: 1, format: 'mp3', meta: 'null', fault: null, integrated_lufs: null, true_peak_dbtp: null, scanned_at: NOW };
      const has = async (path: string) => (await analysisOf(opened.storage, path)) !== null;
      await putAnalysis(opened.storage, aNote('/music/b.mp3', 'bb'), { analysis: anAnalysis(), embedding, networkVersion: 'n2' });
      await db.insertInto('file').values({ path: '/music/b.mp3', ...inLibrary }).execute();
      await forgetUnseen(opened.storage, NOW);
      await db.insertInto('file').values({ path: '/music/silence.wav', ...inLibrary }).execute();
      await db.deleteFrom('file').where('path', '=', '/music/b.mp3').execute();
      await forgetUnseen(opened.storage, NOW + 89 * DAY_MS);
      expect([await has('/music/a.mp3'), await has('/music/b.mp3'), await has('/music/silence.wav')]).toEqual([true, true, true]);
      await forgetUnseen(opened.storage, NOW + 91 * DAY_MS);
      expect([await has('/music/a.mp3'), await has('/music/b.mp3'), await has('/music/silence.wav')]).toEqual([false, true, true]);
      expect(await soundOf(opened.storage, 'aa')).toBeNull();
      await forgetUnseen(opened.storage, NOW + 180 * DAY_MS);
      expect([await has('/music/b.mp3'), await has('/music/silence.wav')]).toEqual([false, true]);
    });
  });
}
