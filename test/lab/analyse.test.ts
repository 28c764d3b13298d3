import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { analyse } from '../../src/lab/analyse/analyse.ts';
import { wavBytes } from '../audio/files.ts';
import { sineStereo } from '../audio/signals.ts';
import { createFolder, type TestFolder } from './support/folder.ts';

let folder: TestFolder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

it('makes a table of a folder, with what cannot be heard told and left out', async () => {
  folder.file('b.wav', wavBytes(sineStereo({ hz: 440, seconds: 3, amplitude: 0.1 })));
  folder.file('a tone.wav', wavBytes(sineStereo({ hz: 220, seconds: 2, amplitude: 0.1 })));
  folder.file('broken.flac', 'nothing that sounds');
  folder.file('notes.txt', 'no music');
  const out = join(folder.path, 'out.tsv');
  const beats = join(folder.path, 'beats.tsv');
  const said: string[] = [];
  const summary = await analyse.run(['--audio', folder.path, '--out', out, '--beats', beats], (line) => said.push(line));
  expect(summary).toMatchObject({ files: 3, analysed: 2, failed: 1, audioSeconds: 5 });
  expect(said.filter((line) => line.startsWith('broken.flac: '))).toHaveLength(1);
  const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
  expect(rows.map(([name]) => name)).toEqual(['a tone.wav', 'b.wav']);
  const cell = (row: readonly string[], column: string) => row[head.indexOf(column)];
  expect(Number(cell(rows[1], 'seconds'))).toBeCloseTo(3, 2);
  // A sine of 0.1 on both channels, 440 Hz: −20 dBFS, and little weighted.
  expect(Math.abs(Number(cell(rows[1], 'loudness_lufs')) + 20)).toBeLessThan(1);
  expect(cell(rows[1], 'bpm')).toBe('');
  expect(head).toEqual(expect.arrayContaining(['key', 'camelot', 'energy', 'intro_end', 'outro_start']));
  expect(readFileSync(beats, 'utf8')).toBe('file\tbeat\ttime\tbar\n');
});

it('says in one line what is wrong with the folder', async () => {
  const out = join(folder.path, 'out.tsv');
  const nowhere = join(folder.path, 'nowhere');
  await expect(analyse.run(['--audio', nowhere, '--out', out], () => {})).rejects.toThrow(`${nowhere}: there is no such file`);
  await expect(analyse.run(['--audio', folder.path, '--out', out], () => {})).rejects.toThrow('there is no music in this folder');
});
