import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagsFromPath, type PathTags } from '../../../src/library/folder/path-tags.ts';

describe('tags from paths', () => {
  it.each<[string, Partial<PathTags>]>([
    ['Artist/Album/01 Title.mp3', { artist: 'Artist', album: 'Album', title: 'Title', trackNumber: 1 }],
    ['Artist/Album/12 - Title.mp3', { artist: 'Artist', album: 'Album', title: 'Title', trackNumber: 12 }],
    ['Artist/Album/3. Title.flac', { title: 'Title', trackNumber: 3 }],
    ['Artist/Album/01_my_song.mp3', { title: 'my song', trackNumber: 1 }],
    ['Artist/Album/CD1/03. Title.flac', { artist: 'Artist', album: 'Album', discNumber: 1, trackNumber: 3 }],
    ['Artist/Album/Disc 2 - Bonus/03 Title.flac', { artist: 'Artist', album: 'Album', discNumber: 2 }],
    ['Artist/Album/1-02 Title.mp3', { discNumber: 1, trackNumber: 2, title: 'Title' }],
    ['Artist/Album/102 - Title.mp3', { discNumber: 1, trackNumber: 2, title: 'Title' }],
    ['Artist/1997 - Album/01 Title.mp3', { album: 'Album', year: 1997 }],
    ['Artist/Album (1997) [FLAC]/01 Title.mp3', { album: 'Album', year: 1997 }],
    ['Artist/[1997] Album/01 Title.mp3', { album: 'Album', year: 1997 }],
    ['Artist/Artist - Album/Artist - Album - 03 - Song - Live.mp3', { artist: 'Artist', album: 'Album', title: 'Song - Live', trackNumber: 3 }],
    ['Artist - Album (1999)/02 Title.mp3', { artist: 'Artist', album: 'Album', year: 1999, title: 'Title' }],
    ['Downloads/Artist - 1977 - Album/02 Title.mp3', { artist: 'Artist', album: 'Album', year: 1977 }],
    ['Various Artists/Summer/07 - Somebody - Tune.mp3', { artist: 'Somebody', album: 'Summer', title: 'Tune', trackNumber: 7 }],
    ['Artist - Title.mp3', { artist: 'Artist', album: null, title: 'Title' }],
    ['Mixed/Artist - Title.mp3', { artist: 'Artist', title: 'Title' }],
    ['01 - Title.mp3', { artist: null, title: 'Title', trackNumber: 1 }],
    ['Artist/Title.mp3', { artist: 'Artist', album: null, title: 'Title' }],
    ['Artist/Album/Song - Remastered.mp3', { artist: 'Artist', title: 'Song - Remastered' }],
    ['Nena/99 Luftballons.mp3', { artist: 'Nena', title: '99 Luftballons', trackNumber: null }],
    ['Artist/7 Rings.mp3', { title: '7 Rings', trackNumber: null }],
    ['Artist/1984 (Live)/01 Title.mp3', { album: '1984 (Live)' }],
    ['1979.mp3', { title: '1979', trackNumber: null }],
    ['Artist/Album/12.mp3', { title: '12' }],
    ['Somebody - Some Song [dQw4w9WgXcQ].webm', { artist: 'Somebody', title: 'Some Song' }],
    ['Bjo\u0308rk/De\u0301but/01 Play.mp3', { artist: 'Bj\u00f6rk', album: 'D\u00e9but' }],
  ])('%s', (path, expected) => {
    expect(tagsFromPath(path)).toMatchObject(expected);
  });

  const plain = fc
    .string({ unit: fc.constantFrom(...'abcdefgHIJKLM éüñßøж漢'), minLength: 1, maxLength: 12 })
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '' && !/^(lp|ost|va|mix|new)/i.test(text));
  const number = fc.integer({ min: 1, max: 99 });

  it('read back what a tidy collector wrote', () => {
    fc.assert(
      fc.property(plain, plain, plain, number, fc.integer({ min: 1, max: 9 }), (artist, album, title, track, disc) => {
        const no = String(track).padStart(2, '0');
        const expected = { artist, album, title, trackNumber: track };
        expect(tagsFromPath(`${artist}/${album}/${no} - ${title}.mp3`)).toMatchObject({ ...expected, discNumber: null });
        expect(tagsFromPath(`${artist}/${album}/${no}. ${title}.mp3`)).toMatchObject(expected);
        expect(tagsFromPath(`${artist}/${album}/CD${disc}/${no} - ${title}.mp3`)).toMatchObject({ ...expected, discNumber: disc });
        expect(tagsFromPath(`${artist}/${album}/${disc}-${no} ${title}.mp3`)).toMatchObject({ ...expected, discNumber: disc });
        expect(tagsFromPath(`${artist}/${album}/${no} - ${artist} - ${title}.mp3`)).toMatchObject(expected);
        expect(tagsFromPath(`${artist} - ${album}/${no} - ${title}.mp3`)).toMatchObject(expected);
        expect(tagsFromPath(`${artist} - ${title}.mp3`)).toMatchObject({ artist, title, album: null });
      }),
    );
  });

  it('always finds a title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        fc.pre(path.split('/').at(-1) !== '');
        expect(tagsFromPath(path).title).not.toBe('');
      }),
    );
  });
});
