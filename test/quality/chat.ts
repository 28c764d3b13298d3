import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Requests that others collected, under licences of their own: no part of the project. */
const FOLDER = new URL('../../../shared/data/chat/', import.meta.url);
const CLINC = new URL('clinc-music/data_full.json.gz', FOLDER);
const FOLDS = [1, 2, 3, 4];
const taggedFile = (fold: number) => new URL(`music-ner/dataset${fold}-test.bio`, FOLDER);
const linkedFile = (fold: number) => new URL(`music-ner/dataset${fold}-ground-truth_linked.csv`, FOLDER);

/** The folder that the data should be in, when it is not. */
export function missingChat(): string | null {
  return [CLINC, ...FOLDS.flatMap((fold) => [taggedFile(fold), linkedFile(fold)])].every((file) => existsSync(file)) ? null : fileURLToPath(FOLDER);
}

const labelled = z.array(z.tuple([z.string(), z.string()]));
const clinc = z.object({ train: labelled, oos_train: labelled, test: labelled, oos_test: labelled });

/** CLINC150 (Larson et al. 2019): sentences with one of 150 intents, or none of them. */
export function readClinc(): z.output<typeof clinc> {
  return clinc.parse(JSON.parse(gunzipSync(readFileSync(CLINC)).toString('utf8')));
}

export type NamedKind = 'Artist' | 'WoA';

/** A request of music-ner in words, each with its label: `O`, or `B-` and `I-` for the words of an artist or a work. */
export interface TaggedRequest {
  readonly words: readonly string[];
  readonly labels: readonly string[];
}

/** A name in a request, and the title of the article that it was linked to; null where there is none. */
export interface LinkedName {
  readonly mention: string;
  readonly kind: NamedKind;
  readonly article: string | null;
}

export interface NameFold {
  readonly requests: readonly TaggedRequest[];
  readonly names: readonly LinkedName[];
}

/** A human study on named entities in lower-case music requests (Epure & Hennequin 2023), in four folds. */
export function readNameFolds(): readonly NameFold[] {
  return FOLDS.map((fold) => ({ requests: readTagged(taggedFile(fold)), names: readLinked(linkedFile(fold)) }));
}

function readTagged(file: URL): readonly TaggedRequest[] {
  const blocks = readFileSync(file, 'utf8').trim().split(/\n\n+/);
  return blocks.map((block) => {
    const rows = block.split('\n').map((line) => line.split('\t'));
    return { words: rows.map(([word]) => word), labels: rows.map(([, label]) => label) };
  });
}

function readLinked(file: URL): readonly LinkedName[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [mention, kind, , , , article] = cellsOf(line);
    return { mention, kind: kind === 'Artist' ? 'Artist' : 'WoA', article: article ? titleOf(article) : null };
  });
}

/** Cells that hold a comma stand in quotation marks. */
function cellsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

/** `Chicago_(band)` is Chicago. */
function titleOf(article: string): string {
  return decodeURIComponent(article).replaceAll('_', ' ').replace(/ \([^)]*\)$/, '');
}
