import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from './domain.ts';

/**
 * Segue's sentences in other languages. A sentence is written in English where it arises; the door that shows
 * it gives it here, finished, and `data/language/<language>.json` says what it becomes. A key of that file is
 * the English sentence with placeholders for what varies:
 *
 * - `{x}` is any text and taken over as it is: a title, a name;
 * - `{x#}` is one word, such as a number, a channel or a command with its subcommand;
 * - `{x&}` is a list joined by “and” or “or”, whose members are taken over as they are;
 * - `{x*}` is a phrase, or several joined by “; ”, that are translated one by one.
 *
 * So that text from elsewhere is not taken for Segue's own words, what stands in quotation marks is never looked
 * into, and whoever composes a sentence puts such text into them where it could be misread.
 */
interface Pattern {
  readonly expression: RegExp;
  readonly names: readonly string[];
  readonly target: string;
  /**
   * Characters before the first placeholder: how a sentence begins is Segue's to say, whatever it goes on to tell. −1 where it begins
   * with what may be more than a word.
   */
  readonly start: number;
  /** Characters that are not placeholders: the more, the closer the match. */
  readonly weight: number;
}

interface Catalogue {
  readonly whole: ReadonlyMap<string, string>;
  readonly patterns: readonly Pattern[];
}

const PLACEHOLDER = /\{(\w+[#&*]?)\}/g;
/** Text in which quotation marks stand in pairs, character by character. */
const TEXT = '(?:[^“”]|“[^“”]*”)';
const SHAPES: Readonly<Record<string, string>> = {
  '#': '(/[\\w-]+(?: [\\w-]+)?|[^\\s“”]+)',
  '&': '((?:[^“”;:]|“[^“”]*”)+)',
  '*': `(${TEXT}+?)`,
};
const ANYTHING = `(${TEXT}+)`;
/** What a list is made of: members in quotation marks, and what stands between them. */
const IN_LIST = /“[^“”]*”|[^“”]+/g;
const LAST_JOINT = / (and|or) (?!.* (?:and|or) )/;
const PHRASE = /((?:“[^“”]*”|(?!; )[^“”])+)(; |$)/g;
/** A number as English groups and divides it. */
const ENGLISH_NUMBER = /^-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)$/;

const catalogues = new Map<Language, Catalogue>();

/** The sentence, or each line of several, in the language; where the catalogue has nothing like it, as it was. */
export function translate(sentence: string, language: Language): string {
  if (language === 'en') return sentence;
  return sentence.split('\n').map((line) => translated(line, language) ?? line).join('\n');
}

/** Whether {@link translate} knows such a sentence of one line in a language that is not English. */
export function isTranslated(sentence: string, language: Language): boolean {
  return translated(sentence, language) !== null;
}

function translated(sentence: string, language: Language): string | null {
  const { whole, patterns } = catalogueOf(language);
  const exact = whole.get(sentence);
  if (exact !== undefined) return exact;
  for (const { expression, names, target } of patterns) {
    const match = expression.exec(sentence);
    if (!match) continue;
    const values = new Map(names.map((name, i) => [name, valueOf(name, match[i + 1] ?? '', language)]));
    return target.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
  }
  return null;
}

/** A catalogue as it is read from a file. @throws Error when a translation lacks a placeholder or has one of its own. */
export function compileCatalogue(entries: Readonly<Record<string, string>>): Catalogue {
  const whole = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [english, target] of Object.entries(entries)) {
    const names = placeholders(english);
    if (names.toSorted().join() !== placeholders(target).toSorted().join()) {
      throw new Error(`The translation of “${english}” must have the same placeholders.`);
    }
    if (names.length === 0) whole.set(english, target);
    else patterns.push({ expression: expressionOf(english), names, target, start: /^\{\w+[&*]?\}/.test(english) ? -1 : english.indexOf('{'), weight: english.replace(PLACEHOLDER, '').length });
  }
  return { whole, patterns: patterns.toSorted((a, b) => b.start - a.start || b.weight - a.weight) };
}

function catalogueOf(language: Language): Catalogue {
  const known = catalogues.get(language);
  if (known) return known;
  const file = new URL(`../data/language/${language}.json`, import.meta.url);
  const catalogue = compileCatalogue(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))));
  catalogues.set(language, catalogue);
  return catalogue;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

function expressionOf(english: string): RegExp {
  const parts = english.split(PLACEHOLDER).map((part, i) => (i % 2 === 1 ? (SHAPES[part.slice(-1)] ?? ANYTHING) : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}$`);
}

function valueOf(name: string, value: string, language: Language): string {
  switch (name.slice(-1)) {
    case '#':
      return ENGLISH_NUMBER.test(value) ? Number(value.replaceAll(',', '')).toLocaleString(language) : value;
    case '&':
      return listIn(value, language);
    case '*':
      return translated(value, language) ?? phrasesIn(value, language);
    default:
      return value;
  }
}

function listIn(value: string, language: Language): string {
  const marks = translate('“…”', language);
  return (value.match(IN_LIST) ?? [])
    .map((part) => (part.startsWith('“') ? marks.replace('…', () => part.slice(1, -1)) : part.replace(LAST_JOINT, (_, joint: string) => ` ${translate(joint, language)} `)))
    .join('');
}

function phrasesIn(value: string, language: Language): string {
  return value.replace(PHRASE, (_, phrase: string, end: string) => (translated(phrase, language) ?? phrase) + end);
}
