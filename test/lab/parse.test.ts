import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { requestFrame } from '../../models/language/requests/frame.ts';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';

let folder: TestFolder;
beforeAll(() => {
  folder = createFolder();
  folder.file('names.tsv', 'id\tname\na1\tPortishead\na2\tThe Cure\na2\tCure, The\n');
  folder.file('titles.tsv', 'title\nGlory Box\n');
});
afterAll(() => folder.remove());

const path = (name: string) => join(folder.path, name);
const line = z.looseObject({ id: z.string() });

async function framesOf(requests: string, ...args: readonly string[]) {
  const run = await runLab('parse', '--requests', folder.file('requests.jsonl', requests), '--names', path('names.tsv'), '--titles', path('titles.tsv'), '--out', path('frames.jsonl'), ...args);
  expect(run).toMatchObject({ code: 0 });
  const lines = readFileSync(path('frames.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((text) => {
    const { id, ...frame } = line.parse(JSON.parse(text));
    return { id, frame: requestFrame.parse(frame), run };
  });
}

describe('lab parse', () => {
  it('writes a valid frame for each request, in their order', async () => {
    const requests = ['{"id":"r1","text":"like portishead but happier"}', '{"id":2,"text":"glory box"}', '{"id":"r3","text":"songs by the cure from last year"}', '{"id":"r4"}'];
    const frames = await framesOf(`${requests.join('\n')}\n`, '--year', '2020');
    expect(frames.map(({ id }) => id)).toEqual(['r1', '2', 'r3', 'r4']);
    const [like, title, era, empty] = frames.map(({ frame }) => frame);
    expect(like).toMatchObject({ intent: 'play', artists: { wanted: ['a1'] }, mood: 0.5, relativeTo: 'artist' });
    expect(title).toMatchObject({ intent: 'play', titles: { wanted: ['Glory Box'] } });
    expect(era).toMatchObject({ artists: { wanted: ['a2'] }, era: { from: 2019, to: 2019 } });
    expect(empty).toMatchObject({ intent: 'other' });
    expect(JSON.parse(frames[0].run.stdout)).toMatchObject({ tool: 'parse', requests: 4, names: 3, titles: 1 });
  });

  it.each<[string, string, string, string]>([
    ['no JSON', 'requests', '{"id":"r1"\n', 'requests: line 1: this is not JSON: “{"id":"r1"”'],
    ['a text that is a number', 'requests', '{"id":"r1","text":7}\n', 'requests: line 1: “text” is wrong: it must be a string'],
    ['an id twice', 'requests', '{"id":"r1","text":"a"}\n{"id":"r1","text":"b"}\n', 'requests: line 2: the id “r1” comes twice'],
    ['names without a header', 'names', 'a1\tPortishead\n', 'names: line 1: the header must be “id name”, separated by tabs, but is “a1 Portishead”'],
    ['an empty name', 'names', 'id\tname\na1\t\n', 'names: line 2: the name is empty'],
    ['a title with another column', 'titles', 'title\nGlory Box\tPortishead\n', 'titles: line 2: there are 2 columns, but 1 in the header'],
  ])('says what is wrong with %s', async (_, part, content, fault) => {
    const files = { requests: folder.file('sound.jsonl', '{"id":"r1","text":"jazz"}\n'), names: path('names.tsv'), titles: path('titles.tsv'), [part]: folder.file(part, content) };
    const run = await runLab('parse', ...Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]), '--out', path('unwritten.jsonl'));
    expect(run.code).toBe(2);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toBe(join(folder.path, fault));
  });
});
