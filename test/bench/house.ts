import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RoomMember } from '../support/room-member.ts';
import { SegueProcess } from '../support/segue-process.ts';
import { quantile, type Figure } from './figure.ts';

const SESSIONS = 20;
const ROUNDS = 5;
/** The room takes 20 calls a second from one machine. */
const ROUND_MS = 1_100;
const LINES = ['/queue', '/nowplaying', '/why', '/like', '/library', '/play neon'];

/** The whole product from outside: start to first sound, and how fast commands answer with many sessions. */
export async function benchHouse(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-'));
  const segue = await SegueProcess.start({ SEGUE_DATA: folder, LOG_LEVEL: 'warn' });
  const members: RoomMember[] = [];
  try {
    const firstSoundMs = await firstSound(segue, members);
    await Promise.all(
      Array.from({ length: SESSIONS - 1 }, async (_, i) => {
        const member = await RoomMember.enter(segue.url, `Member ${i}`, { place: `bench-${i}` });
        members.push(member);
        await member.command('/privacy join');
        await member.command('/dj start');
        await member.until((state) => state.session?.state.kind === 'playing', 60_000);
      }),
    );
    const answers = await answerTimes(members, ROUND_MS / SESSIONS);
    const bursts = await answerTimes(members, 0);
    return [
      { name: 'cold start to first sound in the room', value: firstSoundMs / 1_000, unit: 's', aim: '≤ 5' },
      { name: `command answer, ${SESSIONS} sessions, p50`, value: quantile(answers, 0.5), unit: 'ms' },
      { name: `command answer, ${SESSIONS} sessions, p99`, value: quantile(answers, 0.99), unit: 'ms', aim: '≤ 100' },
      { name: `the same, all ${SESSIONS} asking in the same instant, p99`, value: quantile(bursts, 0.99), unit: 'ms' },
    ];
  } finally {
    for (const member of members) member.leave();
    await segue.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** From the start of the process until sound that is not silence has reached a member. */
async function firstSound(segue: SegueProcess, members: RoomMember[]): Promise<number> {
  const member = await RoomMember.enter(segue.url, 'First');
  members.push(member);
  await member.command('/privacy join');
  await member.command('/dj start');
  for (;;) {
    // At once: a new stream begins with the last second and a half.
    const [left] = await (await member.listen(1.3)).decode();
    if (left.some((sample) => Math.abs(sample) > 0.01)) return performance.now() - segue.startedAt;
    await delay(50);
  }
}

/** One command a member and round, each member so many milliseconds after the one before. */
async function answerTimes(members: readonly RoomMember[], apartMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const line of LINES) {
      const rest = delay(ROUND_MS);
      await Promise.all(
        members.map(async (member, i) => {
          await delay(i * apartMs);
          const from = performance.now();
          await member.command(line);
          times.push(performance.now() - from);
        }),
      );
      await rest;
    }
  }
  return times;
}
