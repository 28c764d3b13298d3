const LATIN_OR_GREEK_MARKS = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu;

/**
 * Text in the form it is compared in: compatibility characters unified (Unicode NFKC), case folded, and
 * diacritics taken off Latin and Greek letters, where they are a matter of spelling ("Beyonce"). In
 * other scripts a mark makes another letter (и/й, か/が) and stays.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFD')
    .replace(LATIN_OR_GREEK_MARKS, '')
    .normalize('NFC');
}

const APOSTROPHES = /['’‘ʼ`´′]/g;
const NOT_IN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * The words of a text, folded: "Guns N' Roses" and "Guns & Roses" both give guns, and, roses. Letters in
 * disguise are read as meant ("Ke$ha", "P!nk"); digits keep no thousands separators.
 */
export function foldedWords(text: string): string[] {
  const words = fold(text)
    .replace(APOSTROPHES, '')
    .replace(/(?<=\p{L})\$|\$(?=\p{L})/gu, 's')
    .replace(/(?<=\p{L})!(?=\p{L})/gu, 'i')
    .replace(/(?<=\d)[,.](?=\d{3}(?!\d))/g, '')
    .replace(/&|(?<=\s)\+(?=\s)/g, ' and ')
    .split(NOT_IN_WORDS)
    .filter((word) => word !== '');
  return words.map((word, i) => (word === 'n' && isNamed(words[i - 1]) && isNamed(words[i + 1]) ? 'and' : word));
}

/** Words run together, because spacing is a matter of spelling ("Blink-182", "blink 182"); numbers stay apart. */
export function runTogether(words: readonly string[]): string {
  return words.join(' ').replace(/(?<!\d) | (?!\d)/g, '');
}

/** A word that names something: no letter of an abbreviation ("T.N.T."), no article. */
function isNamed(word: string | undefined): boolean {
  return word !== undefined && word.length > 1 && word !== 'the' && word !== 'and';
}
