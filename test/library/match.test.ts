import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Catalogue } from '../../src/library/catalogue.ts';
import type { FileRecord, FileTags } from '../../src/library/file-record.ts';
import { put, wav } from './music-files.ts';
import { scanned, testHome } from './library-in-test.ts';

function file(path: string, tags: Pick<FileTags, 'artist' | 'title'> & Partial<FileTags>): FileRecord {
  return {
    path,
    source: 'folder',
    size: 1,
    mtimeMs: 1,
    format: 'mp3',
    loudness: null,
    fault: null,
    tags: {
      album: 'Album', trackNumber: null, discNumber: null, year: null, genres: [], tags: [], durationMs: 200_000, isrc: null, mbid: null, lossless: false, bitrate: 192_000, ...tags,
    },
  };
}

function catalogueOf(...songs: readonly (readonly [artist: string | null, title: string])[]): Catalogue {
  const catalogue = new Catalogue({ fileChanged: () => {}, trackChanged: () => {} });
  songs.forEach(([artist, title], i) => catalogue.put(file(`/m/${i}.mp3`, { artist, title })));
  return catalogue;
}

const found = (catalogue: Catalogue, artist: string, title: string) => catalogue.match({ artist, title })?.file.path;

describe('a song played elsewhere is found', () => {
  it.each([
    ['case and accents', ['Beyoncé', 'Halo'], ['BEYONCE', 'halo']],
    ['a remaster', ['Queen', 'Innuendo'], ['Queen', 'Innuendo - Remastered 2011']],
    ['several artists', ['Simon & Garfunkel', 'America'], ['Simon; Garfunkel', 'America']],
    ['a guest among the artists', ['Beyoncé', 'Crazy in Love'], ['Beyoncé; JAY-Z', 'Crazy In Love (feat. Jay-Z)']],
    ['a guest in the file only', ['Beyoncé feat. Jay-Z', 'Crazy in Love'], ['Beyoncé; JAY-Z', 'Crazy In Love']],
    ['a guest named with the title', ['Ariana', 'Song'], ['Ariana; Ben', 'Song (with Ben)']],
    ['more artists in the file', ['Bob Marley & The Wailers', 'Jamming'], ['Bob Marley', 'Jamming']],
    ['other members behind the first', ['A, B', 'Song'], ['A; C; B', 'Song']],
    ['a comma in the name', ['Tyler, The Creator', 'EARFQUAKE'], ['Tyler, The Creator', 'Earfquake']],
    ['the film it is from', ['X', 'Song'], ['X', 'Song - From "The Film"']],
    ['a cut for the radio', ['X', 'Song'], ['X', 'Song - Radio Edit']],
    ['signs', ['Ke$ha', 'TiK ToK'], ['Kesha', 'Tik Tok']],
  ] as const)('whatever %s', (_, [artist, title], [artistThere, titleThere]) => {
    const catalogue = catalogueOf(['Someone', 'Else'], [artist, title], [artist, 'Another']);
    expect(found(catalogue, artistThere, titleThere)).toBe('/m/1.mp3');
  });

  it.each([
    ['another artist', ['A', 'Song'], ['B', 'Song']],
    ['a live version', ['A', 'Song'], ['A', 'Song - Live at Wembley']],
    ['a remix', ['A', 'Song'], ['A', 'Song (Y Remix)']],
    ['a guest with a song of that name', ['Jay-Z', 'Crazy in Love'], ['Beyoncé; JAY-Z', 'Crazy in Love']],
    ['the first of them with somebody else', ['A & B', 'Song'], ['A; C', 'Song']],
    ['a title that says nothing', ['A', 'Intro'], ['A', 'Intro']],
    ['a title that says nothing, by several', ['A & B', 'Intro'], ['A; B', 'Intro']],
    ['a file whose artist nobody knows', [null, 'Song'], ['Unknown artist', 'Song']],
  ] as const)('but not in %s', (_, [artist, title], [artistThere, titleThere]) => {
    expect(found(catalogueOf([artist, title]), artistThere, titleThere)).toBeUndefined();
  });

  it('by its own name before a looser one', () => {
    const catalogue = catalogueOf(['A', 'Song'], ['A & B', 'Song'], ['A', 'Song (Radio Edit)'], ['A', 'Song (From the Heart)']);
    expect(found(catalogue, 'A', 'Song')).toBe('/m/0.mp3');
    expect(found(catalogue, 'A; B', 'Song')).toBe('/m/1.mp3');
    expect(found(catalogue, 'A', 'Song - Radio Edit')).toBe('/m/2.mp3');
    expect(found(catalogue, 'A', 'Song (From the Heart)')).toBe('/m/3.mp3');
    expect(found(catalogue, 'A; B; C', 'Song')).toBe('/m/0.mp3');
  });

  it('only while it can be played, and under its new name when that changes', () => {
    const catalogue = catalogueOf(['A & B', 'Song']);
    catalogue.setAway('/m', true);
    expect(found(catalogue, 'A; B', 'Song')).toBeUndefined();
    catalogue.setAway('/m', false);
    expect(found(catalogue, 'A', 'Song')).toBe('/m/0.mp3');
    catalogue.put(file('/m/0.mp3', { artist: 'C & B', title: 'Song' }));
    expect(found(catalogue, 'A', 'Song')).toBeUndefined();
    expect(found(catalogue, 'C', 'Song')).toBe('/m/0.mp3');
    catalogue.remove('/m/0.mp3');
    expect(found(catalogue, 'C', 'Song')).toBeUndefined();
  });

  it('but is no reason to take two files for one song', () => {
    expect(catalogueOf(['A', 'Song'], ['A & B', 'Song'], ['A & C', 'Song']).size).toBe(3);
  });
});

const letters = fc.constantFrom(...'bcdfghjklmpqrtwzàéîõüñçабвгдежзлмαβγδא漢字가');
const word = fc.string({ unit: letters, minLength: 2, maxLength: 8 }).filter((text) => !['vs', 'ft'].includes(text));
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const respelling = fc.constantFrom<((text: string) => string)[]>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFD').replace(/(?<=\p{Script=Latin})\p{Mn}/gu, ''),
  (text) => ` ${text}’ `,
);
const addition = fc.constantFrom('', ' - Remastered 2011', ' (feat. Some One)', ' (2009 Remaster)', ' [Explicit]', ' (with Some One)', ' - Radio Edit', ' - From “Some Film”');

describe('matching, for any names', () => {
  it('does not depend on spelling, editions, guests or how artists are joined', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), name, respelling, addition, fc.constantFrom(' & ', ', ', ' feat. '), (artists, title, spell, more, joint) => {
        const catalogue = catalogueOf([artists.join(joint), title], ['someone', title], [artists.join(joint), `${title} xx`]);
        expect(found(catalogue, artists.map(spell).join('; '), spell(title) + more)).toBe('/m/0.mp3');
      }),
    );
  });

  it('never throws, and never finds a title that is not there', () => {
    const catalogue = catalogueOf(['A', 'Song'], ['B & C', 'Tune']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (artist, title) => {
        const path = found(catalogue, artist, title);
        if (path !== undefined) expect(['song', 'tune']).toContain(title.toLowerCase().replace(/[^a-z]/g, ''));
      }),
    );
  });
});

test('the library finds the tracks of its folders', async () => {
  const home = await testHome();
  await put(home.music, { 'The Lanterns/Blue Hours/01 Harbour.wav': wav(300), 'The Lanterns/Blue Hours/02 Lantern.wav': wav(300) });
  const library = await home.open();
  await scanned(library);
  expect(library.match({ artist: 'Lanterns', title: 'HARBOUR - 2020 Remaster' })).toMatchObject({ title: 'Harbour' });
  expect(library.match({ artist: 'Lanterns', title: 'Boat' })).toBeUndefined();
});
