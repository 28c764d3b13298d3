import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportedSong } from '../../../src/domain.ts';
import { HistoryReader, type ReaderLimits } from '../../../src/imports/formats/history-reader.ts';
import { SongTally } from '../../../src/imports/formats/song-tally.ts';
import { listen, spotifyStream, spotifyZip } from '../support.ts';

const NOW = Date.UTC(2026, 0, 5);
const MAY = Date.UTC(2025, 4, 1, 18, 20);

/** What is read of a file, by service. */
function read(bytes: Uint8Array | string, limits?: ReaderLimits): Record<string, readonly ImportedSong[]> {
  const all = typeof bytes === 'string' ? strToU8(bytes) : bytes;
  const tally = new SongTally(NOW);
  const reader = new HistoryReader(tally, limits);
  for (let at = 0; at < all.length; at += 1_000) reader.push(all.subarray(at, at + 1_000));
  reader.end();
  const found: Record<string, ImportedSong[]> = {};
  for (const { service, songs } of tally.pages()) (found[service] ??= []).push(...songs);
  return found;
}

describe('a history of Spotify', () => {
  it('is counted by song: what was heard to its end, what was skipped, and when', () => {
    const { Spotify: songs } = read(
      spotifyZip(
        spotifyStream(),
        spotifyStream({ ts: '2025-06-01T00:00:00Z', ms_played: 12_000, reason_end: 'fwdbtn', master_metadata_track_name: 'harbour static ' }),
        spotifyStream({ ts: '2025-07-01T00:00:00Z', ms_played: 60_000, reason_end: 'fwdbtn' }),
        spotifyStream({ ts: '2025-04-01T00:00:00Z', ms_played: 60_000, reason_end: 'logout' }),
        spotifyStream({ ms_played: 3_000, reason_end: 'fwdbtn' }),
        spotifyStream({ incognito_mode: true }),
        spotifyStream({ master_metadata_track_name: null, episode_name: 'A talk' }),
        spotifyStream({ master_metadata_track_name: 'Slow Meridian', reason_end: null, ms_played: 180_000, ts: '2019-01-01T00:00:00Z' }),
      ),
    );
    expect(songs).toEqual([
      { artist: 'Vesper Lanes', title: 'Harbour Static', album: 'Tidal Rooms', plays: 4, completions: 1, skips: 2, earlySkips: 1, heardMs: 333_000, firstAt: Date.UTC(2025, 3, 1), lastAt: Date.UTC(2025, 6, 1) },
      expect.objectContaining({ title: 'Slow Meridian', plays: 1, completions: 1, skips: 0 }),
    ]);
  });

  it('is read from a file of the zip as well, and from the smaller download of an account', () => {
    expect(read(JSON.stringify([spotifyStream()]))).toMatchObject({ Spotify: [{ title: 'Harbour Static', plays: 1 }] });
    const year = [{ endTime: '2025-05-01 18:20', artistName: 'Vesper Lanes', trackName: 'Harbour Static', msPlayed: 150_000 }];
    expect(read(JSON.stringify(year))).toMatchObject({ Spotify: [{ title: 'Harbour Static', completions: 1, lastAt: MAY }] });
  });
});

describe('a history of ListenBrainz', () => {
  const lines = [listen('Vesper Lanes', 'Harbour Static', MAY / 1000), listen('Vesper Lanes', 'Harbour Static', MAY / 1000 + 86_400, { additional_info: null })];

  it('is read from the zip, line by line', () => {
    const zip = zipSync({
      'user.json': strToU8('{"user_id": 1, "username": "ada"}\n'),
      'listens/2025/5.jsonl': strToU8(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
      'feedback.jsonl': strToU8('{"recording_mbid": "0", "score": 1, "created": 1}\n'),
    });
    expect(read(zip)).toEqual({ ListenBrainz: [{ artist: 'Vesper Lanes', title: 'Harbour Static', album: 'Tidal Rooms', plays: 2, completions: 2, skips: 0, earlySkips: 0, heardMs: 180_000, firstAt: MAY, lastAt: MAY + 86_400_000 }] });
  });

  it('is read from the list of an older export', () => {
    expect(read(JSON.stringify(lines))).toMatchObject({ ListenBrainz: [{ plays: 2 }] });
  });
});

describe('scrobbles of Last.fm', () => {
  const expected = { 'Last.fm': [expect.objectContaining({ artist: 'Vesper Lanes', title: 'Harbour; Static', album: 'Tidal Rooms', plays: 1, completions: 1, lastAt: MAY })] };

  it.each([
    ['a table with names', 'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"1746123600","01 May 2025, 18:20","Vesper Lanes","","Tidal Rooms","","Harbour; Static",""\n'],
    ['a table by semicolons with milliseconds', '\uFEFFArtist;Album;AlbumId;Track;Date#ada\r\n"Vesper Lanes";"Tidal Rooms";"7";"Harbour; Static";"1746123600000"\r\n'],
    ['a table without names', 'Vesper Lanes,Tidal Rooms,Harbour; Static,01 May 2025 18:20\n'],
    ['an object with a list', JSON.stringify({ username: 'ada', scrobbles: [{ track: 'Harbour; Static', artist: 'Vesper Lanes', album: 'Tidal Rooms', albumId: '7', date: MAY }] })],
    [
      'pages of the interface',
      JSON.stringify([
        { track: [{ artist: { mbid: '', '#text': 'Vesper Lanes' }, name: 'Harbour; Static', album: { mbid: '', '#text': 'Tidal Rooms' }, url: 'x', date: { uts: '1746123600', '#text': '01 May 2025, 18:20' } }], '@attr': { page: '1' } },
        { track: [{ artist: { '#text': 'Quillhaven' }, name: 'Copper Orchard', '@attr': { nowplaying: 'true' } }] },
      ]),
    ],
  ])('are read from %s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  it('count nothing that has no time or one that cannot be', () => {
    expect(() => read('artist,track,uts\nVesper Lanes,Harbour Static,0\nVesper Lanes,Harbour Static,later\nVesper Lanes,Harbour Static,4102444800\n')).toThrow('The file tells of no song that was heard for long enough: nothing is taken in.');
  });
});

describe('what is broken or hostile', () => {
  const good = spotifyZip(spotifyStream(), spotifyStream({ master_metadata_track_name: 'Slow Meridian' }));
  /** One sentence for a person. */
  const sentence = /^[A-Z“][^\n]{10,260}\.$/u;

  it.each([
    ['nothing', ''],
    ['a letter', 'Dear Segue, this is my music.'],
    ['a page', '<!doctype html><title>Download</title>'],
    ['other JSON', '{"playlists":[{"name":"Best of","items":[]}]}'],
    ['other CSV', 'a,b,c\n1,2,3\n'],
    ['a picture', '\u0089PNG\r\n\u001a\n'],
  ])('says of %s that it is no history', (_, text) => {
    expect(() => read(text)).toThrow('The file is no history that Segue knows');
  });

  it('says of every zip that was cut off that it was', () => {
    for (let length = 2; length < good.length; length++) expect(() => read(good.subarray(0, length)), `after ${length} bytes`).toThrow(/damaged|cut off/);
  });

  it('says in a sentence what is wrong with a zip in which anything was changed, or reads what it says', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = good.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        try {
          const { Spotify: songs = [] } = read(changed);
          expect(songs.length).toBeLessThanOrEqual(2);
        } catch (error) {
          expect((error as Error).name).toBe('BadHistory');
          expect((error as Error).message).toMatch(sentence);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not unpack a bomb, whatever it says of its size', () => {
    const bomb = zipSync({ 'Streaming_History_Audio_0.json': new Uint8Array(20_000_000).fill(0x20) }, { level: 9 });
    expect(bomb.length).toBeLessThan(30_000);
    // The sizes that it tells, in its directory and before the file.
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    view.setUint32(22, 100, true);
    const directory = view.getUint32(bomb.length - 6, true);
    view.setUint32(directory + 24, 100, true);
    expect(() => read(bomb, { bytes: 1_000_000, unpacked: 2_000_000 })).toThrow('The file comes to more than the 2 MB that Segue takes in.');
  });

  it('counts what the same bytes come to when a directory names them again and again', () => {
    const text = strToU8(JSON.stringify([spotifyStream()]) + ' '.repeat(100_000));
    const zip = zipSync({ 'a.json': text });
    const end = zip.length - 22;
    const start = new DataView(zip.buffer, zip.byteOffset).getUint32(end + 16, true);
    const entry = zip.subarray(start, end);
    const times = 5_000;
    const hostile = Buffer.concat([zip.subarray(0, start), ...Array.from({ length: times }, () => entry), zip.subarray(end)]);
    hostile.writeUInt16LE(times, hostile.length - 12);
    expect(() => read(hostile, { bytes: 10_000_000, unpacked: 3_000_000 })).toThrow('more than the 3 MB');
  });

  it('takes names in a zip for nothing but names', () => {
    const zip = zipSync({ '../../../etc/cron.d/segue.json': strToU8('[{"ms_played": 1'), '/a/“b”\u202Ecsv.exe.jpg': strToU8('x') });
    expect(() => read(zip)).toThrow('“segue.json” in the zip breaks off in the middle: download it again and give the whole file.');
    expect(read(zipSync({ '..\\..\\boot.ini.json': strToU8(JSON.stringify([spotifyStream()])) }))).toMatchObject({ Spotify: [{ plays: 1 }] });
  });

  it('asks for the password of nobody', () => {
    const locked = good.slice();
    const view = new DataView(locked.buffer, locked.byteOffset);
    let at = view.getUint32(locked.length - 6, true);
    // The second entry: the first is a letter that nobody reads.
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
    view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true);
    expect(() => read(locked)).toThrow('“Streaming_History_Audio_2025_0.json” in the zip is locked by a password: unpack it, and give what is in it.');
  });

  it('takes in no more than a file may have', () => {
    expect(() => read(' '.repeat(5_000), { bytes: 4_000, unpacked: 4_000 })).toThrow('more than the');
  });

  it('counts no more songs than anybody hears', () => {
    const tally = new SongTally(NOW, 2);
    const play = (title: string) => tally.add({ service: 'Last.fm', artist: 'Vesper Lanes', title, album: null, at: MAY, heardMs: 0, ending: 'completed' });
    play('a');
    play('b');
    play('A');
    expect(() => play('c')).toThrow('That history tells of more than 2 songs, which is more than Segue takes in.');
  });
});
