import { describe, expect, it } from 'vitest';
import { commands } from '../commands/registry.ts';
import { optionsOf } from '../src/command-options.ts';
import { LANGUAGES } from '../src/domain.ts';
import { isTranslated } from '../src/translate.ts';
import { sentencesIn } from './support/sentences.ts';

const OTHERS = LANGUAGES.filter((language) => language !== 'en');
/** Where sentences for the members of a server arise … */
const FOR_MEMBERS = ['commands/**/*.ts', 'src/{session,library,listening,imports,analysis,audio,discord}/**/*.ts', 'src/given-file.ts'];
/** … and files there that speak to whoever runs Segue, on the terminal, or write what is read as data. */
const FOR_OTHERS = new Set(['src/discord/refusal.ts', 'src/library/progress.ts', 'src/listening/personal-data.ts']);

const sentences = sentencesIn(FOR_MEMBERS).filter(({ where }) => !FOR_OTHERS.has(where.replace(/:\d+$/, '')));
const actions = commands.flatMap((command) => ('action' in command ? [command.action] : Object.values(command.subcommands)));
const descriptions = [...commands, ...actions, ...actions.flatMap(optionsOf)].map(({ description }) => description);

describe.each(OTHERS)('what members read, in %s', (language) => {
  it('is there for every sentence that the source says', () => {
    expect(sentences.length).toBeGreaterThan(150);
    expect(sentences.filter(({ text }) => text.split('\n').some((line) => /\p{Ll}{2}/u.test(line) && !isTranslated(line, language)))).toEqual([]);
  });

  it('is there for the description of every command and every option', () => {
    expect(descriptions.filter((description) => !isTranslated(description, language))).toEqual([]);
  });
});
