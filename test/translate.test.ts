import { describe, expect, it } from 'vitest';
import { compileCatalogue, translate } from '../src/translate.ts';

describe('a sentence in another language', () => {
  it('stays as it is in English, and where no translation is known', () => {
    expect(translate('Paused “X”.', 'en')).toBe('Paused “X”.');
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
});
