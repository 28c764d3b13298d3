const SEPARATORS = /[;,/|\\\0]/;
/** What taggers write when they know nothing. */
const EMPTY_WORDS = /^(other|unknown|none|misc|miscellaneous|genre|default|various|undefined|n\/a|\(?\d+\)?)$/;

/** Tag values as a list of lower-case words, each once: "Rock; Pop / Indie" gives rock, pop, indie. */
export function splitTags(values: readonly string[]): readonly string[] {
  const words = values
    .flatMap((value) => value.split(SEPARATORS))
    .map((word) => word.normalize('NFC').replace(/^[\s&(]*(?:\d+\))?|[\s&]*$/g, '').replace(/\s+/g, ' ').toLowerCase())
    .filter((word) => word !== '' && word.length <= 60 && !EMPTY_WORDS.test(word));
  return [...new Set(words)];
}
