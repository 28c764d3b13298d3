import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { seeded, type Random } from '../../models/random.ts';
import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { LEASE_MS } from '../../src/weekly/ledger.ts';
import { Preferences } from '../../src/weekly/preferences.ts';
import { FakeDiscord } from '../support/discord/fake-discord.ts';
import { postgresMissing, startPostgres } from '../support/postgres.ts';
import { temporarySqlite } from '../support/storage.ts';
import type { BringingSettings } from './bringing-process.ts';

const SCRIPT = fileURLToPath(new URL('./bringing-process.ts', import.meta.url));
const PLACE = 'discord:1';
const KILLS = 200;
/** A step of a process lies within so many from its begin: some lists are made and brought in that time. */
const MOST_STEPS = 60;
const WEEK_MS = 7 * 24 * 3_600_000;

let leave: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of leave.toReversed()) await one();
  leave = [];
});

/** Discord, whose clock goes ahead with every process: what it remembers of a nonce never helps the next one. */
class Town {
  readonly discord: FakeDiscord;
  readonly members: readonly string[];
  readonly #where: Pick<BringingSettings, 'url' | 'file'>;
  readonly #ahead: { ms: number };
  readonly #compiled: string;

  private constructor(parts: { discord: FakeDiscord; members: readonly string[]; where: Pick<BringingSettings, 'url' | 'file'>; ahead: { ms: number } }) {
    this.discord = parts.discord;
    this.members = parts.members;
    this.#where = parts.where;
    this.#ahead = parts.ahead;
    this.#compiled = mkdtempSync(join(tmpdir(), 'segue-compiled-'));
    leave.push(async () => rmSync(this.#compiled, { recursive: true, force: true }));
  }

  static async found(storage: Storage, where: Pick<BringingSettings, 'url' | 'file'>, members: number): Promise<Town> {
    const ahead = { ms: 0 };
    const clock: Clock = { ...systemClock, now: () => Date.now() + ahead.ms };
    const discord = await FakeDiscord.start({ clock, validate: false });
    leave.push(() => discord.stop());
    const guild = discord.addGuild({ members: Array.from({ length: members }, (_, n) => `Member ${n}`) });
    const ids = guild.allMembers.filter(({ user }) => user.name.startsWith('Member')).map(({ id }) => id);
    const listening = await createListening({ storage, clock, log: silentLogger });
    const preferences = new Preferences(storage);
    for (const id of ids) {
      await listening.giveConsent({ id: `discord:${id}`, name: 'somebody' });
      // Since longer than a week: a list was due, and nothing ran.
      await preferences.setMember(PLACE, `discord:${id}`, Date.now() - 2 * WEEK_MS, {});
    }
    await listening.close();
    return new Town({ discord, members: ids, where, ahead });
  }

  /** @returns whether it ended by itself, with everything done */
  async run(how: { readonly dieAtStep?: number; readonly killAfterMs?: number } = {}): Promise<boolean> {
    const settings: BringingSettings = { ...this.#where, api: this.discord.api, token: this.discord.token, selfId: this.discord.botUser.id, aheadMs: this.#ahead.ms, dieAtStep: how.dieAtStep ?? null };
    const env = { ...process.env, NODE_COMPILE_CACHE: this.#compiled };
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'], env });
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (how.killAfterMs !== undefined && said.startsWith('begun')) {
        await sleep(how.killAfterMs);
        child.kill('SIGKILL');
      }
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (child.signalCode === null) expect(child.exitCode).toBe(0);
    return said.endsWith('done\n');
  }

  /** What a process that died had claimed is free by then. */
  goOn(): void {
    this.#ahead.ms += LEASE_MS + 1_000;
  }

  posts(): readonly number[] {
    return this.members.map((id) => this.discord.directChannels.get(id)?.history.length ?? 0);
  }
}

/** Each list has its picks in the log once. */
async function expectLoggedOnce({ db }: Storage, lists: number): Promise<void> {
  const rows = await db.selectFrom('event').select(['session_id']).where('kind', '=', 'list').execute();
  expect(new Set(rows.map((row) => row.session_id)).size).toBe(lists);
  expect(rows).toHaveLength(lists);
  const picks = await db.selectFrom('event').select((q) => q.fn.countAll<number>().as('n')).where('kind', '=', 'pick').executeTakeFirstOrThrow();
  expect(picks.n).toBe(8 * lists);
}

/** By a step of its own, or by somebody else at any moment. */
function end(random: Random): { readonly dieAtStep: number } | { readonly killAfterMs: number } {
  return random() < 0.7 ? { dieAtStep: 1 + Math.floor(random() * MOST_STEPS) } : { killAfterMs: Math.floor(random() * 120) };
}

const missing = postgresMissing();

describe('a list comes once', () => {
  it(`to each of them, through ${KILLS} kills between making it and knowing that it arrived`, { timeout: 600_000 }, async () => {
    const database = await temporarySqlite();
    leave.push(() => database.remove());
    const { storage, file } = database;
    const random = seeded(20_260_105);
    const town = await Town.found(storage, { url: null, file }, 280);
    let kills = 0;
    while (kills < KILLS) {
      if (!(await town.run(end(random)))) kills++;
      town.goOn();
      expect(Math.max(...town.posts())).toBeLessThanOrEqual(1);
    }
    while (!(await town.run()) || town.posts().includes(0)) town.goOn();
    expect(town.posts().every((count) => count === 1)).toBe(true);
    await expectLoggedOnce(storage, town.members.length);
  });

  it.skipIf(missing !== null)(`to each of them, from two processes on one Postgres that are killed now and then${missing === null ? '' : ` (${missing})`}`, { timeout: 600_000 }, async () => {
    const server = await startPostgres();
    leave.push(() => server.stop());
    const storage = await openStorage({ url: server.url, file: '', log: silentLogger });
    leave.push(() => storage.close());
    const random = seeded(7);
    const town = await Town.found(storage, { url: server.url, file: '' }, 40);
    // Both at once, over the same lists.
    for (let round = 0; round < 6; round++) {
      await Promise.all([town.run(end(random)), town.run(end(random))]);
      town.goOn();
      expect(Math.max(...town.posts())).toBeLessThanOrEqual(1);
    }
    await Promise.all([town.run(), town.run()]);
    while (town.posts().includes(0)) {
      town.goOn();
      await Promise.all([town.run(), town.run()]);
    }
    expect(town.posts().every((count) => count === 1)).toBe(true);
    await expectLoggedOnce(storage, town.members.length);
  });
});
