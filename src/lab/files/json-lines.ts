import type { z } from 'zod';
import { FileFault, LineFault, quoted } from './fault.ts';
import { readLines } from './lines.ts';

/**
 * Reads a file of one JSON object a line.
 *
 * @throws FileFault also when there is none
 */
export async function readJsonLines<T>(file: string, schema: z.ZodType<T>, take: (object: T) => void): Promise<void> {
  let objects = 0;
  await readLines(file, (text) => {
    const { success, data, error } = schema.safeParse(parsed(text));
    if (!success) {
      const [{ path, message }] = error.issues;
      throw new LineFault(path.length > 0 ? `${quoted(path.join('.'))} is wrong: ${message}` : message);
    }
    objects++;
    take(data);
  });
  if (objects === 0) throw new FileFault(file, 1, 'the file is empty');
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LineFault(`this is not JSON: ${quoted(text)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LineFault(`this is not a JSON object: ${quoted(text)}`);
  return value;
}
