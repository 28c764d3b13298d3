import { tokensOf } from './tokens.ts';

/** A way in which a name is written. */
export interface NameForm {
  readonly words: readonly string[];
  /** “Doors” for “The Doors”: a name's words without its article. */
  readonly bare: boolean;
  /** “REM” for “R.E.M.”: only meant when it stands in capitals. */
  readonly capitals: boolean;
}

const ARTICLE = 'the';

/**
 * The ways in which people write a name: as it is, with “and” for “n”, with its initials joined, and with or without
 * “the”. The first is the name's own; none comes twice.
 */
export function nameForms(name: string): readonly NameForm[] {
  const own = tokensOf(name).map(({ key }) => key);
  if (own.length === 0) return [];
  const forms = new Map<string, NameForm>();
  const add = (words: readonly string[], bare: boolean, capitals: boolean) => {
    const key = words.join(' ');
    if (!forms.has(key)) forms.set(key, { words, bare, capitals });
  };
  add(own, false, false);
  const inFull = own.map((word, i) => (word === 'n' && i > 0 && i < own.length - 1 ? 'and' : word));
  add(inFull, false, false);
  const joined = joinedInitials(inFull);
  add(joined, false, joined.length === 1);
  for (const { words, capitals } of [...forms.values()]) {
    if (words[0] !== ARTICLE) add([ARTICLE, ...words], false, capitals);
    else if (words.length > 1 && words[1] !== ARTICLE) add(words.slice(1), true, capitals);
  }
  return [...forms.values()];
}

/** “B.B. King” as “BB King”. */
function joinedInitials(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let initials = false;
  for (const word of words) {
    const initial = /^\p{L}$/u.test(word);
    if (initial && initials) joined.push(`${joined.pop() ?? ''}${word}`);
    else joined.push(word);
    initials = initial;
  }
  return joined;
}
