import { z } from 'zod';
import type { ToolOption } from './tool.ts';

const NO_FILE = 'it is the name of a file';

/** A file to read or write. */
export function file(about: string): ToolOption<string> {
  return { value: 'FILE', about, schema: z.string(NO_FILE).min(1, NO_FILE) };
}

export function optionalFile(about: string): ToolOption<string | undefined> {
  return { value: 'FILE', about, schema: z.string().min(1, NO_FILE).optional() };
}

export function choice<const T extends string>(about: string, among: readonly T[], otherwise: T): ToolOption<T> {
  const schema = z.enum(among, `it is one of ${among.join(', ')}`);
  return { value: among.join('|'), about: `${about} (default: ${otherwise})`, schema: z.string().default(otherwise).pipe(schema) };
}

/** A whole number from `least` to `most`. */
export function whole(about: string, least: number, most: number, otherwise: number): ToolOption<number> {
  const message = `it is a whole number from ${least} to ${most}`;
  const digits = z.string().default(String(otherwise)).refine((text) => /^\d{1,15}$/.test(text), message);
  return { value: 'N', about: `${about} (default: ${otherwise})`, schema: digits.transform(Number).pipe(z.number().min(least, message).max(most, message)) };
}
