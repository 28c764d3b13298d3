import type { CommandContext, Suggestion } from '../../src/command.ts';
import { digestNow } from '../../src/library/digest.ts';
import { clip } from '../wording/label.ts';

/** Tags of the library that begin so, then those that hold it. */
export function suggestTags({ services }: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const tags = digestNow(services.library).tags.filter(({ tag }) => tag.includes(wanted));
  const first = tags.filter(({ tag }) => tag.startsWith(wanted));
  return [...new Set([...first, ...tags])].map(({ tag }) => ({ name: clip(tag), value: tag }));
}
