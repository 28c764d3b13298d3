import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../src/clock.ts';
import type { Feedback } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage } from '../../src/storage/storage.ts';
import type { Figure } from './figure.ts';

const EVENTS = 60_000;
const LISTENERS = 200;
const TRACKS = 2_000;
/** How many events come in the same turn; each group is acknowledged before the next. */
const AT_ONCE = 500;
const AT = Date.UTC(2026, 0, 5, 20);

/** Events per second into the log with its projection, against bare inserts of the same rows. */
export async function benchLog(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-bench-log-'));
  try {
    const plain = plainInserts(join(folder, 'plain.db'));
    const { perSecond, single, scrubMs } = await listeningLog(join(folder, 'segue.db'));
    return [
      {
        name: `events into the log with the projection, ${AT_ONCE} at once`,
        value: perSecond,
        unit: 'events/s',
        reference: `${Math.round(plain)} events/s, the same rows by bare node:sqlite inserts without projection`,
        aim: '≥ 10,000',
      },
      { name: 'events acknowledged one after another', value: single, unit: 'events/s' },
      { name: `deleting a person from a log of ${EVENTS} events, with the disk cleaned`, value: scrubMs, unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function listeningLog(file: string): Promise<{ perSecond: number; single: number; scrubMs: number }> {
  const storage = await openStorage({ url: null, file, log: silentLogger });
  const listening = await createListening({ storage, clock: systemClock, log: silentLogger });
  for (let i = 0; i < LISTENERS; i++) await listening.giveConsent({ id: listenerId(i), name: `Listener ${i}` });
  const perSecond = await rate(EVENTS, async () => {
    for (let i = 0; i < EVENTS; i += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => listening.feedback(feedback(i + k))));
    }
  });
  const singles = 2_000;
  const single = await rate(singles, async () => {
    for (let i = 0; i < singles; i++) await listening.feedback(feedback(i));
  });
  const before = performance.now();
  await listening.deleteAll(listenerId(1));
  const scrubMs = performance.now() - before;
  await listening.close();
  await storage.close();
  return { perSecond, single, scrubMs };
}

function plainInserts(file: string): number {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  database.exec('create table event (id integer primary key, at, kind, place_id, session_id, listener_id, track_id, play_id, data)');
  database.exec('create index event_listener on event (listener_id, kind, id); create index event_play on event (play_id)');
  const insert = database.prepare('insert into event (at, kind, place_id, session_id, listener_id, track_id, play_id, data) values (?, ?, ?, ?, ?, ?, ?, ?)');
  const before = performance.now();
  for (let i = 0; i < EVENTS; i += AT_ONCE) {
    database.exec('begin');
    for (let k = i; k < i + AT_ONCE; k++) {
      const event = feedback(k);
      const data = JSON.stringify({ feedback: event.kind, positionMs: event.positionMs });
      insert.run(event.at, 'feedback', event.placeId, event.sessionId, event.listenerId, event.trackId, event.playId, data);
    }
    database.exec('commit');
  }
  const perSecond = (EVENTS / (performance.now() - before)) * 1_000;
  database.close();
  return perSecond;
}

async function rate(events: number, work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (events / (performance.now() - before)) * 1_000;
}

function listenerId(n: number): string {
  return `discord:10000000000000${String(n).padStart(4, '0')}`;
}

/** The nth of a made-up history in which everybody reacts to everything in turn. */
function feedback(n: number): Feedback {
  return {
    listenerId: listenerId((n * 7) % LISTENERS),
    trackId: `track-${(n * 31 + Math.floor(n / LISTENERS)) % TRACKS}`,
    kind: n % 5 === 0 ? 'like' : 'request',
    at: AT + n,
    placeId: 'discord:900000000000000001',
    sessionId: 'session-1',
    playId: `play-${Math.floor(n / 10)}`,
    positionMs: 12_000,
  };
}
