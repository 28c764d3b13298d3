import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
const example = parseEnv(text) as Record<string, string>;

/** The names that reading the configuration asks the environment for. */
function namesRead(): string[] {
  const asked = new Set<string>();
  readConfig(
    new Proxy<Record<string, string | undefined>>({}, {
      get: (_, name) => void (typeof name === 'string' && asked.add(name)),
      has: (_, name) => Boolean(typeof name === 'string' && asked.add(name)),
    }),
    '/srv/segue',
  );
  return [...asked];
}

describe('.env.example', () => {
  it('names exactly the settings that Segue reads', () => {
    expect(Object.keys(example).sort()).toEqual(namesRead().sort());
  });

  it('copied as it is, means the defaults', () => {
    expect(readConfig(example, '/srv/segue')).toEqual(readConfig({}, '/srv/segue'));
  });

  it('shows each default, and a comment line before each setting', () => {
    const lines = text.split('\n');
    for (const name of Object.keys(example)) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[at - 1], name).toMatch(/^# \S/);
      expect(lines[at - 2], name).toBe('');
    }
    const shown = Object.entries(example).filter(([, value]) => value !== '').map(([name]) => name);
    expect(shown.sort()).toEqual(['DISCORD_ACTIVITY', 'DISCORD_API', 'LOG_LEVEL', 'SEGUE_DATA', 'SEGUE_READING_BUDGET', 'SEGUE_READING_LANGUAGE', 'SEGUE_ROOM_HOST', 'SEGUE_ROOM_PORT', 'SEGUE_TASTE_HALF_LIFE']);
  });
});
