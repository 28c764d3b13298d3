import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createListening } from '../src/listening/create-listening.ts';
import type { Listening } from '../src/listening/listening.ts';
import { silentLogger } from '../src/log.ts';
import { SnapshotFolder } from '../src/recommender/snapshot-folder.ts';
import { temporarySqlite, type TestStorage } from './support/storage.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const ADA = { id: 'discord:1234', name: 'Ada Example' };
const BEN = { id: 'discord:12345', name: 'Ben Example' };

let database: TestStorage;
let running: Listening;

beforeEach(async () => {
  database = await temporarySqlite();
  running = await createListening({ storage: database.storage, clock: systemClock, log: silentLogger });
  await running.giveConsent(ADA);
  await running.giveConsent(BEN);
});

afterEach(async () => {
  await running.close();
  await database.remove();
});

const folder = () => dirname(database.file);
const models = () => join(folder(), 'models');

/** `npm run forget -- …` as an operator types it. */
async function forget(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/forget.ts', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SEGUE_DATA: folder(), LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output: output.trim() };
}

/** Everything in the data folder, models included. */
function onDisk(): string {
  const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('');
}

/** A snapshot that knows the member, of another version: nothing in it can be read, nor be changed. */
function learnt(): void {
  mkdirSync(models(), { recursive: true });
  writeFileSync(join(models(), '0000000001.snapshot'), JSON.stringify({ listeners: [ADA.id, BEN.id] }));
}

describe('npm run forget', () => {
  it('removes a member from every file while Segue is stopped', async () => {
    learnt();
    await running.close();
    const { code, output } = await forget('1234');
    expect(output).toBe('Everything about discord:1234 is removed.');
    expect(code).toBe(0);
    expect(onDisk().replaceAll(BEN.id, '')).not.toContain(ADA.id);
    expect(onDisk()).not.toContain(ADA.name);
    expect(onDisk()).toContain(BEN.name);
  });

  it('has a Segue that runs forget them too, and leaves its models to it', async () => {
    learnt();
    const forgotten: string[] = [];
    running.onForgotten(async (ids) => {
      forgotten.push(...ids);
      if (ids.length > 0) await new SnapshotFolder(models(), silentLogger).forget(ids[0] ?? '');
    });
    expect(await forget(ADA.id)).toEqual({ code: 0, output: 'Everything about discord:1234 is removed.' });
    expect(forgotten).toEqual([ADA.id]);
    expect(running.consentOf(ADA.id)).toBe('unasked');
    expect(running.consentOf(BEN.id)).toBe('given');
    expect(onDisk().replaceAll(BEN.id, '')).not.toContain(ADA.id);
  });

  it.each([[[]], [['Ada']], [['discord:*']]])('says whom it wants to be told, given %j', async (args) => {
    const { code, output } = await forget(...args);
    expect(output).toContain('Say whom to forget: npm run forget -- discord:');
    expect(code).toBe(2);
    expect(running.consentOf(ADA.id)).toBe('given');
  });
});
