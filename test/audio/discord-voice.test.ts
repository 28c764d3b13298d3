import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VoiceEvent, VoiceItem } from '../../src/audio/voice.ts';
import type { AudioFile } from '../../src/domain.ts';
import { FakeDiscord, type FakeGuild } from '../support/discord/fake-discord.ts';
import { correlation } from './correlation.ts';
import { AudioFolder, temporaryFolder } from './files.ts';
import { noiseStereo } from './signals.ts';
import { VoiceProcess } from './voice-process-client.ts';

const SECONDS = 30;
const sounds = [noiseStereo(1, SECONDS), noiseStereo(2, SECONDS)] as const;
let discord: FakeDiscord;
let voice: VoiceProcess;
let files: readonly AudioFile[];
let remove: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  const folder = new AudioFolder(temporary.path);
  files = await Promise.all(sounds.map((sound, i) => folder.wav(`sound ${i}`, sound)));
  discord = await FakeDiscord.start({ validate: false });
  discord.addGuild();
  voice = await VoiceProcess.start(discord);
});
afterAll(async () => {
  await voice.end();
  await discord.stop();
  await remove();
});

const item = (playId: string, which: 0 | 1, startMs = 0): VoiceItem => ({ playId, file: files[which], gainDb: 0, startMs, gapless: false, label: playId });

/** A player in a guild of its own, from whose voice channel somebody listens. */
async function open(): Promise<{ guild: FakeGuild; events: () => readonly VoiceEvent[]; happened(kind: VoiceEvent['kind'], from?: number): Promise<VoiceEvent>; tell(kind: 'pause' | 'resume' | 'stop' | 'close'): Promise<unknown>; play(item: VoiceItem): Promise<unknown> }> {
  const guild = discord.addGuild();
  const { id: guildId } = guild;
  await voice.tell({ kind: 'open', guildId, channelId: guild.channel('lounge').id });
  const events = () => voice.events.filter((one) => one.guildId === guildId).map(({ event }) => event);
  return {
    guild,
    events,
    happened: (kind, from = 0) => discord.until(() => events().slice(from).find((event) => event.kind === kind), `"${kind}" among ${JSON.stringify(events().map((event) => event.kind))}`, 10_000),
    tell: (kind) => voice.tell({ kind, guildId }),
    play: (played) => voice.tell({ kind: 'play', guildId, item: played }),
  };
}

/** How alike a moment that was heard is to any moment of the source within half a second around `atMs`. */
async function alike(guild: FakeGuild, fromPacket: number, which: 0 | 1, atMs: number): Promise<number> {
  const [heard] = await guild.voice.decode(fromPacket, fromPacket + 40);
  const stretch = heard.subarray(14_400, 15_600);
  const source = sounds[which].left.subarray(Math.max(0, (atMs - 500) * 48), (atMs + 500) * 48 + stretch.length);
  let best = 0;
  for (let lag = 0; lag + stretch.length <= source.length; lag++) best = Math.max(best, correlation(source.subarray(lag, lag + stretch.length), stretch));
  return best;
}

describe('the voice in a Discord channel', () => {
  it('plays every guild its own music', async () => {
    const [a, b] = await Promise.all([open(), open()]);
    await Promise.all([a.play(item('a', 0)), b.play(item('b', 1, 10_000))]);
    await Promise.all([a.guild.voice.heard(60), b.guild.voice.heard(60)]);
    expect(await alike(a.guild, 0, 0, 300)).toBeGreaterThan(0.8);
    expect(await alike(b.guild, 0, 1, 10_300)).toBeGreaterThan(0.8);
    expect(a.events()[0]).toMatchObject({ kind: 'started', positionMs: 0 });
    await Promise.all([a.tell('close'), b.tell('close')]);
    await expect.poll(() => [a.guild.voice.channelId, b.guild.voice.channelId]).toEqual([null, null]);
  });

  it('says that it is silent in a pause, and goes on where it was', async () => {
    const a = await open();
    await a.play(item('a', 0));
    await a.guild.voice.heard(30);
    await a.tell('pause');
    await discord.until(() => a.guild.voice.speaking.at(-1)?.speaking === 0, 'the silence');
    const paused = a.events().findLast((event) => event.kind === 'position');
    const heard = a.guild.voice.packets.length;
    await a.tell('resume');
    await a.guild.voice.heard(50);
    expect(await alike(a.guild, heard, 0, (paused?.kind === 'position' ? paused.positionMs : NaN) + 300)).toBeGreaterThan(0.8);
    await a.tell('close');
  });

  it('is back in the channel with the same music after its worker died', async () => {
    const a = await open();
    await a.play(item('a', 0, 5_000));
    await a.guild.voice.heard(60);
    const before = a.guild.voice.packets.length;
    await voice.tell({ kind: 'kill-worker' });
    await a.happened('repaired');
    await a.guild.voice.heard(50);
    const position = a.events().findLast((event) => event.kind === 'position');
    expect(position).toMatchObject({ playId: 'a' });
    expect(await alike(a.guild, before + 5, 0, 6_500)).toBeGreaterThan(0.8);
    expect(a.events().filter(({ kind }) => kind === 'started')).toHaveLength(1);
    await a.tell('close');
  });

  it('does not mind a main thread that is blocked', async () => {
    const a = await open();
    await a.play(item('a', 0));
    await a.guild.voice.heard(20);
    const from = a.guild.voice.packets.length;
    await voice.tell({ kind: 'block', ms: 1_200 });
    expect(a.guild.voice.packets.length - from).toBeGreaterThan(45);
    await a.tell('close');
  });

  it('leaves the channel when the process ends, and the process ends well', async () => {
    const a = await open();
    await a.play(item('a', 0));
    await a.guild.voice.heard(20);
    expect(await voice.end()).toEqual([0, null]);
    expect(a.guild.voice.channelId).toBe(null);
    expect(a.guild.voice.packets.slice(-5).map(({ opus }) => opus?.length)).toEqual(Array(5).fill(3));
  });
});
