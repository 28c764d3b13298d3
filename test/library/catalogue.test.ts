import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/library/catalogue.ts';
import type { FileRecord, FileTags } from '../../src/library/file-record.ts';

const MBID = '2cfad0f7-9f20-4c7c-9f8e-2d4c0cf4b9d4';
const ISRC = 'USRC17607839';

function file(path: string, tags: Partial<FileTags> = {}, given: Partial<FileRecord> = {}): FileRecord {
  return {
    path,
    source: 'folder',
    size: 1,
    mtimeMs: 1,
    format: 'mp3',
    loudness: null,
    fault: null,
    tags: {
      title: 'Song',
      artist: 'Artist',
      album: 'Album',
      trackNumber: 1,
      discNumber: null,
      year: null,
      genres: [],
      tags: [],
      durationMs: 200_000,
      isrc: null,
      mbid: null,
      lossless: false,
      bitrate: 192_000,
      ...tags,
    },
    ...given,
  };
}

let changed: string[];
let catalogue: Catalogue;

beforeEach(() => {
  changed = [];
  catalogue = new Catalogue({ fileChanged: () => {}, trackChanged: (id) => changed.push(id) });
});

const onlyTrack = () => {
  expect(catalogue.tracks()).toHaveLength(1);
  const [track] = catalogue.tracks();
  if (!track) throw new Error('no track');
  return track;
};

describe('one song in several files', () => {
  it('is one track, played from the best copy and described by all', () => {
    catalogue.put(file('/m/a.mp3', { genres: ['rock'], bitrate: 320_000, isrc: ISRC }));
    catalogue.put(file('/m/b.flac', { genres: ['indie'], lossless: true, bitrate: 900_000, title: 'Song (Remastered)', year: 1999 }, { format: 'flac' }));
    catalogue.put(file('/m/c.mp3', { bitrate: 128_000 }));
    expect(onlyTrack()).toMatchObject({ file: { path: '/m/b.flac', format: 'flac' }, year: 1999, isrc: ISRC, genres: ['indie', 'rock'] });
    expect(catalogue.fileCount).toBe(3);
  });

  it.each<[string, FileRecord, FileRecord]>([
    ['a higher bitrate', file('/m/b.mp3', { bitrate: 320_000 }), file('/m/a.mp3', { bitrate: 128_000 })],
    ['lossless over a high bitrate', file('/m/b.flac', { lossless: true, bitrate: 100 }), file('/m/a.mp3', { bitrate: 320_000 })],
    ['a whole song over a lossless preview', file('/m/b.mp3', {}), file('/m/a.flac', { lossless: true, durationMs: 30_000 })],
    ['its own decoder over ffmpeg', file('/m/b.flac', { lossless: true }), file('/m/a.aiff', { lossless: true }, { format: 'other' })],
  ])('prefers %s, whichever comes first', (_, better, worse) => {
    for (const order of [[better, worse], [worse, better]]) {
      for (const each of order) catalogue.put(each);
      expect(onlyTrack().file.path).toBe(better.path);
      for (const each of order) catalogue.remove(each.path);
    }
  });

  it('goes on from the other copy when the best becomes unreadable or leaves', () => {
    const best = file('/m/b.flac', { lossless: true });
    catalogue.put(best);
    catalogue.put(file('/m/a.mp3'));
    const { id } = onlyTrack();
    catalogue.put({ ...best, fault: { reason: 'damaged', passing: false } });
    expect(onlyTrack()).toMatchObject({ id, file: { path: '/m/a.mp3' } });
    expect(catalogue.unreadable()).toEqual([{ path: '/m/b.flac', reason: 'damaged' }]);
    catalogue.remove('/m/a.mp3');
    expect(catalogue.get(id)).toBeUndefined();
    expect(catalogue).toMatchObject({ size: 0, artistCount: 0 });
    catalogue.put(best);
    expect(onlyTrack().id).toBe(id);
  });

  it('is recognised by its recording codes under other names', () => {
    catalogue.put(file('/m/a.mp3', { title: 'Für Elise', artist: 'Beethoven', isrc: ISRC }));
    catalogue.put(file('/m/b.mp3', { title: 'Fur Elise (Bagatelle)', artist: 'Ludwig van Beethoven', isrc: ISRC }));
    expect(catalogue.size).toBe(1);
    catalogue.put(file('/m/c.mp3', { title: 'Moonlight', isrc: ISRC }));
    expect(catalogue.size, 'a code copied to another song').toBe(2);
    catalogue.put(file('/m/d.mp3', { title: 'Something else', mbid: MBID }));
    catalogue.put(file('/m/e.mp3', { title: 'Quelque chose', artist: 'Autre', mbid: MBID }));
    expect(catalogue.size).toBe(3);
  });

  it('keeps its id while any file of it is there, through a restart too', () => {
    catalogue.put(file('/m/a.mp3', { title: 'First name', mbid: MBID }));
    const { id } = onlyTrack();
    catalogue.put(file('/m/b.mp3', { title: 'Second name', mbid: MBID }));
    catalogue.remove('/m/a.mp3');
    expect(onlyTrack()).toMatchObject({ id, title: 'Second name' });
    catalogue.put(file('/m/b.mp3', { title: 'Second name, tagged again', mbid: MBID }, { mtimeMs: 2 }));
    expect(onlyTrack().id).toBe(id);
    const reopened = new Catalogue({ fileChanged: () => {}, trackChanged: () => {} });
    reopened.put(file('/m/b.mp3', { title: 'Second name', mbid: MBID }), id);
    expect(reopened.tracks()[0]?.id).toBe(id);
  });

  it('is found to be one when a later file ties two names together, and the old id is reported as changed', () => {
    catalogue.put(file('/m/a.mp3', { title: 'One name' }));
    catalogue.put(file('/m/b.mp3', { title: 'Other name', mbid: MBID }));
    const ids = catalogue.tracks().map(({ id }) => id);
    changed = [];
    catalogue.put(file('/m/c.mp3', { title: 'One name', mbid: MBID }));
    expect(ids).toContain(onlyTrack().id);
    expect(new Set(changed)).toEqual(new Set(ids));
  });

  it('does not depend on the order files are found in', () => {
    const mbid = fc.constantFrom(null, MBID, MBID.replace('2', '3'));
    const files = fc.array(fc.record({ title: fc.constantFrom('One', 'Two', 'Three', 'Four'), mbid }), { minLength: 1, maxLength: 8 });
    const shuffled = files.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })));
    const songs = (list: readonly Partial<FileTags>[], order: readonly number[]) => {
      const paths = new Map<string, string[]>();
      const index = new Catalogue({ fileChanged: () => {}, trackChanged: () => {} });
      for (const i of order) index.put(file(`/m/${i}.mp3`, list[i] ?? {}));
      for (const i of list.keys()) {
        const id = index.trackIdOfFile(`/m/${i}.mp3`) ?? '';
        paths.set(id, [...(paths.get(id) ?? []), String(i)]);
      }
      return [...paths.values()].map((group) => group.join(' ')).sort();
    };
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        expect(songs(list, order)).toEqual(songs(list, [...list.keys()]));
      }),
    );
  });
});

it('offers nothing from a folder that is away, and all of it again when it is back', () => {
  catalogue.put(file('/disk/a.flac', { lossless: true }, { loudness: { integratedLufs: -9, truePeakDbtp: -1 } }));
  catalogue.put(file('/m/a.mp3'));
  catalogue.put(file('/disk/b.mp3', { title: 'Other' }));
  catalogue.put(file('/disk 2/c.mp3', { title: 'Third' }));
  catalogue.setAway('/disk', true);
  expect(catalogue.tracks().map(({ file: { path } }) => path).sort()).toEqual(['/disk 2/c.mp3', '/m/a.mp3']);
  expect(catalogue).toMatchObject({ size: 2, measuredCount: 0, fileCount: 4 });
  catalogue.setAway('/disk', false);
  expect(catalogue).toMatchObject({ size: 3, measuredCount: 1 });
});

it('takes a measured length over the one in the header, which may choose another copy', () => {
  catalogue.put(file('/m/cut.flac', { lossless: true }));
  catalogue.put(file('/m/whole.mp3'));
  catalogue.setLoudness('/m/cut.flac', { integratedLufs: -12, truePeakDbtp: -2 }, 20_000);
  expect(onlyTrack()).toMatchObject({ file: { path: '/m/whole.mp3' }, durationMs: 200_000, loudness: null });
});
