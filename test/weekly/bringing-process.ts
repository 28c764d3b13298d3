/**
 * A process to be killed: it makes and brings the lists that are due, by the real ledger, round and posts, over a
 * database and a Discord that others give it. Its settings are one argument, as JSON. It ends by itself when all is done,
 * printing `done`; before that it kills itself at the given step, of which there is one before and after everything it
 * asks of the database's ledger and of Discord, and one while a post is on its way.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createListening } from '../../src/listening/create-listening.ts';
import { findPosted, directChannel, postList } from '../../src/discord/list-post.ts';
import { silentLogger } from '../../src/log.ts';
import type { Recommender } from '../../src/recommender/recommender.ts';
import { openStorage } from '../../src/storage/storage.ts';
import type { Courier } from '../../src/weekly/courier.ts';
import { createWeekly } from '../../src/weekly/create-weekly.ts';
import { Ledger } from '../../src/weekly/ledger.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';

export interface BringingSettings {
  readonly url: string | null;
  readonly file: string;
  readonly api: string;
  readonly token: string;
  readonly selfId: string;
  /** How far its clock is ahead of the machine's, ms. */
  readonly aheadMs: number;
  /** null for never. */
  readonly dieAtStep: number | null;
}

const { url, file, api, token, selfId, aheadMs, dieAtStep } = JSON.parse(process.argv[2] ?? '{}') as BringingSettings;
const clock = { now: () => Date.now() + aheadMs, after: () => () => {} };

let steps = 0;
const step = (): void => {
  if (++steps === dieAtStep) process.kill(process.pid, 'SIGKILL');
};
const methods = Ledger.prototype as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of ['claim', 'built', 'posting', 'posted', 'release']) {
  const method = methods[name];
  methods[name] = async function (this: Ledger, ...args: unknown[]) {
    step();
    const result = await method.apply(this, args);
    step();
    return result;
  };
}

/** As much of discord.js's REST client as lists need. */
const rest = {
  get: (path: string, options: { readonly query?: URLSearchParams } = {}) => request('GET', `${path}?${options.query ?? ''}`),
  post: (path: string, options: { readonly body?: unknown } = {}) => request('POST', path, options.body),
};

async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  step();
  const answer = fetch(`${api}/v10${path}`, { method, headers: { authorization: `Bot ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  if (path.endsWith('/messages')) {
    // On its way, arrived or not.
    await Promise.race([answer, sleep(steps % 4)]);
    step();
  }
  const response = await answer;
  const json = (await response.json()) as { readonly code?: number };
  step();
  if (!response.ok) throw Object.assign(new Error(`status ${response.status}`), { status: response.status, code: json.code ?? 0 });
  return json;
}

const courier: Courier = {
  serves: () => true,
  addressOf: ({ listenerId }) => directChannel(rest, (listenerId ?? '').replace('discord:', '')),
  find: ({ id: listId }, channelId, since) => findPosted(rest, { channelId, selfId, listId, since }),
  post: ({ id: listId }, channelId, signal) =>
    postList(rest, {
      channelId,
      listId,
      signal,
      message: { flags: 32768, allowedMentions: { parse: [] }, components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Play it', custom_id: `segue:list:play:${listId}` }] }] as never },
    }),
};

const tracks = Array.from({ length: 8 }, (_, n) => aTrack(n + 1));
const recommender = {
  status: () => ({ from: 'process' }),
  list: async () => tracks.map(({ id }) => ({ id: randomUUID(), trackId: id, modelVersion: 'm', probability: 0.5, exploratory: false, madeAt: clock.now(), scores: [] })),
  analysisOf: async () => null,
} as unknown as Recommender;

const storage = await openStorage({ url, file, log: silentLogger });
const listening = await createListening({ storage, clock, log: silentLogger });
const weekly = createWeekly({ storage, listening, library: new TrackList(tracks), recommender, clock, log: silentLogger, paceMs: 0 });
weekly.deliverBy(courier);
process.stdout.write('begun\n');
await weekly.bringUpToDate();
await weekly.close();
await listening.close();
await storage.close();
process.stdout.write('done\n');
