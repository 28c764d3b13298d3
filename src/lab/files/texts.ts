import { z } from 'zod';
import { LineFault, quoted } from './fault.ts';
import { readJsonLines } from './json-lines.ts';

const TEXT = z.object({
  id: z
    .union([z.string(), z.number().transform(String)], 'it must be a string')
    .refine((id) => id.trim() !== '', 'it is empty')
    .refine((id) => !/[\t\r\n]/.test(id), 'it holds a tab or the end of a line'),
  name: z.string('it must be a string').nullish(),
  text: z.string('it must be a string').nullish(),
});

export interface TextObject {
  readonly id: string;
  /** Empty when it is missing, as is the text. */
  readonly name: string;
  readonly text: string;
}

/** Reads objects `{id, name, text}`, each id once. @throws FileFault */
export async function readTextObjects(file: string, take: (object: TextObject) => void): Promise<void> {
  const read = new Set<string>();
  await readJsonLines(file, TEXT, ({ id, name, text }) => {
    if (read.has(id)) throw new LineFault(`the id ${quoted(id)} comes twice`);
    read.add(id);
    take({ id, name: name ?? '', text: text ?? '' });
  });
}
