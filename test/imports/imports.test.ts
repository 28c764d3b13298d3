import { strToU8 } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Imports } from '../../src/imports/imports.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { silentLogger } from '../../src/log.ts';
import { fileImports } from '../support/file-imports.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';
import { file, spotifyStream, spotifyZip } from './support.ts';

const ADA = { id: 'room:ada', name: 'Ada' };
const HARBOUR = aTrack(1, { title: 'Harbour Static', artist: 'Vesper Lanes' });

let database: TestStorage;
let listening: Listening;
let imports: Imports;
const clock = new TestClock();
beforeEach(async () => {
  database = await temporarySqlite();
  listening = await createListening({ storage: database.storage, clock, log: silentLogger });
  imports = fileImports({ storage: database.storage, listening, library: new TrackList([HARBOUR]), clock, log: silentLogger });
  await listening.giveConsent(ADA);
});
afterEach(async () => {
  await imports.close();
  await listening.close();
  await database.remove();
});

const history = spotifyZip(spotifyStream(), spotifyStream({ ts: '2025-06-01T00:00:00Z' }), spotifyStream({ master_metadata_track_name: 'Elsewhere', master_metadata_album_artist_name: 'Quillhaven' }));
const take = (bytes: Uint8Array | string) => imports.take(ADA.id, { kind: 'file', file: file(bytes) });

describe('a history in a file', () => {
  it('is taken in, matched to the library; the rest is kept', async () => {
    expect(await take(history)).toEqual([{ service: 'Spotify', plays: 3, songs: 2, matched: 1, newestOnly: false }]);
    expect(await listening.affinities(ADA.id)).toMatchObject([{ trackId: HARBOUR.id, plays: 2, completions: 2 }]);
    expect(await listening.importsOf(ADA.id)).toMatchObject([{ service: 'Spotify', songs: 2, matched: 1 }]);
    expect(await imports.remove(ADA.id, 'Spotify')).toBe(true);
    expect(await imports.remove(ADA.id, 'Spotify')).toBe(false);
    expect(await listening.affinities(ADA.id)).toEqual([]);
  });

  it('that is broken changes nothing, and is answered in one sentence', async () => {
    await take(history);
    const text = `[${JSON.stringify(spotifyStream({ master_metadata_track_name: 'New' }))},${JSON.stringify(spotifyStream()).slice(0, 50)}`;
    await expect(take(text)).rejects.toThrow('The file breaks off in the middle: download it again and give the whole file.');
    await expect(take(history.subarray(0, -30))).rejects.toThrow('The zip is damaged or was cut off: download it again and give the whole file.');
    expect(await listening.importsOf(ADA.id)).toMatchObject([{ service: 'Spotify', songs: 2, plays: 3 }]);
  });

  it('of somebody who is not counted in is not even opened', async () => {
    const unopened = { kind: 'file', file: { ...file(history), open: () => { throw new Error('opened'); } } } as const;
    await expect(imports.take('room:ben', unopened)).rejects.toThrow('You are not counted in');
    await listening.pauseConsent(ADA.id);
    await expect(imports.take(ADA.id, unopened)).rejects.toThrow('while you pause');
  });

  it('is read one at a time for each, says how far it is, and is left when Segue closes', async () => {
    const line = JSON.stringify(spotifyStream());
    const { promise: on, resolve } = Promise.withResolvers<void>();
    const slow = { name: 'slow.json', size: null, async *open() { yield strToU8(`[${line},${line}`); await on; yield strToU8(']'); } };
    const taking = imports.take(ADA.id, { kind: 'file', file: slow });
    await expect.poll(() => imports.reading(ADA.id)).toBe(2);
    await expect(take(history)).rejects.toThrow('A history of yours is being read already: /import show says how far it is.');
    const closing = imports.close();
    resolve();
    await expect(taking).rejects.toThrow('Segue is closing');
    await closing;
    expect(await listening.importsOf(ADA.id)).toEqual([]);
  });

  it('from the web waits until the operator has said who asks', async () => {
    await expect(imports.take(ADA.id, { kind: 'listenbrainz', user: 'ada', token: null })).rejects.toThrow('SEGUE_CONTACT');
  });
});
