import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openSource } from '../../src/audio/decode/open.ts';
import { AudioFolder, temporaryFolder } from './files.ts';

let folder: AudioFolder;
let remove: () => Promise<void>;

beforeAll(async () => {
  vi.stubEnv('PATH', '');
  const temporary = await temporaryFolder();
  folder = new AudioFolder(temporary.path);
  remove = temporary.remove;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await remove();
});

it('a format that needs ffmpeg says so on a machine without it', async () => {
  const file = await folder.raw('x.m4a', 'other', Buffer.from('ftyp'));
  await expect(openSource(file, 0)).rejects.toThrow('this format needs ffmpeg, which is not installed');
});
