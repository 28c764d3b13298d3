import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inQuotes, listed, named } from '../commands/wording/label.ts';
import { whySentence } from '../commands/wording/why-sentence.ts';
import { SOMEBODY_GONE } from '../src/view.ts';
import { compileCatalogue, translate } from '../src/translate.ts';
import { ADA, pickedFor, scored } from './commands/support.ts';
import { aTrack } from './support/tracks.ts';

const GERMAN = JSON.parse(readFileSync(new URL('../data/language/de.json', import.meta.url), 'utf8')) as Record<string, string>;
const PLACEHOLDER = /\{\w+([#&*]?)\}/g;

/** Titles and names made of what sentences are made of. */
const bits = ['“', '”', '‘', ' and ', ' or ', ', ', '; ', ': ', '.', ' – ', '{x}', '$1', 'Ada', 'you', ...Object.keys(GERMAN).flatMap((key) => key.split(PLACEHOLDER))];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'grapheme', maxLength: 6 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('').replaceAll(/\s+/g, ' ').trim())
  .filter((text) => text !== '' && text !== SOMEBODY_GONE);
/** What stands for it between quotation marks. */
const inner = (text: string) => inQuotes(text).slice(1, -1);

describe('a sentence in another language', () => {
  it('stays as it is in English, and where no translation is known', () => {
    expect(translate('Paused “X”: /resume goes on.', 'en')).toBe('Paused “X”: /resume goes on.');
    expect(translate('A sentence that nobody ever wrote.', 'de')).toBe('A sentence that nobody ever wrote.');
  });

  it('needs the same placeholders as the English one', () => {
    expect(() => compileCatalogue({ 'Skipped {track}.': 'Weiter.' })).toThrow('same placeholders');
    expect(() => compileCatalogue({ 'Skipped {track}.': '{titel} übersprungen.' })).toThrow('same placeholders');
  });

  it('prefers the pattern that says most', () => {
    const { patterns } = compileCatalogue({ '{who} asked.': '{who} hat gefragt.', '{who} asked for {what} twice.': '{who} hat zweimal um {what} gebeten.' });
    expect(patterns[0]?.target).toContain('zweimal');
  });

  it('has its own quotation marks, joints and numbers', () => {
    expect(translate('Picked for you, Ada and “Tom and Jerry”: close to “A” and “B; C” from your own listening; tags drum and bass.', 'de')).toBe(
      'Ausgesucht für dich, Ada und „Tom and Jerry“: nah an „A“ und „B; C“, was du selbst hörst; Tags drum and bass.',
    );
    expect(translate('1,234 tracks by 12 artists, in 1,300 files.', 'de')).toBe('1.234 Titel von 12 Interpreten, in 1.300 Dateien.');
    expect(translate('7 listens, 1.5 hours in all', 'de')).toContain('1,5 Stunden');
  });

  it('is made line by line, and of a description that holds a semicolon as a whole', () => {
    expect(translate('/next — Ask for a track and hear it next, before other requests (for people who listen)\n  query: Title, artist or album; suggestions come while you type (text)', 'de')).toBe(
      '/next — Titel wünschen, der als Nächstes läuft, vor anderen Wünschen (für alle, die zuhören)\n  query: Titel, Interpret oder Album; Vorschläge kommen beim Tippen (Text)',
    );
  });

  it('says what is wrong with an option of any kind', () => {
    expect(translate('The option level must be a whole number from 0 to 100.', 'de')).toBe('Die Option level nimmt nur eine ganze Zahl von 0 bis 100.');
    expect(translate('The option language must be one of en, de.', 'de')).toBe('Die Option language nimmt nur eines von en, de.');
  });
});

describe('what others wrote', () => {
  /** Sentences in which one thing is from elsewhere. */
  const open = Object.keys(GERMAN).filter((key) => [...key.matchAll(PLACEHOLDER)].filter(([, kind]) => kind === '' || kind === '&').length === 1);

  it('comes through every sentence unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...open), hostile, (key, text) => {
        const filled = { '': key.includes('“{') ? inner(text) : text, '&': inQuotes(text), '#': '7', '*': 'yes or no' } as Readonly<Record<string, string>>;
        const sentence = key.replace(PLACEHOLDER, (_, kind: string) => filled[kind] ?? '');
        const said = translate(sentence, 'de');
        expect(said.includes(text) || said.includes(inner(text))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('says in German what a track sounds like, whatever that is called', () => {
    const reasons = { track: aTrack(9), callerId: ADA.id, because: [], described: { tags: [], like: null } };
    const score = scored(ADA, { acoustic: 1 });
    const sounding = (title: string, ...measured: readonly string[]) =>
      translate(whySentence({ ...reasons, origin: pickedFor([score]), people: [{ member: ADA, scores: score }], sounds: { like: aTrack(1, { title }), reasons: measured } }), 'de');
    expect(sounding('One, two: three')).toBe('Ausgesucht für dich: klingt wie „One, two: three“, was dir gefällt.');
    expect(sounding('A', 'same tempo and key')).toBe('Ausgesucht für dich: klingt wie „A“, was dir gefällt: gleiches Tempo, gleiche Tonart.');
    expect(sounding('A; B', 'neighbouring keys', 'similarly sparse and warm')).toBe('Ausgesucht für dich: klingt wie „A; B“, was dir gefällt: benachbarte Tonarten, ähnlich sparsam und warm.');
    expect(sounding('A', 'similarly lively')).toBe('Ausgesucht für dich: klingt wie „A“, was dir gefällt: ähnlich lebhaft.');
  });

  it('comes through the reasons for a pick, whoever they are for, and nothing of them stays in English', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 3 }), fc.array(hostile, { minLength: 1, maxLength: 3 }), fc.boolean(), (names, titles, exploratory) => {
        const people = [ADA, ...names.map((name, i) => ({ id: `room:${i}`, name }))].map((member) => ({ member, scores: scored(member, { collaborative: 1, popularity: 1 }) }));
        const because = titles.map((title, i) => aTrack(i + 1, { title }));
        const origin = pickedFor(people.map(({ scores }) => scores), { exploratory });
        const sentence = whySentence({ track: aTrack(9), origin, callerId: ADA.id, people, because, described: { tags: [], like: null }, sounds: null });
        const others = [...new Set(names.map(named))];
        const german = (text: string) => (/^“.*”$/.test(text) ? `„${text.slice(1, -1)}“` : text);
        const whom = listed(['dich', ...others.map(german)], 'und');
        const close = listed(titles.map((title) => `„${inner(title)}“`), 'und');
        const why = `nah an ${close}, was du selbst hörst; es kommt hier gut an.`;
        expect(translate(sentence, 'de')).toBe(
          exploratory ? `Ausgesucht für ${whom}, als Versuch: Jeder zehnte Titel ist etwas Neues, um mehr zu lernen; ${why}` : `Ausgesucht für ${whom}: ${why}`,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
