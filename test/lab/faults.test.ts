import { mkdirSync, openSync, closeSync, ftruncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataset } from '../../src/lab/recommend/read-dataset.ts';
import { createFolder, type TestFolder } from './support/folder.ts';

const LISTENS = 'listener\titem\tcount\nada\tA\t1\nbo\tB\t2\n';
const quiet = () => undefined;
let folder: TestFolder;

beforeAll(() => {
  folder = createFolder();
});
afterAll(() => folder.remove());

type Part = 'listens' | 'histories' | 'tags' | 'texts' | 'vectors';

/** What reading says about a file with this content, beside sound listens. */
async function faultOf(part: Part, content: string | Uint8Array): Promise<string> {
  const file = folder.file(part, content);
  const files = { listens: folder.file('sound', LISTENS), [part]: file };
  const error: unknown = await readDataset(files, quiet).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) return 'no fault';
  expect(error.name).toBe('UserError');
  expect(error.message).not.toMatch(/[\r\n]/);
  return error.message.replace(`${file}: `, '').replace(join(folder.path, 'sound'), 'the listens');
}

const rows = (...lines: readonly string[]) => `listener\titem\tcount\n${lines.join('\n')}\n`;
const timed = (...lines: readonly string[]) => `listener\titem\tcount\ttime\n${lines.join('\n')}\n`;

describe('a table with a fault gets one line that says where and what', () => {
  it.each<readonly [string, Part, string | Uint8Array, string]>([
    ['an empty file', 'listens', '', 'line 1: the file is empty'],
    ['only blank lines', 'listens', '\n\r\n\n', 'line 1: the file is empty'],
    ['only a header', 'listens', 'listener\titem\tcount\n', 'line 2: there are no rows below the header'],
    ['only a header, without an end of line', 'tags', 'item\ttag\tcount', 'line 2: there are no rows below the header'],
    ['no header', 'listens', 'ada\tA\t1\n', 'line 1: the header must be “listener item count [time]”, separated by tabs, but is “ada A 1”'],
    ['commas', 'listens', 'listener,item,count\nada,A,1\n', 'line 1: the header must be “listener item count [time]”, separated by tabs, but is “listener,item,count”'],
    ['another fourth column', 'listens', 'listener\titem\tcount\tday\n', 'line 1: the header must be “listener item count [time]”, separated by tabs, but is “listener item count day”'],
    ['too few columns', 'listens', rows('ada\tA\t1', 'bo\tB'), 'line 3: there are 2 columns, but 3 in the header'],
    ['too many columns', 'listens', rows('ada\tA\t1\t5'), 'line 2: there are 4 columns, but 3 in the header'],
    ['a negative count', 'listens', rows('ada\tA\t1', '', 'bo\tB\t-1'), 'line 4: the count is negative: “-1”'],
    ['NaN', 'listens', rows('ada\tA\tNaN'), 'line 2: the count is not a number: “NaN”'],
    ['Infinity', 'listens', rows('ada\tA\tInfinity'), 'line 2: the count is not finite: “Infinity”'],
    ['more than a number can be', 'listens', rows('ada\tA\t1e999'), 'line 2: the count is not finite: “1e999”'],
    ['a count that no sum of counts could hold', 'listens', rows('ada\tA\t1e308', 'ada\tB\t1'), 'line 2: the count is larger than 1000000000000000: “1e308”'],
    ['a tag’s count beyond single precision', 'tags', 'item\ttag\tcount\nA\tjazz\t1e39\n', 'line 2: the count is larger than 1000000000000000: “1e39”'],
    ['an empty count', 'listens', rows('ada\tA\t'), 'line 2: the count is empty'],
    ['words for a count', 'tags', 'item\ttag\tcount\nA\tjazz\tmany\n', 'line 2: the count is not a number: “many”'],
    ['a number of another kind', 'listens', rows('ada\tA\t0x10'), 'line 2: the count is not a number: “0x10”'],
    ['a decimal comma', 'listens', rows('ada\tA\t1,5'), 'line 2: the count is not a number: “1,5”'],
    ['an empty listener', 'listens', rows('\tA\t1'), 'line 2: the listener is empty'],
    ['a blank item', 'listens', rows('ada\t  \t1'), 'line 2: the item is empty'],
    ['an empty tag', 'tags', 'item\ttag\tcount\nA\t\t1\n', 'line 2: the tag is empty'],
    ['a time that is none', 'listens', timed('ada\tA\t1\tyesterday'), 'line 2: the time is not a number: “yesterday”'],
    ['a date that is none', 'listens', timed('ada\tA\t1\t2024-13-45'), 'line 2: the time is no date: “2024-13-45”'],
    ['invalid UTF-8', 'listens', Buffer.from(rows('ada\tA\t1', 'b\xff\tB\t1'), 'latin1'), 'line 3: it is not valid UTF-8'],
    ['UTF-16', 'listens', Buffer.from(`\uFEFF${LISTENS}`, 'utf16le'), 'line 1: it is not valid UTF-8'],
    ['gzip', 'listens', gzipSync(LISTENS), 'this is gzip, which is not read: unpack it first (gunzip)'],
    ['a pair twice', 'listens', rows('ada\tA\t1', 'bo\tA\t1', 'ada\tB\t1', 'bo\tA\t2', 'ada\tA\t9'), 'line 5: the same listener and item as in line 3'],
    ['a row of a log twice', 'listens', timed('ada\tA\t1\t7', 'ada\tA\t1\t9', 'ada\tA\t1\t7'), 'line 4: the same listener, item and time as in line 2'],
    ['a listener that is also trained on', 'histories', rows('cy\tA\t1', 'bo\tA\t1'), 'line 3: the listener “bo” is also in the listens'],
    ['vectors of different length', 'vectors', 'item\tv1\tv2\nA\t1\t2\nB\t1\n', 'line 3: there are 2 columns, but 3 in the header'],
    ['vectors without numbers', 'vectors', 'item\nA\n', 'line 1: the header must be “item v1 … vd”, separated by tabs, but is “item”'],
    ['NaN in a vector', 'vectors', 'item\tv1\tv2\nA\t1\tnan\n', 'line 2: the number v2 is not a number: “nan”'],
    ['a vector beyond single precision', 'vectors', 'item\tv1\nA\t1e39\n', 'line 2: the number v1 is too large: “1e39”'],
    ['an item’s vector twice', 'vectors', 'item\tv1\nA\t1\nB\t1\nA\t2\n', 'line 4: the item “A” comes twice'],
    ['no JSON', 'texts', '{"id":"A"}\n{"id":\n', 'line 2: this is not JSON: “{"id":”'],
    ['JSON, but a list', 'texts', '["A"]\n', 'line 1: this is not a JSON object: “["A"]”'],
    ['JSON, but null', 'texts', 'null\n', 'line 1: this is not a JSON object: “null”'],
    ['a text without id', 'texts', '{"text":"x"}\n', 'line 1: “id” is wrong: it must be a string'],
    ['a text with an empty id', 'texts', '{"id":"","text":"x"}\n', 'line 1: “id” is wrong: it is empty'],
    ['an id that would break the result', 'texts', '{"id":"a\\tb","text":"x"}\n', 'line 1: “id” is wrong: it holds a tab or the end of a line'],
    ['a text that is a number', 'texts', '{"id":"A","text":5}\n', 'line 1: “text” is wrong: it must be a string'],
    ['a text twice', 'texts', '{"id":"A","text":"x"}\n{"id":"B"}\n{"id":"A","text":"y"}\n', 'line 3: the id “A” comes twice'],
    ['no texts', 'texts', '', 'line 1: the file is empty'],
    ['a long line in the middle', 'listens', rows('ada\tA\t1', 'x'.repeat(2 ** 20 + 1), 'bo\tB\t1'), 'line 3: it is longer than 1 MB'],
  ])('%s', async (_, part, content, fault) => {
    expect(await faultOf(part, content)).toBe(fault);
  });

  it('shows no more of a line than fits one, and nothing that would break it', async () => {
    const fault = await faultOf('listens', rows(`ada\tA\t\u0007\r${'long '.repeat(100)}`));
    expect(fault).toMatch(/^line 2: the count is not a number: “(long )+.*…”$/);
    expect(fault.length).toBeLessThan(120);
  });

  it('a file that is not there, and a folder', async () => {
    const missing = join(folder.path, 'missing.tsv');
    await expect(readDataset({ listens: missing }, quiet)).rejects.toThrow(`${missing}: there is no such file`);
    const inside = join(folder.path, 'inside');
    mkdirSync(inside);
    await expect(readDataset({ listens: inside }, quiet)).rejects.toThrow(`${inside}: this is a folder, not a file`);
  });

  it('1 GB without the end of a line, without filling the memory', async () => {
    const file = join(folder.path, 'endless.tsv');
    const descriptor = openSync(file, 'w');
    writeSync(descriptor, 'listener\titem\tcount\n');
    ftruncateSync(descriptor, 2 ** 30);
    closeSync(descriptor);
    const before = process.resourceUsage().maxRSS;
    await expect(readDataset({ listens: file }, quiet)).rejects.toThrow(`${file}: line 2: it is longer than 1 MB`);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100 * 1024);
  });
});
