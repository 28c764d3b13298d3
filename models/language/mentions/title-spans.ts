import { isFunctionWord } from './cues.ts';

/** A stretch of a text that is the title of a work, without its quotation marks (UTF-16 offsets, `end` exclusive). */
export interface TitleSpan {
  readonly start: number;
  readonly end: number;
}

/** Longer is speech. */
const MOST_LETTERS = 80;
const MOST_WORDS = 10;
const MOST = String.raw`{1,${MOST_LETTERS}}`;

/** Each with the quoted text in its first group that takes part. */
const QUOTED = new RegExp(
  [
    String.raw`"([^"\n]${MOST})"`,
    String.raw`[“„]([^“”„"\n]${MOST})[”“"]`,
    String.raw`«\s?([^«»\n]${MOST})\s?»`,
    String.raw`[「『]([^「」『』\n]${MOST})[」』]`,
    String.raw`(?<![\p{L}\p{N}])‘([^‘“”\n]{1,60})’(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}'])'(\p{Lu}[^'"“”\n]*(?:'[\p{L}][^'"“”\n]*){0,2})'(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}_*])[_*]{1,3}([^_*\n]{1,60})[_*]{1,3}(?![\p{L}\p{N}_*])`,
  ].join('|'),
  'gu',
);
const CAPITAL = /^\P{L}*[\p{Lu}\p{Lo}\p{N}]/u;
const SMALL = /^\p{Ll}/u;

/** What stands in quotation marks or emphasis and is written like a title, not like speech. In order, without overlap. */
export function titleSpans(text: string): readonly TitleSpan[] {
  const spans: TitleSpan[] = [];
  for (const paragraph of text.matchAll(/[^\n]+/g)) {
    for (const match of paragraph[0].matchAll(QUOTED)) {
      const quoted = match.slice(1).find((group) => group !== undefined) ?? '';
      if (!isTitle(quoted)) continue;
      const start = paragraph.index + match.index + match[0].indexOf(quoted);
      spans.push({ start, end: start + quoted.length });
    }
  }
  return spans;
}

function isTitle(quoted: string): boolean {
  const words = quoted.trim().split(/\s+/);
  if (quoted.length > MOST_LETTERS || words.length > MOST_WORDS) return false;
  const capitals = words.filter((word) => CAPITAL.test(word) && word !== 'I').length;
  const small = words.filter((word) => SMALL.test(word) && !isFunctionWord(word.toLowerCase())).length;
  return capitals > 0 && capitals >= 2 * small;
}
