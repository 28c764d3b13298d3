import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { temporarySqlite } from '../support/storage.ts';

test('kill -9 loses nothing acknowledged, and less than a second of what was being heard', async () => {
  const opened = await temporarySqlite();
  const { storage, file } = opened;
  const script = fileURLToPath(new URL('./dying-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[][] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line.split(' '));
    const [kind, startedAt, now] = lines.at(-1) ?? [];
    if (kind === 'running' && Number(now) - Number(startedAt) > 1_800) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');

  const listening = await createListening({ storage, clock: systemClock, log: silentLogger });
  expect(listening.consentOf('room:ana')).toBe('given');
  await listening.recover([]);
  const affinities = new Map((await listening.affinities('room:ana')).map((row) => [row.trackId, row]));
  for (const [kind, n, heardMs] of lines) {
    if (kind === 'ended') expect(affinities.get(`track-${n}`)).toMatchObject({ heardMs: Number(heardMs), requests: 20 });
  }
  const elsewhere = new Map(lines.filter(([kind]) => kind === 'elsewhere').map(([, n, heardMs]) => [n, Number(heardMs)]));
  expect(elsewhere.size).toBe(3);
  for (const [n, heardMs] of elsewhere) expect(affinities.get(`elsewhere-${n}`)).toMatchObject({ plays: 1, heardMs });
  expect(listening.agreedToElsewhere('room:ana')).toBe(true);
  const acknowledged = lines.filter(([kind]) => kind === 'feedback').length;
  expect([...affinities.values()].reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(acknowledged);

  const seen = lines.filter(([kind]) => kind === 'running').map(([, , now]) => Number(now));
  const startedAt = Number(lines.at(-1)?.[1]);
  // A busy machine may not let the process run for a while; it cannot keep anything in that time.
  const stall = Math.max(...seen.slice(1).map((now, i) => now - (seen[i] ?? now)));
  const [open] = await listening.recentListens('room:ana', 1);
  expect(open).toMatchObject({ trackId: 'track-last', ending: 'interrupted' });
  expect(open?.heardMs).toBeGreaterThan((seen.at(-1) ?? 0) - startedAt - 1_000 - stall);
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(storage.db);
  expect(check.rows).toEqual([{ integrity_check: 'ok' }]);
  await opened.remove();
});
