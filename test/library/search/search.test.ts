import { describe, expect, it } from 'vitest';
import type { Track } from '../../../src/domain.ts';
import { SearchIndex } from '../../../src/library/search/search-index.ts';
import { aTrack } from '../../support/tracks.ts';

const SONGS: readonly (readonly [artist: string, title: string, album: string])[] = [
  ['Beyoncé', 'Crazy in Love', 'Dangerously in Love'],
  ['Beyoncé', 'Halo', 'I Am… Sasha Fierce'],
  ['Beyoncé', 'Baby Boy', 'Dangerously in Love'],
  ['Queen', 'Bohemian Rhapsody', 'A Night at the Opera'],
  ['Queen', 'Love of My Life', 'A Night at the Opera'],
  ['Queen', "Don't Stop Me Now", 'Jazz'],
  ['Patsy Cline', 'Crazy', 'Showcase'],
  ['Lana Del Rey', 'Love', 'Lust for Life'],
  ['Taylor Swift', 'Love Story', 'Fearless'],
  ['Taylor Swift', '22', 'Red'],
  ['AC/DC', 'Thunderstruck', 'The Razors Edge'],
  ['Imagine Dragons', 'Thunder', 'Evolve'],
  ['Sigur Rós', 'Hoppípolla', 'Takk…'],
  ['Mø', 'Kamikaze', 'Forever Neverland'],
  ['Blur', 'Song 2', 'Blur'],
  ['blink-182', 'All the Small Things', 'Enema of the State'],
  ['The The', 'This Is the Day', 'Soul Mining'],
  ['Guns N’ Roses', 'November Rain', 'Use Your Illusion I'],
  ['坂本龍一', '戦場のメリークリスマス', '1996'],
  ['Кино', 'Группа крови', 'Группа крови'],
  ['宇多田ヒカル', 'First Love', 'First Love'],
  ['Matching Mole', 'Day Light Again', 'Matching Mole'],
];

function indexOf(songs: readonly (readonly [string, string, string])[]): { index: SearchIndex; tracks: Map<string, Track> } {
  const index = new SearchIndex();
  const tracks = new Map<string, Track>();
  songs.forEach(([artist, title, album], i) => {
    const track = aTrack(i, { artist, title, album });
    tracks.set(track.id, track);
    index.put(track);
  });
  return { index, tracks };
}

const { index, tracks } = indexOf(SONGS);
const found = (query: string, limit = 5) => index.search(query, limit).map((id) => tracks.get(id)?.title);

describe('search', () => {
  it.each([
    ['a title', 'crazy in love', 'Crazy in Love'],
    ['artist and title', 'beyonce crazy in love', 'Crazy in Love'],
    ['title and artist', 'crazy in love beyonce', 'Crazy in Love'],
    ['title by artist', 'crazy in love by beyonce', 'Crazy in Love'],
    ['words spelled by ear', 'beyonce crazy in luv', 'Crazy in Love'],
    ['one word spelled by ear', 'luv', 'Love'],
    ['letters swapped', 'bohemain rapsody', 'Bohemian Rhapsody'],
    ['letters missing', 'sigur ross hopipola', 'Hoppípolla'],
    ['a wrong first letter', 'veyonce halo', 'Halo'],
    ['no apostrophe', 'dont stop me now', "Don't Stop Me Now"],
    ['an exact title before longer ones', 'love', 'Love'],
    ['the shorter exact title', 'crazy', 'Crazy'],
    ['a number', '22', '22'],
    ['an artist without its slash', 'acdc', 'Thunderstruck'],
    ['an artist without its dash', 'blink 182', 'All the Small Things'],
    ['an artist run together', 'blink182', 'All the Small Things'],
    ['a letter without its stroke', 'mo kamikaze', 'Kamikaze'],
    ['and for n', 'guns and roses', 'November Rain'],
    ['words run together', 'daylight again', 'Day Light Again'],
    ['small words only', 'the the', 'This Is the Day'],
    ['an album', 'dangerously', 'Crazy in Love'],
    ['words inside a Japanese title', 'メリークリスマス', '戦場のメリークリスマス'],
    ['Cyrillic', 'группа крови', 'Группа крови'],
    ['half of it wrong', 'queen rhapsody qqqq wwww', 'Bohemian Rhapsody'],
  ])('finds %s: %s', (_, query, title) => {
    expect(found(query)[0]).toBe(title);
  });

  it.each([
    ['bey', 'Beyoncé'],
    ['queen bo', 'Queen'],
    ['taylor swift l', 'Taylor Swift'],
    ['thund', 'Imagine Dragons'],
    ['b', 'Beyoncé'],
  ])('completes %s while it is typed', (query, artist) => {
    const artists = index.search(query, 5).map((id) => tracks.get(id)?.artist);
    expect(artists).toContain(artist);
  });

  it('narrows down with every letter', () => {
    const title = 'bohemian rhapsody';
    for (let length = 2; length <= title.length; length++) {
      expect(found(title.slice(0, length)), title.slice(0, length)).toContain('Bohemian Rhapsody');
    }
    expect(found('taylor swift l')).toEqual(['Love Story']);
  });

  it('finds nothing for nonsense, nothing and signs', () => {
    for (const query of ['xyzzyq', '', '   ', '!!!', '🎵']) expect(found(query)).toEqual([]);
  });

  it('does not take talk for a title because of a small word in it', () => {
    const talk = new SearchIndex();
    talk.put(aTrack(1, { title: 'The Orchard Gate', artist: 'The Alder Row Players' }));
    expect(talk.search('hello there', 5)).toEqual([]);
    expect(talk.search('the orchard gate', 5)).toEqual(['t1']);
  });

  it('knows a title by the single letter it ends with', () => {
    const plans = new SearchIndex();
    ['A', 'B', 'C', 'D'].forEach((letter, n) => plans.put(aTrack(n, { title: `Plan ${letter}`, artist: 'Band of Dancers' })));
    ['A', 'B', 'C', 'D'].forEach((letter, n) => expect(plans.search(`plan ${letter}`, 5)[0]).toBe(`t${n}`));
  });

  it('keeps to the limit and names nothing twice', () => {
    expect(found('love', 2)).toHaveLength(2);
    const all = index.search('love', 50);
    expect(new Set(all).size).toBe(all.length);
  });

  it('follows what changes and forgets what leaves', () => {
    const { index: live } = indexOf(SONGS);
    live.put(aTrack(1, { artist: 'Beyoncé', title: 'Renamed', album: null }));
    expect(live.search('renamed', 5)).toEqual(['t1']);
    expect(live.search('halo', 5)).not.toContain('t1');
    live.remove('t1');
    expect(live.search('renamed', 5)).not.toContain('t1');
    expect(live.search('beyonce', 5)).toHaveLength(2);
    // A word that nothing has any more corrects no other.
    expect(live.search('renamd', 5)).toEqual([]);
  });
});
