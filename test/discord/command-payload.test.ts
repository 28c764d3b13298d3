import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import { action, command, type Rights } from '../../src/command.ts';
import { LANGUAGES } from '../../src/domain.ts';
import { commandPayload } from '../../src/discord/command-payload.ts';

const NAME = /^[-_'\p{Ll}\p{Lm}\p{Lo}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

interface Described {
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly options?: readonly Described[];
}

function everyPart(part: Described): readonly Described[] {
  return [part, ...(part.options ?? []).flatMap(everyPart)];
}

const nothing = async () => ({ private: true, view: { kind: 'notice', tone: 'ok', text: '' } }) as const;

function ofRights(rights: Rights) {
  return action({ description: 'Does it', options: z.object({}), rights, run: nothing });
}

describe('commands as Discord is told them', () => {
  it.each(commands.map((one) => [one.name, commandPayload(one)] as const))('takes /%s with its names, descriptions and options', (_, payload) => {
    for (const part of everyPart(payload as Described)) {
      expect(part.name).toMatch(NAME);
      expect(part.description.length).toBeGreaterThan(0);
      expect(part.description.length).toBeLessThanOrEqual(100);
      expect(Object.keys(part.description_localizations ?? {})).toEqual(LANGUAGES.filter((language) => language !== 'en'));
      for (const text of Object.values(part.description_localizations ?? {})) expect(text.length).toBeLessThanOrEqual(100);
      expect((part.options ?? []).length).toBeLessThanOrEqual(25);
    }
    expect(payload.contexts).toEqual(['privacy', 'import'].includes(payload.name) ? [0, 1] : [0]);
    expect(payload.integration_types).toEqual([0]);
  });

  it('leaves /help and /privacy to everybody, shows /settings to managers and /skip to whoever may join voice', () => {
    const shownTo = Object.fromEntries(commands.map((one) => [one.name, commandPayload(one).default_member_permissions]));
    expect(shownTo).toMatchObject({ help: null, privacy: null, settings: String(PermissionFlagsBits.ManageGuild), skip: String(PermissionFlagsBits.Connect) });
  });

  it('hides a command with subcommands only when none of them is for anyone', () => {
    const mixed = commandPayload({ name: 'mixed', description: 'Both', subcommands: { all: ofRights('anyone'), some: ofRights('dj') } });
    const strict = commandPayload({ name: 'strict', description: 'Few', subcommands: { some: ofRights('listener'), few: ofRights('dj') } });
    expect(mixed.default_member_permissions).toBeNull();
    expect(strict.default_member_permissions).toBe(String(PermissionFlagsBits.Connect));
  });

  it('says of every option its kind, its bounds, and what suggests its values', () => {
    const payload = commandPayload(
      command('all', {
        description: 'Every kind of option',
        options: z.object({
          text: z.string().min(2).max(9_000).describe('Text'),
          count: z.number().int().min(1).max(9).describe('Whole'),
          share: z.number().optional().describe('Part'),
          sure: z.boolean().optional().describe('Yes or no'),
          mood: z.enum(['calm', 'loud']).optional().describe('Mood'),
        }),
        rights: 'anyone',
        complete: { text: () => [] },
        run: nothing,
      }),
    );
    expect(payload.options).toEqual([
      { name: 'text', description: 'Text', required: true, type: 3, min_length: 2, max_length: 6_000, autocomplete: true },
      { name: 'count', description: 'Whole', required: true, type: 4, min_value: 1, max_value: 9 },
      { name: 'share', description: 'Part', required: false, type: 10 },
      { name: 'sure', description: 'Yes or no', required: false, type: 5 },
      { name: 'mood', description: 'Mood', required: false, type: 3, choices: [{ name: 'calm', value: 'calm' }, { name: 'loud', value: 'loud' }] },
    ]);
  });

  it('gives an option with choices no suggestions, which Discord refuses together', () => {
    const mood = z.object({ mood: z.enum(['calm', 'loud']).describe('Mood') });
    const payload = commandPayload(command('one', { description: 'One option', options: mood, rights: 'anyone', complete: { mood: () => [] }, run: nothing }));
    expect(payload.options?.[0]).not.toHaveProperty('autocomplete');
  });
});
