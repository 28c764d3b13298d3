import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openLibrary } from '../../src/library/open-library.ts';
import { silentLogger } from '../../src/log.ts';
import { DATABASES } from '../support/storage.ts';
import { scanned } from './library-in-test.ts';
import { opus, put, wav } from './music-files.ts';

describe.each(DATABASES)('on $name', (kind) => {
  const { name, missing } = kind;
  it.skipIf(missing !== null)(`what a scan found is the same after a restart and not read again${missing === null ? '' : ` (skipped: ${missing})`}`, { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segue-store-'));
    const database = await kind.open();
    onTestFinished(async () => {
      await database.remove();
      await rm(folder, { recursive: true, force: true });
    });
    const [, bad] = await put(folder, {
      'x.opus': opus(500, { TITLE: 'Tagged 🎵 "quoted"', ARTIST: 'Someone', ALBUM: 'Record', GENRE: 'Rock; Pop', DATE: '2004', ISRC: 'USRC17607839' }),
      'bad.flac': Buffer.concat([Buffer.from('nothing'), Buffer.alloc(2_000)]),
      'A/B/01 Plain.wav': wav(100),
    });
    const measure = () => Promise.resolve({ integratedLufs: -12.25, truePeakDbtp: -1.5, durationMs: 100 });
    const config = { musicFolders: [folder], dataFolder: join(folder, 'data') };
    const start = async (clock = systemClock) => {
      const library = await openLibrary({ config, storage: database.storage, clock, log: silentLogger, measure });
      await scanned(library);
      return library;
    };
    const first = await start();
    const plain = first.search('plain', 1)[0];
    await first.loudness(plain?.id ?? '', 10_000);
    const tracks = first.tracks().toSorted((a, b) => a.id.localeCompare(b.id));
    const { unreadable } = first.status();
    expect(tracks, name).toHaveLength(2);
    expect(unreadable).toEqual([{ path: bad, reason: expect.stringContaining('damaged') as string }]);
    await first.close();

    const second = await start({ ...systemClock, now: () => systemClock.now() + 1e9 });
    expect(second.tracks().toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(tracks);
    expect(second.status().unreadable).toEqual(unreadable);
    await second.close();
    const rows = await database.storage.db.selectFrom('file').select('scanned_at').execute();
    expect(rows).toHaveLength(3);
    for (const { scanned_at } of rows) expect(Number(scanned_at)).toBeLessThan(systemClock.now() + 1e8);
  });
});
