import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../src/domain.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

let opened: TestStorage;
let stage: Stage;
beforeEach(async () => {
  opened = await temporarySqlite();
  stage = await openStage(opened.storage);
});
afterEach(() => opened.remove());

const song = { subject: 't1', name: 'A Song', at: 5 };

test('outlive the process, are exported, and go with everything else about the member', async () => {
  const { id } = stage.member('ada');
  await stage.consenting('ada', 'ben');
  await stage.listening.preferences.block(id, 'track', song);
  await stage.listening.preferences.change(id, { adventure: 'brave' });
  await stage.listening.preferences.block(stage.member('ben').id, 'artist', { ...song, subject: 'the bells' });
  const again = await stage.reopen();
  expect(await again.preferences.of(id)).toEqual({ ...DEFAULT_PREFERENCES, adventure: 'brave', blockedTracks: [song] });
  expect(JSON.stringify(await again.exportOf(id))).toContain('"A Song"');
  expect(JSON.stringify(await again.exportOf(id))).not.toContain('the bells');
  await again.deleteAll(id);
  expect(await again.preferences.of(id)).toEqual(DEFAULT_PREFERENCES);
  expect((await again.preferences.of(stage.member('ben').id)).blockedArtists).toHaveLength(1);
});

test('of whoever is not counted in, nothing is kept', async () => {
  const { id } = stage.member('stranger');
  await expect(stage.listening.preferences.block(id, 'track', song)).rejects.toThrow('/privacy join');
  await expect(stage.listening.preferences.change(id, { sharesMatch: true })).rejects.toThrow('/privacy join');
  expect(await stage.listening.preferences.of(id)).toEqual(DEFAULT_PREFERENCES);
});

test('what another process wrote holds, and what is spoilt is the default', async () => {
  const { id } = stage.member('ada');
  await stage.consenting('ada');
  await stage.listening.preferences.of(id);
  await opened.storage.keyValue('preferences').set(id, { adventure: 'familiar' });
  expect((await stage.listening.preferences.of(id)).adventure).toBe('familiar');
  await opened.storage.keyValue('preferences').set(id, { adventure: 'reckless' });
  expect(await stage.listening.preferences.of(id)).toEqual(DEFAULT_PREFERENCES);
});

test('tell who listens that they changed, and hold when the database fails', async () => {
  const { id } = stage.member('ada');
  await stage.consenting('ada');
  const changed: string[] = [];
  stage.listening.preferences.onChange((who) => changed.push(who));
  await stage.listening.preferences.block(id, 'track', song);
  expect(changed).toEqual([id]);
  await opened.storage.close();
  expect((await stage.listening.preferences.of(id)).blockedTracks).toEqual([song]);
});
