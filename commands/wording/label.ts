import type { Destination, Track } from '../../src/domain.ts';
import { visible } from '../../src/visible.ts';

/** Discord's limit for the name and the value of a suggestion. */
export const MAX_LABEL = 100;

/** How a track is named where it is suggested. */
export function label(track: Track): string {
  return clip(visible(`${track.title} — ${track.artist}`));
}

/** A track inside a sentence. */
export function quoted(track: Track): string {
  return inQuotes(track.title);
}

/** What somebody else wrote, inside a sentence; its own quotation marks become single ones. */
export function inQuotes(text: string): string {
  return `“${visible(text).replaceAll('“', '‘').replaceAll('”', '’')}”`;
}

/** What lists and sentences are joined by, and who is spoken to. */
const WORDS = /[“”,;:]|(?:^| )(?:and|or)(?: |$)|^you$/i;

/** Somebody's name inside a sentence: in quotation marks where it could be taken for words of the sentence. */
export function named(name: string): string {
  const seen = visible(name);
  return WORDS.test(seen) ? inQuotes(seen) : seen;
}

/** Where music is heard, inside a sentence; Discord shows the channel's name in its place. */
export function channel(destination: Destination): string {
  return destination.kind === 'stream' ? 'this room' : `<#${destination.channelId}>`;
}

/** At most {@link MAX_LABEL} characters, without cutting one in half. */
export function clip(text: string): string {
  if (text.length <= MAX_LABEL) return text;
  return `${text.slice(0, MAX_LABEL - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** “Ada”, “Ada and Ben”, “Ada, Ben and Cem”. */
export function listed(words: readonly string[], joint = 'and'): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}
