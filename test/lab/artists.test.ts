import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';
import { tableOf } from './support/styles.ts';

const STYLES = {
  folk: ['banjo', 'meadow', 'harvest', 'fiddle', 'village', 'river', 'campfire'],
  techno: ['warehouse', 'drum machine', 'strobe', 'sequencer', 'basement', 'pulse', 'kick'],
} as const;
const COMMON = ['was born', 'released', 'an album', 'on tour', 'that year', 'with records', 'and then', 'their second'];
const PER_STYLE = 10;

let folder: TestFolder;
const path = (name: string) => join(folder.path, name);

/** Artists `folk-0` …, every second of whom is called by the style. */
function texts(): readonly { readonly id: string; readonly name: string; readonly text: string }[] {
  const random = seeded(7);
  const from = (words: readonly string[]) => words[Math.floor(random() * words.length)];
  return Object.entries(STYLES).flatMap(([style, words]) =>
    Array.from({ length: PER_STYLE }, (_, i) => {
      const prose = Array.from({ length: 50 }, () => from(random() < 0.3 ? words : COMMON)).join(' ');
      return { id: `${style}-${i}`, name: `The ${style} artist ${i}`, text: `${prose}${i % 2 === 0 ? ` ${style}` : ''}.` };
    }),
  );
}

const ids = texts().map(({ id }) => id);
const styleOf = (id: string) => id.split('-')[0];
const tags = ids.flatMap((item, i) => [{ item, tag: styleOf(item), count: 5 + i }, { item, tag: `whim ${i}`, count: 1 }]);
/** Who listens says otherwise than texts do: even numbers go together. */
const listens = Array.from({ length: 40 }, (_, listener) =>
  ids.filter((id) => Number(id.split('-')[1]) % 2 === listener % 2).map((item) => ({ listener: `listener ${listener}`, item, count: 3 })),
).flat();

beforeAll(() => {
  folder = createFolder();
  folder.file('texts.jsonl', texts().map((text) => `${JSON.stringify(text)}\n`).join(''));
  folder.file('tags.tsv', tableOf([...tags, { item: 'somebody else', tag: 'folk', count: 1 }]));
  folder.file('listens.tsv', tableOf(listens));
  folder.file('queries.tsv', 'label\nfolk\ntechno\nbanjos\nqwertz\n');
});
afterAll(() => folder.remove());

async function lab(out: string, ...args: readonly string[]) {
  const run = await runLab(...args, '--out', path(out));
  expect(run).toMatchObject({ code: 0 });
  expect(run.stdout).toMatch(/^[^\n]+\n$/);
  const [header, ...lines] = readFileSync(path(out), 'utf8').trimEnd().split('\n');
  return { header, rows: lines.map((line) => line.split('\t')), summary: JSON.parse(run.stdout) as Readonly<Record<string, unknown>> };
}

describe('lab similar', () => {
  it('finds for each artist those of whom the same is written, best first', async () => {
    const { header, rows, summary } = await lab('similar.tsv', 'similar', '--texts', path('texts.jsonl'), '--top', '5');
    expect(header).toBe('id\tother\trank\tscore');
    expect(rows.map(([id, , rank]) => `${id} ${rank}`)).toEqual(ids.flatMap((id) => [1, 2, 3, 4, 5].map((rank) => `${id} ${rank}`)));
    expect(rows.filter(([id, other]) => styleOf(id) === styleOf(other)).length / rows.length).toBeGreaterThan(0.9);
    for (const [id, other] of rows) expect(other).not.toBe(id);
    for (let i = 1; i < rows.length; i++) if (rows[i][2] !== '1') expect(Number(rows[i][3])).toBeLessThanOrEqual(Number(rows[i - 1][3]));
    expect(summary).toMatchObject({ tool: 'similar', artists: 20, texts: 20, tags: 0, listens: 0, pairs: 100 });
  });

  it('finds them by tags alone, among those of the tags', async () => {
    const { rows, summary } = await lab('by-tags.tsv', 'similar', '--tags', path('tags.tsv'), '--top', '5');
    expect(rows.filter(([id, other]) => styleOf(id) === styleOf(other) || other === 'somebody else' || id === 'somebody else').length).toBe(rows.length);
    expect(summary).toMatchObject({ artists: 21, texts: 0, tags: 41 });
  });

  it('keeps to the artists of the texts, and listens to who hears them', async () => {
    const { rows, summary } = await lab('all.tsv', 'similar', '--texts', path('texts.jsonl'), '--tags', path('tags.tsv'), '--listens', path('listens.tsv'), '--top', '4');
    expect(new Set(rows.flat())).not.toContain('somebody else');
    const parity = (id: string) => Number(id.split('-')[1]) % 2;
    expect(rows.filter(([id, other]) => parity(id) === parity(other)).length / rows.length).toBeGreaterThan(0.9);
    expect(summary).toMatchObject({ artists: 20, tags: 40, listens: listens.length });
  });

  it('counts whom a text names', async () => {
    const named = texts().map((text) => (text.id === 'folk-1' ? { ...text, text: `${text.text} Toured with Zarathustra Quell and Zarathustra Quell again.` } : text.id === 'techno-1' ? { ...text, name: 'Zarathustra Quell' } : text));
    folder.file('named.jsonl', named.map((text) => `${JSON.stringify(text)}\n`).join(''));
    const rankIn = async (file: string) => {
      const { rows } = await lab('named.tsv', 'similar', '--texts', path(file), '--top', '19');
      return Number(rows.find(([id, other]) => id === 'folk-1' && other === 'techno-1')?.[2] ?? Infinity);
    };
    expect(await rankIn('named.jsonl')).toBeLessThan(await rankIn('texts.jsonl'));
  });
});

describe('lab labels', () => {
  it.each([['--texts', 'texts.jsonl'], ['--tags', 'tags.tsv']])('finds by %s the artists whom a label fits', async (option, file) => {
    const { header, rows, summary } = await lab('labels.tsv', 'labels', option, path(file), '--queries', path('queries.tsv'), '--top', '8');
    expect(header).toBe('label\tid\trank\tscore');
    for (const style of ['folk', 'techno']) {
      const found = rows.filter(([label]) => label === style);
      expect(found.map(([, , rank]) => Number(rank))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(found.filter(([, id]) => styleOf(id) === style || id === 'somebody else')).toHaveLength(8);
    }
    expect(rows.filter(([label]) => label === 'qwertz')).toEqual([]);
    expect(summary).toMatchObject({ tool: 'labels', labels: 4 });
  });

  it('finds what texts say in other forms of the word', async () => {
    const { rows } = await lab('forms.tsv', 'labels', '--texts', path('texts.jsonl'), '--queries', path('queries.tsv'), '--top', '5');
    expect(rows.filter(([label, id]) => label === 'banjos' && styleOf(id) === 'folk')).toHaveLength(5);
  });
});

describe('lab similar and labels, called wrongly, say so in one line', () => {
  it.each<readonly [string, () => readonly string[], RegExp]>([
    ['nothing known', () => ['similar'], /^Name a file with what is known about the artists: --texts or --tags\.\n$/],
    ['nothing known of labels', () => ['labels', '--queries', path('queries.tsv')], /^Name a file with what is known/],
    ['no labels', () => ['labels', '--texts', path('texts.jsonl')], /^--queries is missing/],
    ['labels in the wrong form', () => ['labels', '--texts', path('texts.jsonl'), '--queries', path('tags.tsv')], /tags\.tsv: line 1: the header must be “label”/],
    ['an empty label', () => ['labels', '--texts', path('texts.jsonl'), '--queries', folder.file('empty.tsv', 'label\nfolk\n  \n')], /empty\.tsv: line 3: the label is empty\n$/],
    ['a text twice', () => ['similar', '--texts', folder.file('twice.jsonl', '{"id":"a","text":"x"}\n{"id":"a"}\n')], /twice\.jsonl: line 2: the id “a” comes twice\n$/],
    ['a count that is none', () => ['similar', '--tags', folder.file('bad.tsv', 'item\ttag\tcount\na\tfolk\tmany\n')], /bad\.tsv: line 2: the count is not a number: “many”\n$/],
    ['a result that would overwrite a source', () => ['similar', '--tags', path('tags.tsv'), '--out', path('tags.tsv')], /--out/],
    ['too long a list', () => ['similar', '--tags', path('tags.tsv'), '--top', '0'], /^--top is wrong: it is a whole number from 1 to/],
  ])('%s', async (_, args, line) => {
    const given = args();
    const run = await runLab(...given, ...(given.includes('--out') ? [] : ['--out', path('wrong.tsv')]));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr.split('\n').filter((said) => !said.startsWith('reading ')).join('\n')).toMatch(line);
    expect(existsSync(path('wrong.tsv'))).toBe(false);
  });
});
