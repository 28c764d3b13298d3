import { foldedWords } from '../folding.ts';

/** Letters that people type without their stroke or ligature. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ə: 'e', ё: 'е',
};
const HAS_PLAIN = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');
/** Scripts written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const LONGEST_JOINED = 20;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text as a search compares them. */
export function searchWords(text: string): string[] {
  return foldedWords(text).flatMap((word) => {
    const plain = word.replace(HAS_PLAIN, (letter) => PLAIN_LETTERS[letter] ?? letter);
    if (!UNSPACED.test(plain)) return [plain];
    const parts = Array.from(segmenter.segment(plain), ({ segment }) => segment);
    return parts.length > 1 ? [plain, ...parts] : [plain];
  });
}

/** The words to index a text by: besides its own, all of them in one ("acdc" for "AC/DC"). */
export function indexedWords(text: string): string[] {
  const words = searchWords(text);
  const joined = words.join('');
  return words.length > 1 && joined.length <= LONGEST_JOINED ? [...words, joined] : words;
}
