/** Words and phrases that are names or ordinary words beside being artists' names, as keys (words joined by a space). */
export interface Lexica {
  /** Ordinary English words, in lower case in prose. */
  readonly words: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  readonly firstNames: ReadonlySet<string>;
  readonly surnames: ReadonlySet<string>;
  /** Peoples, languages, inhabitants. */
  readonly peoples: ReadonlySet<string>;
  /** Months, days, feasts, ages. */
  readonly calendar: ReadonlySet<string>;
  /** Awards, media, labels, firms, films, holy names. */
  readonly organisations: ReadonlySet<string>;
  /** Labels of music. */
  readonly labels: ReadonlySet<string>;
}

/**
 * What a name is apart from an artist's: `own` is nothing else (Metallica), `words` several ordinary words (Talk Talk),
 * `word` one (Kiss), `person` a first name or a surname by itself (Nico), `place` (Boston), `other` what is hardly
 * ever an artist in prose (Grammy, March, British, jazz, 1984).
 */
export type NameKind = 'own' | 'words' | 'word' | 'person' | 'place' | 'other';

const NUMBER = /^\p{N}+s?$/u;

export function nameKind(words: readonly string[], lexica: Lexica): NameKind {
  const phrase = words.join(' ');
  if (lexica.organisations.has(phrase) || lexica.peoples.has(phrase) || lexica.calendar.has(phrase)) return 'other';
  if (words.length === 1 && (NUMBER.test(phrase) || phrase.length === 1)) return 'other';
  if (lexica.places.has(phrase)) return 'place';
  if (lexica.labels.has(phrase)) return words.length === 1 && isWord(phrase, lexica) ? 'word' : 'other';
  if (words.length > 1) return words.every((word) => isOrdinary(word, lexica)) ? 'words' : 'own';
  if (isWord(phrase, lexica)) return 'word';
  return lexica.firstNames.has(phrase) || lexica.surnames.has(phrase) ? 'person' : 'own';
}

/** An ordinary word, or a regular form of one. */
export function isWord(word: string, { words }: Lexica): boolean {
  if (words.has(word)) return true;
  for (const [ending, stem] of [['s', ''], ['es', ''], ['ies', 'y'], ['ed', ''], ['ed', 'e'], ['ing', ''], ['ing', 'e'], ['er', ''], ['er', 'e'], ['ers', ''], ['ly', '']]) {
    if (word.length > ending.length + 2 && word.endsWith(ending) && words.has(word.slice(0, -ending.length) + stem)) return true;
  }
  return false;
}

function isOrdinary(word: string, lexica: Lexica): boolean {
  return isWord(word, lexica) || NUMBER.test(word) || lexica.places.has(word) || lexica.peoples.has(word) || lexica.calendar.has(word) || lexica.organisations.has(word);
}
