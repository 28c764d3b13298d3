import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import { FakeDiscord } from '../support/discord/fake-discord.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let discord: FakeDiscord;
let folder: string;

beforeAll(async () => {
  discord = await FakeDiscord.start();
  folder = mkdtempSync(join(tmpdir(), 'segue-deploy-'));
});

afterAll(async () => {
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** `npm run deploy-commands` as somebody types it. */
async function deploy(env: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/deploy-commands.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SEGUE_DATA: folder, DISCORD_API: discord.api, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output: output.trim() };
}

describe('npm run deploy-commands', () => {
  it('tells Discord every command, each time it is asked to', async () => {
    for (let time = 1; time <= 2; time++) {
      const { code, output } = await deploy({ DISCORD_TOKEN: discord.token });
      expect(output).toContain(`${commands.length} commands`);
      expect(code).toBe(0);
      expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(time);
    }
    expect(discord.commands.map(({ name }) => name)).toEqual(commands.map(({ name }) => name));
    expect(discord.problems).toEqual([]);
  });

  it.each([
    ['there is no token', { DISCORD_TOKEN: '' }, 'DISCORD_TOKEN is not set'],
    ['Discord does not know the token', { DISCORD_TOKEN: 'a.wrong.token' }, 'does not know the DISCORD_TOKEN'],
    ['Discord is out of reach', { DISCORD_TOKEN: 'a.b.c', DISCORD_API: 'http://127.0.0.1:9/api' }, 'check the connection to http://127.0.0.1:9/api'],
  ])('says in one sentence what to do when %s', async (_, env, sentence) => {
    const { code, output } = await deploy(env);
    expect(output).toContain(sentence);
    expect(output.split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
