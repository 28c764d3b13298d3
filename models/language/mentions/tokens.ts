import { nameKey } from '../names.ts';

/** A word of a text, spelt as names are compared, and where it stands (UTF-16 offsets, `end` exclusive). */
export interface Token {
  /** “Beyoncé” is “beyonce”, “Destiny’s” is “destinys”, “&” is “and”. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Whose something is: for “Madonna’s” the key “madonna” and the end of it; null for all other words. */
  readonly owner: { readonly key: string; readonly end: number } | null;
}

/** Scripts without spaces between words: each of their characters is a token. */
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]&&\p{L}]`;
const LETTERS = String.raw`[[\p{L}\p{N}\p{M}]--${UNSPACED}]+`;
const TOKEN = new RegExp(`${UNSPACED}|${LETTERS}(?:['’‘\`´]${LETTERS})*|[&+]`, 'gv');
const POSSESSIVE = /^(.+)['’‘`´]s$/i;
const PLAIN = /^[a-z0-9]+$/;
const ASCII = /^[A-Za-z0-9]+$/;
/** Longer is no word, but takes time to fold. */
const MOST_LETTERS = 100;

/** The words of a text, and the signs that stand for “and”. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match;
    const start = match.index;
    const possessed = word.length > 2 ? POSSESSIVE.exec(word) : null;
    const owner = possessed && { key: keyOf(possessed[1]), end: start + possessed[1].length };
    tokens.push({ key: keyOf(word), start, end: start + word.length, owner });
  }
  return tokens;
}

/** {@link nameKey} of one word, which stays one. */
function keyOf(word: string): string {
  if (PLAIN.test(word)) return word;
  if (ASCII.test(word)) return word.toLowerCase();
  return nameKey(word.slice(0, MOST_LETTERS)).replaceAll(' ', '');
}
