import type { CommandContext, Suggestion } from '../../src/command.ts';
import { countedTags } from '../../src/library/track-tags.ts';
import { clip } from '../wording/label.ts';

/** Tags of the library that begin so, then those that hold it. */
export function suggestTags({ services }: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const tags = countedTags(services.library.tracks()).filter(({ tag }) => tag.includes(wanted));
  const first = tags.filter(({ tag }) => tag.startsWith(wanted));
  return [...new Set([...first, ...tags])].map(({ tag }) => ({ name: clip(tag), value: tag }));
}
