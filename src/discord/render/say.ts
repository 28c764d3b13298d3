import type { Language } from '../../domain.ts';
import { translate } from '../../translate.ts';

/** An English sentence in the language of the guild. */
export type Say = (english: string) => string;

export function sayIn(language: Language): Say {
  return (english) => translate(english, language);
}
