import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../models/acoustic/loudness.ts';
import { chirpAt } from '../support/chirps.ts';
import type { FakeGuild, FakeMember } from '../support/discord/fake-discord.ts';
import { longestSilenceMs, powerSwingDb, worstClickDb } from '../support/sound-checks.ts';
import { DiscordHouse, SKIP, titleOn } from './discord-house.ts';

const SECONDS = 16;
const FADE_SECONDS = 4;
const RATE = 48_000;
const FRAME = 960;
const SILENCE = [0xf8, 0xff, 0xfe];

/** One evening in a voice channel, from outside: what is heard, what is written, what is remembered. */
describe('a session in a voice channel', () => {
  let house: DiscordHouse;
  let guild: FakeGuild;
  let ada: FakeMember;
  let ben: FakeMember;

  beforeAll(async () => {
    house = await DiscordHouse.open(SECONDS, { guilds: (discord) => discord.addGuild({ members: ['Ada', 'Ben'] }) });
    [guild] = [...house.discord.guilds.values()] as [FakeGuild];
    ada = guild.member('Ada');
    ben = guild.member('Ben');
  }, 60_000);
  afterAll(() => house?.close());

  const titleHeard = async () => house.library.titles[(await house.hears(guild))?.track ?? -1];
  const summary = async (member: FakeMember) => (await member.command('privacy show').answered()).text;

  interface ExportedListen {
    readonly at: string;
    readonly heardMs: number;
    readonly ending: string;
    readonly leftMidway: boolean;
    readonly track: unknown;
  }
  const lastListen = async (member: FakeMember): Promise<ExportedListen> => {
    const { original } = await member.command('privacy export').answered();
    const { listens } = JSON.parse(Buffer.from(original?.attachments[0]?.bytes ?? []).toString()) as { listens: ExportedListen[] };
    const [last] = listens.toSorted((a, b) => b.at.localeCompare(a.at));
    if (!last) throw new Error(`${member.user.name} has no listens`);
    return last;
  };

  it('begins where the caller is, end-to-end encrypted, and says so', async () => {
    ada.join(guild.channel('lounge'));
    ben.join(guild.channel('lounge'));
    const answer = await ada.command('dj start').answered();
    expect(answer.text).toMatch(/music/i);
    await house.music(guild);
    expect(guild.voice.channel?.name).toBe('lounge');
    const music = guild.voice.packets.filter(({ opus }) => opus === null || opus.length > SILENCE.length);
    expect(music.length).toBeGreaterThan(0);
    expect(music.every(({ encrypted, error }) => encrypted && error === undefined)).toBe(true);
    expect(guild.voice.privacyCode).toMatch(/\d/);
  }, 30_000);

  it('sounds as it should through a crossfade: the right track, −14 LUFS, no gap, no click', async () => {
    const card = await house.card(guild);
    const first = house.library.titles.indexOf(titleOn(card));
    await house.discord.until(() => guild.voice.packets.length > (2 * SECONDS * 1_000) / 20, 'two tracks to be heard', 60_000);
    const packets = guild.voice.packets.slice();
    for (const [i, packet] of packets.entries()) {
      if (i === 0) continue;
      expect(packet.sequence).toBe(((packets[i - 1]?.sequence ?? 0) + 1) & 0xffff);
      expect(packet.timestamp).toBe(((packets[i - 1]?.timestamp ?? 0) + FRAME) >>> 0);
    }
    const [decoded] = await guild.voice.decode(0, packets.length);
    const left = decoded.subarray(decoded.findIndex((sample) => Math.abs(sample) > 0.01));
    const heard = Array.from({ length: Math.floor(left.length / 4_800) - 2 }, (_, i) => ({ at: i * 4_800, track: chirpAt(left, i * 4_800, SECONDS)?.track }));
    expect(heard[20]?.track).toBe(first);
    expect(longestSilenceMs(left)).toBeLessThan(60);
    expect(worstClickDb(left)).toBeLessThan(-40);
    expect(powerSwingDb(left)).toBeLessThan(2.5);
    const alone = heard.filter(({ track }) => track === first);
    const meter = new LoudnessMeter(RATE, 2);
    const part = left.subarray(RATE, (alone.at(-1)?.at ?? 0) - (FADE_SECONDS + 1) * RATE);
    expect(part.length).toBeGreaterThan(5 * RATE);
    meter.push([part, part]);
    expect(Math.abs(meter.integratedLufs + 14)).toBeLessThanOrEqual(1);
  }, 90_000);

  it('shows what plays on one card and as the status of the channel', async () => {
    const title = await titleHeard();
    const card = await house.card(guild, title);
    await house.discord.until(() => guild.voice.status?.includes(title ?? '?'), 'the channel status to follow');
    expect(guild.channel('general').messages.filter((message) => message.controls.some(({ emoji }) => emoji === SKIP))).toEqual([card]);
    expect(card.attachments.length).toBeGreaterThan(0);
  }, 20_000);

  it('keeps nothing about anybody before they say yes, and then their reactions', async () => {
    const asked = await house.discord.until(() => guild.channel('lounge').messages.find(({ text }) => text.includes('Count me in')), 'the question for consent', 15_000);
    expect(asked.text).toContain('Ada');
    expect(asked.text).toContain('Ben');
    await ada.press(await house.card(guild), '👍').answered();
    expect(await summary(ada)).not.toMatch(/1 reaction/);
    await ada.press(asked, 'Count me in').answered();
    await ada.press(await house.card(guild), '👍').answered();
    expect(await summary(ada)).toMatch(/counted in/i);
    expect(await summary(ben)).toMatch(/nothing/i);
  }, 30_000);

  it('skips at the press of a button, and nobody is skipped twice', async () => {
    // Away from the end of the track, which would come in between.
    const heard = await house.hearsOneTrack(guild);
    const title = house.library.titles[heard.track] ?? '';
    const card = await house.card(guild, new RegExp(`^### ${title}$`, 'm'));
    const old = card.control(SKIP).customId;
    await ada.press(card, SKIP).acknowledged();
    await house.discord.until(() => !guild.voice.status?.includes(title), 'the next track', 10_000);
    const next = guild.voice.status;
    const late = ben.pressStale(card, old);
    const told = await house.discord.until(() => late.followUps[0], 'a word on why nothing was skipped');
    expect(told.ephemeral).toBe(true);
    expect(told.text).toMatch(/over already/);
    expect(guild.voice.status).toBe(next);
  }, 30_000);

  it('plays the same track within 5 s of where it was after kill -9, in the same channel, with the same card', async () => {
    const card = await house.card(guild);
    const before = await house.hearsOneTrack(guild);
    await house.segue.end('SIGKILL');
    guild.voice.forget();
    await house.startAgain();
    await house.music(guild);
    const after = await house.hears(guild);
    expect(after?.track).toBe(before.track);
    expect(Math.abs((after?.positionMs ?? Infinity) - before.positionMs)).toBeLessThan(5_000);
    expect(guild.voice.channel?.name).toBe('lounge');
    const edits = card.editedAt.length;
    await house.discord.until(() => card.editedAt.length > edits, 'the card to be taken up again', 15_000);
    expect((await ada.press(card, '❤️').answered()).text).toMatch(/love/i);
  }, 60_000);

  it('counts for somebody who leaves midway what they heard, and for whoever stays the rest', async () => {
    const heard = 75;
    await house.hearsOneTrack(guild);
    await ben.command('privacy join').answered();
    await guild.voice.heard(heard);
    ben.leave();
    await guild.voice.heard(heard);
    await ada.command('skip').answered();
    const [ofAda, ofBen] = [await lastListen(ada), await lastListen(ben)];
    expect(ofBen).toMatchObject({ ending: 'left', leftMidway: true, track: ofAda.track });
    expect(ofBen.heardMs).toBeGreaterThan(heard * 20 - 1_000);
    expect(ofBen.heardMs).toBeLessThan(heard * 20 + 3_000);
    expect(ofAda).toMatchObject({ ending: 'skipped', leftMidway: false });
    expect(ofAda.heardMs - ofBen.heardMs).toBeGreaterThan(heard * 20 - 1_000);
  }, 60_000);

  it('takes its leave when the process is told to end, and is back with the next', async () => {
    await guild.voice.heard(25);
    expect(await house.segue.end('SIGTERM')).toBe(0);
    expect(guild.voice.joins.at(-1)?.channelId).toBeNull();
    expect(guild.voice.packets.slice(-5).map(({ opus }) => [...(opus ?? [])])).toEqual(Array(5).fill(SILENCE));
    guild.voice.forget();
    await house.startAgain();
    await house.music(guild);
    expect(guild.voice.channel?.name).toBe('lounge');
  }, 60_000);

  it('ends with five frames of silence', async () => {
    await ada.command('dj stop').answered();
    await house.discord.until(() => guild.voice.channelId === null, 'Segue to leave', 10_000);
    expect(guild.voice.packets.slice(-5).map(({ opus }) => [...(opus ?? [])])).toEqual(Array(5).fill(SILENCE));
    expect(guild.voice.speaking.at(-1)?.speaking).toBe(0);
    const card = await house.discord.until(() => guild.channel('general').messages.find((message) => message.controls.length > 0 && message.controls.every(({ disabled }) => disabled)), 'the card to be closed', 10_000);
    expect(card.text).toMatch(/Sweep/);
  }, 30_000);

  it('kept to what Discord allows', () => {
    expect(house.discord.problems).toEqual([]);
    expect(house.discord.rateLimited).toBe(0);
    expect(house.segue.output).not.toMatch(/nobody waited for|unhandled/i);
    expect(house.segue.output).not.toContain(house.discord.token);
  });
});
