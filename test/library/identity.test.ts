import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isrcOf, mbidOf, songKey, titlesAgree, trackIdOf } from '../../src/library/identity.ts';

const key = (artist: string | null, title: string, album: string | null = null) => songKey({ artist, title, album });

describe('one song', () => {
  it.each([
    ['case and accents', ['Beyoncé', 'Halo'], ['BEYONCE', 'HALO']],
    ['composed and decomposed letters', ['Sigur Rós', 'Hoppípolla'], ['Sigur Rós', 'Hoppípolla']],
    ['full-width letters', ['ＡＢＢＡ', 'ＳＯＳ'], ['ABBA', 'SOS']],
    ['guests in the title', ['Beyoncé', 'Crazy in Love (feat. Jay-Z)'], ['Beyoncé', 'Crazy in Love']],
    ['guests with the artist', ['Beyoncé feat. Jay-Z', 'Crazy in Love'], ['Beyoncé', 'Crazy in Love ft. JAY-Z']],
    ['guests before an addition', ['X', 'Song feat. Y - Remastered 2011'], ['X', 'Song']],
    ['a remaster in brackets', ['Queen', 'Innuendo (Remastered 2011)'], ['Queen', 'Innuendo']],
    ['a remaster behind a dash', ['Queen', 'Innuendo - 2011 Remaster'], ['Queen', 'Innuendo [Digital Remaster]']],
    ['several editions', ['X', 'Song (Album Version) [Explicit] - Mono / 2009 Remaster'], ['X', 'Song']],
    ['an upload', ['X', 'Song (Official Music Video) [HD]'], ['X', 'Song']],
    ['the article', ['The Beatles', 'Help!'], ['Beatles', 'Help']],
    ['the article behind', ['Beatles, The', 'Help!'], ['The Beatles', 'Help!']],
    ['ampersands', ['Simon & Garfunkel', 'America'], ['Simon and Garfunkel', 'America']],
    ['the order of names', ['Garfunkel, Simon', 'America'], ['Simon & Garfunkel', 'America']],
    ['apostrophes', ['Guns N’ Roses', "Don't Cry"], ['Guns n Roses', 'Don’t Cry']],
    ['dots', ['R.E.M.', 'E-Bow the Letter'], ['REM', 'E‐Bow The Letter']],
    ['letters in disguise', ['Ke$ha', 'Tik Tok'], ['Kesha', 'TiK ToK']],
    ['thousands', ['10,000 Maniacs', 'Jack'], ['10.000 Maniacs', 'Jack']],
    ['the same passage, live in both', ['X', 'Song - Live at Wembley'], ['X', 'Song (Live at Wembley)']],
  ] as const)('whatever the %s', (_, [artistA, titleA], [artistB, titleB]) => {
    expect(key(artistA, titleA)).toBe(key(artistB, titleB));
  });

  it('whatever the album, unless the title says nothing', () => {
    expect(key('X', 'Song', 'First')).toBe(key('X', 'Song', 'Best of'));
    expect(key('X', 'Intro', 'First')).not.toBe(key('X', 'Intro', 'Second'));
    expect(key('X', 'Intro', 'First')).toBe(key('X', 'Intro', 'First (Deluxe Edition)'));
    expect(key(null, 'Recording', 'Holiday')).not.toBe(key(null, 'Recording', 'Birthday'));
  });
});

describe('different songs', () => {
  it.each([
    ['a live version', ['X', 'Song'], ['X', 'Song (Live)']],
    ['a remix', ['X', 'Song'], ['X', 'Song (Y Remix)']],
    ['an acoustic version', ['X', 'Song'], ['X', 'Song - Acoustic']],
    ['an instrumental', ['X', 'Song'], ['X', 'Song [Instrumental]']],
    ['a demo', ['X', 'Song'], ['X', 'Song (Demo 2003)']],
    ['a remastered live version and the studio one', ['X', 'Song (Remastered)'], ['X', 'Song - Live (Remastered)']],
    ['letters that only look alike', ['X', 'Мой'], ['X', 'Мои']],
    ['voiced kana', ['X', 'かき'], ['X', 'がき']],
    ['signs', ['Ed Sheeran', '+'], ['Ed Sheeran', '÷']],
    ['parts of a work', ['Y', 'Symphony No. 1: 2. Andante'], ['Y', 'Symphony No. 12: Andante']],
    ['abbreviations', ['AC/DC', 'T.N.T.'], ['AC/DC', 'T and T']],
    ['other artists', ['A', 'Song'], ['B', 'Song']],
    ['a guest who is the artist', ['Jay-Z', 'Crazy in Love'], ['Beyoncé feat. Jay-Z', 'Crazy in Love']],
  ] as const)('%s', (_, [artistA, titleA], [artistB, titleB]) => {
    expect(key(artistA, titleA)).not.toBe(key(artistB, titleB));
  });

  it('keep a name when all of it could be taken off', () => {
    const keys = ['Remastered', '(Explicit)', '(feat. Nobody)', 'The', '!!!', '...', ''].map((title) => key('X', title));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** Names as they occur, from several scripts. */
const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzàéîõüñçßøłабвгдеёжзийклмнαβγδσςאבגדかきがぎ漢字가나', ...'0123456789');
const word = fc.string({ unit: letters, minLength: 1, maxLength: 8 }).filter((text) => !['the', 'and', 'n', 'x', 'vs', 'ft', 'feat'].includes(text));
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

describe('identity, for any names', () => {
  it('does not depend on case, Unicode form, spacing or apostrophes', () => {
    fc.assert(
      fc.property(name, name, (artist, title) => {
        const plain = key(artist, title);
        for (const change of [
          (text: string) => text.toUpperCase(),
          (text: string) => text.normalize('NFD'),
          (text: string) => ` ${text.replaceAll(' ', '  ')} `,
          (text: string) => `${text}’`,
        ]) {
          expect(key(change(artist), change(title))).toBe(plain);
        }
      }),
    );
  });

  it('does not depend on editions, guests or the order of members, however they are combined', () => {
    const edition = fc.constantFrom(' (Remastered 2011)', ' - 2009 Remaster', ' [Explicit]', ' (Album Version)', ' - Mono', ' (feat. Someone)', ' feat Some One');
    fc.assert(
      fc.property(name, name, name, fc.array(edition, { maxLength: 3 }), (one, other, title, editions) => {
        expect(key(`${other} & ${one}`, title + editions.join(''))).toBe(key(`The ${one}, ${other}`, title));
      }),
    );
  });

  it('sets performances apart from the song and from each other', () => {
    fc.assert(
      fc.property(name, name, (artist, title) => {
        const keys = ['', ' (Live)', ' (Remix)', ' (Acoustic)', ' (Instrumental)', ' (Demo)'].map((kind) => key(artist, title + kind));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('survives any text and gives ids of one form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (artist, title) => {
        expect(trackIdOf(key(artist, title))).toMatch(/^t[0-9a-f]{16}$/);
      }),
    );
  });
});

describe('recording codes', () => {
  it('are taken only when they are well-formed', () => {
    expect(isrcOf('us-rc1-76-07839')).toBe('USRC17607839');
    expect(isrcOf('USRC17600000')).not.toBeNull();
    for (const bad of ['', 'USRC1760783', '000000000000', 'USRC10000000', 'see booklet']) expect(isrcOf(bad)).toBeNull();
    expect(mbidOf(' 2CFAD0F7-9F20-4C7C-9F8E-2D4C0CF4B9D4 ')).toBe('2cfad0f7-9f20-4c7c-9f8e-2d4c0cf4b9d4');
    for (const bad of ['', '2cfad0f7', '00000000-0000-0000-0000-000000000000']) expect(mbidOf(bad)).toBeNull();
  });

  it('join titles that may name one recording', () => {
    expect(titlesAgree('Für Elise', 'Fur Elise (Bagatelle)')).toBe(true);
    expect(titlesAgree('Белая ночь', 'Belaya noch')).toBe(true);
    expect(titlesAgree('Song', 'Song (Live)')).toBe(false);
    expect(titlesAgree('Yesterday', 'Help!')).toBe(false);
  });
});
