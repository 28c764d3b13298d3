import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FakeDiscord, type FakeGuild } from '../support/discord/fake-discord.ts';
import { SegueProcess } from '../support/segue-process.ts';
import { quantile, type Figure } from './figure.ts';

const SESSIONS = 20;
const ROUNDS = 20;
const GUILDS = 500;
const MEMBERS = 10;
const SHORT_SESSIONS = 200;
/** Each joins and leaves by the gateway, which takes 120 commands a minute. */
const SESSION_MS = 1_400;
const COMMANDS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [['queue', {}], ['nowplaying', {}], ['why', {}], ['like', {}], ['library', {}]];

interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly rss: number;
  /** By the main thread's heap, after a collection. */
  readonly held: number;
}

/** The Discord door from outside, the whole product behind it. */
export async function benchDiscord(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-'));
  const discord = await FakeDiscord.start({ validate: false });
  for (let i = 0; i < GUILDS; i++) {
    const guild = discord.addGuild({ name: `Guild ${i}`, members: Array.from({ length: MEMBERS }, (_, m) => `Member ${m}`) });
    guild.voice.decrypts = false;
    for (let m = 0; m < MEMBERS; m += 2) guild.member(`Member ${m}`).join(guild.channel('lounge'));
  }
  const guilds = [...discord.guilds.values()];
  const segue = await SegueProcess.start({
    SEGUE_DATA: folder,
    LOG_LEVEL: 'warn',
    DISCORD_TOKEN: discord.token,
    DISCORD_API: discord.api,
    NODE_EXTRA_CA_CERTS: discord.certificateFile,
    NODE_OPTIONS: `--import ${fileURLToPath(new URL('./report-loop-delay.ts', import.meta.url))}`,
  });
  try {
    await discord.until(() => discord.commands.length > 0, 'the commands', 60_000);
    // Until the demo library has been composed, measured and learnt.
    await delay(60_000);
    await loopDelay(segue);
    await delay(5_000);
    const idle = await loopDelay(segue);
    const churn = await churned(guilds, segue);
    await Promise.all(guilds.slice(0, SESSIONS).map(begin));
    await delay(3_000);
    const { acknowledged, answered } = await answerTimes(guilds.slice(0, SESSIONS));
    const typed = await suggestionTimes(guilds.slice(0, SESSIONS));
    const playing = await loopDelay(segue);
    await Promise.all(guilds.slice(0, SESSIONS).map(end));
    const left = await leftBehind(guilds[SESSIONS], segue);
    return [
      { name: `resident memory with ${GUILDS} servers, nothing playing`, value: idle.rss / 1e6, unit: 'MB' },
      { name: 'event loop delay of the main thread, idle, p99', value: idle.p99, unit: 'ms' },
      { name: `the same with ${CHURN_PER_SECOND} joins and leaves a second over all servers, p99`, value: churn.p99, unit: 'ms' },
      { name: `first answer to a command, ${SESSIONS} sessions, p50`, value: quantile(acknowledged, 0.5), unit: 'ms' },
      { name: `first answer to a command, ${SESSIONS} sessions, p99`, value: quantile(acknowledged, 0.99), unit: 'ms', aim: '≤ 300' },
      { name: `whole answer to a command, ${SESSIONS} sessions, p50`, value: quantile(answered, 0.5), unit: 'ms' },
      { name: `whole answer to a command, ${SESSIONS} sessions, p99`, value: quantile(answered, 0.99), unit: 'ms' },
      { name: `suggestions while typing, ${SESSIONS} sessions, p50`, value: quantile(typed, 0.5), unit: 'ms' },
      { name: `suggestions while typing, ${SESSIONS} sessions, p99`, value: quantile(typed, 0.99), unit: 'ms', aim: '≤ 300' },
      { name: `event loop delay of the main thread meanwhile, p99`, value: playing.p99, unit: 'ms' },
      { name: `resident memory with ${GUILDS} servers and ${SESSIONS} sessions`, value: playing.rss / 1e6, unit: 'MB' },
      { name: `resident memory that a session leaves behind, over ${SHORT_SESSIONS} short ones`, value: left.rss / 1e3, unit: 'kB' },
      { name: 'of it in the main thread’s heap, collected', value: left.held / 1e3, unit: 'kB' },
      { name: 'the same over the second half of them', value: left.heldLately / 1e3, unit: 'kB' },
    ];
  } finally {
    await segue.end();
    await discord.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const CHURN_PER_SECOND = 100;

async function begin(guild: FakeGuild): Promise<void> {
  await guild.member('Member 0').command('dj start').answered(60_000);
  await guild.voice.heard(5, 60_000);
}

async function end(guild: FakeGuild): Promise<void> {
  await guild.owner.command('dj stop').answered(60_000);
  await guild.discord.until(() => guild.voice.channelId === null, 'the session to end', 60_000);
}

async function churned(guilds: readonly FakeGuild[], segue: SegueProcess): Promise<LoopDelay> {
  for (let i = 0; i < 10 * CHURN_PER_SECOND; i++) {
    const guild = guilds[(i * 7) % guilds.length];
    const member = guild.member('Member 1');
    if (member.voice) member.leave();
    else member.join(guild.channel('lounge'));
    await delay(1_000 / CHURN_PER_SECOND);
  }
  return loopDelay(segue);
}

/** One command of each kind a guild and round; the guilds a little apart, as people are. */
async function answerTimes(guilds: readonly FakeGuild[]): Promise<{ acknowledged: number[]; answered: number[] }> {
  const acknowledged: number[] = [];
  const answered: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [name, options] = COMMANDS[round % COMMANDS.length];
    await Promise.all(
      guilds.map(async (guild, i) => {
        await delay(i * 25);
        const interaction = await guild.member('Member 0').command(name, options).answered(60_000);
        acknowledged.push((interaction.acknowledgedAt ?? NaN) - interaction.at);
        answered.push((interaction.answeredAt ?? NaN) - interaction.at);
      }),
    );
  }
  return { acknowledged, answered };
}

/** One letter after the other, as people type. */
async function suggestionTimes(guilds: readonly FakeGuild[]): Promise<number[]> {
  const times: number[] = [];
  for (const query of ['s', 'so', 'son', 'song', 'the ', 'night', 'r', 're', 'rem', 'zzz']) {
    await Promise.all(
      guilds.map(async (guild, i) => {
        await delay(i * 25);
        const { at, answeredAt } = await guild.member('Member 0').autocomplete('play', { query }, 'query').answered(60_000);
        times.push((answeredAt ?? NaN) - at);
      }),
    );
  }
  return times;
}

/** Bytes a session leaves behind, measured after every tenth. */
async function leftBehind(guild: FakeGuild, segue: SegueProcess): Promise<{ rss: number; held: number; heldLately: number }> {
  const points: (LoopDelay & { readonly x: number })[] = [];
  for (let i = 1; i <= SHORT_SESSIONS; i++) {
    const apart = delay(SESSION_MS);
    await begin(guild);
    await end(guild);
    await apart;
    if (i > 20 && i % 10 === 0) points.push({ x: i, ...(await loopDelay(segue)) });
  }
  const held = points.map(({ x, held: y }) => ({ x, y }));
  return { rss: slope(points.map(({ x, rss: y }) => ({ x, y }))), held: slope(held), heldLately: slope(held.filter(({ x }) => x > SHORT_SESSIONS / 2)) };
}

/** Of the line that fits the points best (least squares). */
function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  return points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
}

/** Since it was last asked. */
async function loopDelay(segue: SegueProcess): Promise<LoopDelay> {
  const seen = reports(segue).length;
  process.kill(segue.pid, 'SIGUSR2');
  for (;;) {
    const report = reports(segue)[seen];
    if (report) return JSON.parse(report) as LoopDelay;
    await delay(10);
  }
}

function reports(segue: SegueProcess): readonly string[] {
  return [...segue.output.matchAll(/^loop-delay (\{.*\})$/gm)].map(([, json]) => json);
}
