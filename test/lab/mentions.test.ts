import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mentions } from '../../src/lab/mentions/mentions.ts';
import { createFolder, type TestFolder } from './support/folder.ts';

const NAMES = 'id\tname\nK\tKiss\nM\tMadonna\nP\tPrince\nP\tThe Artist\nB\tThe Beatles\n';
const quiet = () => undefined;
let folder: TestFolder;

beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

async function run(texts: string, names = NAMES): Promise<readonly string[]> {
  const out = join(folder.path, 'out.tsv');
  await mentions.run(['--texts', folder.file('texts.jsonl', texts), '--names', folder.file('names.tsv', names), '--out', out], quiet);
  return readFileSync(out, 'utf8').split('\n').slice(0, -1);
}

const lines = (...texts: readonly object[]) => texts.map((text) => `${JSON.stringify(text)}\n`).join('');

describe('lab mentions', () => {
  it('tells where each text mentions whom, in UTF-16 units', async () => {
    const text = '🎸 They toured with Kiss and the Beatles.';
    const table = await run(lines({ id: 7, text }, { id: 'none', text: 'A kiss.' }, { id: 'empty' }));
    expect(table).toEqual(['id\tstart\tend\tname_id', '7\t20\t24\tK', '7\t29\t40\tB']);
    expect(text.slice(20, 24)).toBe('Kiss');
  });

  it('counts the one that a text is about like anybody, and knows an artist by several names', async () => {
    expect(await run(lines({ id: 'a', name: 'MADONNA', text: 'Madonna is tall.' }, { id: 'b', text: 'A song by The Artist.' }))).toEqual([
      'id\tstart\tend\tname_id',
      'a\t0\t7\tM',
      'b\t10\t20\tP',
    ]);
  });

  it('looks at how words are written in all the texts', async () => {
    const names = 'id\tname\nG\tGloomster\n';
    const alone = lines({ id: 'a', text: 'Then Gloomster helped.' });
    expect(await run(alone, names)).toHaveLength(2);
    expect(await run(alone + lines({ id: 'b', text: 'a gloomster, two gloomster, no gloomster' }), names)).toHaveLength(1);
  });

  it.each([
    ['texts that are none', 'id\tname\n', NAMES, 'texts.jsonl: line 1: this is not JSON: “id name”'],
    ['a text without an id', lines({ text: 'x' }), NAMES, 'texts.jsonl: line 1: “id” is wrong: it must be a string'],
    ['a text twice', lines({ id: 1 }, { id: 1 }), NAMES, 'texts.jsonl: line 2: the id “1” comes twice'],
    ['names without a header', lines({ id: 1 }), 'K\tKiss\n', 'names.tsv: line 1: the header must be “id name”, separated by tabs, but is “K Kiss”'],
    ['an empty name', lines({ id: 1 }), 'id\tname\nK\t \n', 'names.tsv: line 2: the name is empty'],
    ['no names', lines({ id: 1 }), 'id\tname\n', 'names.tsv: line 2: there are no rows below the header'],
  ])('says in one line what is wrong: %s', async (_, texts, names, fault) => {
    await expect(run(texts, names)).rejects.toMatchObject({ name: 'UserError', message: join(folder.path, fault) });
    expect(existsSync(join(folder.path, 'out.tsv'))).toBe(false);
  });

  it('does not write over what it reads', async () => {
    const texts = folder.file('texts.jsonl', lines({ id: 1 }));
    await expect(mentions.run(['--texts', texts, '--names', folder.file('names.tsv', NAMES), '--out', texts], quiet)).rejects.toThrow('--out must not be a file that is read');
  });
});
