import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from './domain.ts';

/**
 * Segue's sentences in other languages. A sentence is written in English where it arises; the door that shows
 * it gives it here, finished, and `data/language/<language>.json` says what it becomes. A key of that file is
 * the English sentence with `{names}` for what varies: `{x}` is taken over as it is (a title, a number),
 * `{x&}` is a list joined by “and” or “or”, `{x*}` holds phrases joined by “; ” or “ · ” that are translated
 * one by one.
 */
interface Pattern {
  readonly expression: RegExp;
  readonly names: readonly string[];
  readonly target: string;
  /** Characters that are not placeholders: the more, the closer the match. */
  readonly weight: number;
}

interface Catalogue {
  readonly whole: ReadonlyMap<string, string>;
  readonly patterns: readonly Pattern[];
}

const PLACEHOLDER = /\{(\w+[&*]?)\}/g;
const JOINTS = /(; | · )/;

const catalogues = new Map<Language, Catalogue>();

/** The sentence in the language; where the catalogue has nothing like it, as it was. */
export function translate(sentence: string, language: Language): string {
  if (language === 'en') return sentence;
  const { whole, patterns } = catalogueOf(language);
  const exact = whole.get(sentence);
  if (exact !== undefined) return exact;
  for (const { expression, names, target } of patterns) {
    const match = expression.exec(sentence);
    if (!match) continue;
    const values = new Map(names.map((name, i) => [name, valueOf(name, match[i + 1] ?? '', language)]));
    return target.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
  }
  return sentence;
}

/** Whether {@link translate} knows such a sentence. */
export function isTranslated(sentence: string, language: Language): boolean {
  const { whole, patterns } = catalogueOf(language);
  return whole.has(sentence) || patterns.some(({ expression }) => expression.test(sentence));
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
    else patterns.push({ expression: expressionOf(english), names, target, weight: english.replace(PLACEHOLDER, '').length });
  }
  return { whole, patterns: patterns.toSorted((a, b) => b.weight - a.weight) };
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
  const parts = english.split(PLACEHOLDER).map((part, i) => (i % 2 === 1 ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}$`, 's');
}

function valueOf(name: string, value: string, language: Language): string {
  if (name.endsWith('*')) return value.split(JOINTS).map((phrase, i) => (i % 2 === 1 ? phrase : translate(phrase, language))).join('');
  if (name.endsWith('&')) return value.replace(/ (and|or) (?=(?:(?! and | or ).)*$)/, (_, joint: string) => ` ${translate(joint, language)} `);
  return value;
}
