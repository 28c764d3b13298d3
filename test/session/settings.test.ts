import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../src/session/settings.ts';
import { createKeyValue } from '../../src/storage/key-value.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';

for (const database of BOTH_DIALECTS) {
  describe.skipIf(database.missing !== null)(`settings that several processes change, on ${database.name}`, () => {
    let opened: TestStorage;
    beforeEach(async () => {
      opened = await database.open();
    });
    afterEach(() => opened.remove());

    // Each with locks of its own, as in another process.
    const settings = () => new Settings(createKeyValue(opened.storage.db, 'settings'));

    it('are changed as they are stored, not as they were read', async () => {
      const [one, other] = [settings(), settings()];
      await one.change('place', { djs: ['ana', 'ben'] });
      expect((await other.of('place')).djs).toEqual(['ana', 'ben']);
      await one.change('place', { djs: ['ben'] });
      expect((await other.change('place', ({ djs }) => ({ djs: [...djs, 'cyd'] }))).djs).toEqual(['ben', 'cyd']);
      expect((await other.of('place')).djs).toEqual(['ben', 'cyd']);
    });

    it('lose no change that comes at the same time', async () => {
      await settings().change('place', { djs: [] });
      const names = Array.from({ length: 12 }, (_, n) => `dj-${n}`);
      await Promise.all(names.map((dj) => settings().change('place', ({ djs }) => ({ djs: [...djs, dj] }))));
      expect([...(await settings().of('place')).djs].sort()).toEqual(names.toSorted());
    });
  });
}
