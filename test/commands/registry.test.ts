import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import type { Action } from '../../src/command.ts';
import { optionsOf } from '../../src/command-options.ts';

// Discord's limits for slash commands.
const NAME = /^[a-z][a-z0-9_-]{0,31}$/;

const actions: [string, Action][] = commands.flatMap((command): [string, Action][] =>
  'action' in command
    ? [[command.name, command.action]]
    : Object.entries(command.subcommands).map(([name, action]): [string, Action] => [`${command.name} ${name}`, action]),
);

describe('the registry keeps to what Discord accepts', () => {
  it('holds at most 100 commands, each with a name of its own', () => {
    const names = commands.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThanOrEqual(100);
    for (const name of names) expect(name).toMatch(NAME);
  });

  it('offers everything the product promises', () => {
    expect(actions.map(([name]) => name).sort()).toEqual([
      'adventure', 'analysis track', 'blend', 'block artist', 'block list', 'block remove', 'block track', 'discover', 'dislike', 'dj move', 'dj start', 'dj stop',
      'help', 'import file', 'import lastfm', 'import listenbrainz', 'import remove', 'import show', 'library reading', 'library show', 'like', 'love', 'move', 'next',
      'nowplaying', 'pause', 'play', 'privacy delete', 'privacy elsewhere', 'privacy export', 'privacy join', 'privacy pause', 'privacy resume', 'privacy session',
      'privacy show', 'queue', 'remove', 'resume', 'seek', 'settings', 'similar', 'skip', 'start', 'stats', 'tags library', 'tags of', 'tags search', 'taste', 'vibe',
      'volume', 'weekly keep', 'weekly kept', 'weekly less', 'weekly off', 'weekly on', 'weekly play', 'weekly server', 'weekly show', 'weekly track', 'weekly when',
      'why',
    ]);
  });

  it('describes every command in at most 100 characters', () => {
    for (const { name, description } of commands) expect(description.length, name).toBeLessThanOrEqual(100);
    for (const { name, description } of commands) expect(description.length, name).toBeGreaterThan(0);
  });

  it.each(actions)('/%s has a description and options within the limits, required ones first', (name, action) => {
    expect(action.description.length).toBeGreaterThan(0);
    expect(action.description.length).toBeLessThanOrEqual(100);
    const options = optionsOf(action);
    expect(options.length).toBeLessThanOrEqual(25);
    for (const option of options) {
      expect(option.name, name).toMatch(NAME);
      expect(option.description.length, option.name).toBeGreaterThan(0);
      expect(option.description.length, option.name).toBeLessThanOrEqual(100);
      expect(['string', 'integer', 'number', 'boolean', 'file']).toContain(option.type);
      expect(option.choices?.length ?? 0).toBeLessThanOrEqual(25);
    }
    const required = options.map((option) => option.required);
    expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    // Together a command may spend 8,000 characters; subcommands of one command share it.
    const spent = options.reduce((sum, option) => sum + option.name.length + option.description.length, name.length + action.description.length);
    expect(spent).toBeLessThan(800);
  });

  it('only completes options that exist', () => {
    for (const [name, action] of actions) {
      const options = optionsOf(action).map((option) => option.name);
      for (const completed of Object.keys(action.complete ?? {})) expect(options, name).toContain(completed);
    }
  });
});

describe('options as data', () => {
  const optionsFor = (name: string) => optionsOf(actions.find(([one]) => one === name)?.[1] as Action);

  it('carries type, bounds, need and completion of each option', () => {
    expect(optionsFor('volume')).toEqual([
      { name: 'level', description: 'From 0, silent, to 100, full', type: 'integer', required: true, choices: null, min: 0, max: 100, completed: false },
    ]);
    expect(optionsFor('play')[0]).toMatchObject({ name: 'query', type: 'string', required: true, max: 200, completed: true });
    expect(optionsFor('settings').map(({ name, type, required }) => [name, type, required])).toEqual([
      ['crossfade', 'number', false],
      ['loudness', 'number', false],
      ['idle', 'integer', false],
      ['bitrate', 'integer', false],
      ['add_dj', 'string', false],
      ['remove_dj', 'string', false],
      ['language', 'string', false],
      ['group', 'string', false],
    ]);
    expect(optionsFor('privacy delete')[0]).toMatchObject({ name: 'confirm', type: 'boolean', required: false });
  });
});
