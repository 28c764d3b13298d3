import type { VoiceWebSocket } from '@discordjs/voice';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadDiscordLibrary } from '../../src/audio/discord-library.ts';
import { createOpusEncoder } from '../../src/audio/opus.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/audio/pcm.ts';
import { correlation } from './correlation.ts';
import { DiscordHouse, HurriedClock, patientClock, type InChannel } from './discord-channel.ts';
import { keepsPlaceContract } from './place-contract.ts';
import { noiseStereo } from './signals.ts';

const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);

let house: DiscordHouse;
beforeAll(async () => {
  house = await DiscordHouse.open();
});
afterAll(() => house.close());

const until = <T>(find: () => T, what: string, ms = 10_000) => house.discord.until(find, what, ms);
const isSilence = (packet: Uint8Array | null) => packet !== null && Buffer.compare(packet, SILENCE) === 0;
const kinds = ({ events }: InChannel) => events.map((event) => (event.kind === 'lost' ? `lost ${event.cause}` : event.kind));
const ready = ({ place }: InChannel) => until(() => place.ready, 'the place to be ready');
const happened = (there: InChannel, kind: string, ms?: number) => until(() => kinds(there).findLast((one) => one.startsWith(kind)), `"${kind}" among ${JSON.stringify(kinds(there))}`, ms);

describe('a Discord voice channel keeps the contract of a listening place', () => {
  keepsPlaceContract(async () => {
    const there = await house.enter();
    return {
      place: there.place,
      async arrived() {
        await until(() => there.voice.channelId === null, 'the bot to leave');
        return there.voice.packets.map(({ opus }) => Uint8Array.from(opus ?? [])).filter((packet) => !isSilence(packet));
      },
    };
  });
});

const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
const sound = noiseStereo(3, 4);

/** Packets of a known sound. */
function packetsOf(count: number): Uint8Array[] {
  const encoder = createOpusEncoder({ bitrate: 128_000, complexity: 5 });
  return Array.from({ length: count }, (_, i) => encoder.encode(sound.left.subarray(i * FRAME_SAMPLES), sound.right.subarray(i * FRAME_SAMPLES)));
}

describe('what is heard in a Discord voice channel', () => {
  it.each([
    { mode: 'aead_aes256_gcm_rtpsize', dave: true, firstTransition: 0 },
    { mode: 'aead_aes256_gcm_rtpsize', dave: true, firstTransition: 1 },
    { mode: 'aead_xchacha20_poly1305_rtpsize', dave: true, firstTransition: 0 },
    { mode: 'aead_aes256_gcm_rtpsize', dave: false, firstTransition: 0 },
  ] as const)('is the music, encrypted with $mode, end to end: $dave (first transition $firstTransition)', async ({ mode, dave, firstTransition }) => {
    // No timer helps: the group's keys are there before the first packet.
    const there = await house.enter({ clock: patientClock, before: ({ voice }) => void Object.assign(voice, { modes: [mode], dave, firstTransition }) });
    await ready(there);
    for (const packet of packetsOf(100)) there.place.send(packet);
    await until(() => there.voice.packets.length >= 100, 'the packets');
    expect(there.voice.mode).toBe(mode);
    expect(there.voice.packets.map(({ encrypted, error }) => [encrypted, error])).toEqual(times(100, [dave, undefined]));
    const [heard] = await there.voice.decode();
    const stretch = sound.left.subarray(24_000, 36_000);
    expect(Math.max(...Array.from({ length: 960 }, (_, lag) => correlation(heard.subarray(24_000 + lag, 36_000 + lag), stretch)))).toBeGreaterThan(0.8);
  });

  it('says that it speaks before the first packet, and ends with five frames of silence', async () => {
    const there = await house.enter();
    await ready(there);
    for (let i = 0; i < 20; i++) there.place.send(SILENCE.slice());
    const music = packetsOf(10);
    for (const packet of music) there.place.send(packet);
    for (let i = 0; i < 50; i++) there.place.send(SILENCE.slice());
    await until(() => there.voice.speaking.length === 2, 'the end');
    // A silent channel is sent nothing: five frames and no more.
    for (const packet of music) there.place.send(packet);
    await until(() => there.voice.packets.length >= 25, 'the second part');
    expect(there.voice.packets.map(({ opus }) => isSilence(opus))).toEqual([...times(10, false), ...times(5, true), ...times(10, false)]);
    expect(there.voice.speaking.map(({ speaking }) => speaking)).toEqual([1, 0, 1]);
    expect(there.voice.speaking[0]?.at).toBeLessThanOrEqual(there.voice.packets[0]?.at ?? 0);
    await there.place.close();
    await until(() => there.voice.channelId === null, 'the bot to leave');
    expect(there.voice.packets.slice(25).map(({ opus }) => isSilence(opus))).toEqual(times(5, true));
    expect(there.voice.speaking.at(-1)?.speaking).toBe(0);
  });

  it('is deaf itself', async () => {
    const there = await house.enter();
    await ready(there);
    expect(there.voice.joins.map(({ selfDeaf, selfMute }) => [selfDeaf, selfMute])).toEqual([[true, false]]);
  });

  it('goes on while members come and go and the keys change', async () => {
    const there = await house.enter();
    await ready(there);
    await playing(there);
    for (let i = 0; i < 3; i++) {
      const id = await there.voice.addEncryptedListener();
      await there.voice.heard(5);
      await there.voice.removeEncryptedListener(id);
    }
    await there.voice.heard(10);
    expect(there.voice.packets.filter(({ error, encrypted }) => error !== undefined || !encrypted)).toEqual([]);
    expect(there.events).toEqual([]);
  });
});

/** Keeps sending as the voice worker would, until the test is over. */
async function playing(there: InChannel): Promise<void> {
  const packets = packetsOf(50);
  let sent = 0;
  const timer = setInterval(() => {
    if (there.place.ready) there.place.send(packets[sent++ % packets.length].slice());
  }, FRAME_MS);
  onTestFinished(() => clearInterval(timer));
  await there.voice.heard(5);
}

describe('a Discord voice connection that breaks', () => {
  it.each([4006, 4015, 4009, 1001])('comes back after code %s', async (code) => {
    const there = await house.enter();
    await ready(there);
    await playing(there);
    there.voice.close(code);
    await until(() => !there.place.ready, 'the break');
    await ready(there);
    await there.voice.heard(5);
    expect(there.voice.joins).toHaveLength(code >= 4000 && code !== 4015 ? 2 : 1);
    expect(kinds(there)).toEqual(code >= 4000 && code !== 4015 ? ['interrupted', 'reconnected'] : []);
  });

  it('comes back after its socket was cut', async () => {
    const there = await house.enter();
    await ready(there);
    await playing(there);
    there.voice.drop();
    await until(() => !there.place.ready, 'the break');
    await ready(there);
    await there.voice.heard(5);
    expect(there.voice.resumes).toHaveLength(1);
    expect(kinds(there)).toEqual([]);
  });

  it('follows to another voice server', async () => {
    const there = await house.enter();
    await ready(there);
    await playing(there);
    const { ssrc } = there.voice.packets.at(-1) ?? {};
    there.voice.moveServer();
    await until(() => there.voice.packets.at(-1)?.ssrc !== ssrc, 'packets over the new server');
    expect(kinds(there)).toEqual([]);
    expect(there.voice.joins).toHaveLength(1);
  });

  it('is lost when nothing follows a disconnection', async () => {
    const there = await house.enter({ clock: new HurriedClock(20) });
    await ready(there);
    there.voice.close(4014);
    expect(await happened(there, 'lost')).toBe('lost removed');
    expect(there.voice.channelId).toBe(null);
    expect(there.voice.joins.filter(({ channelId }) => channelId !== null)).toHaveLength(1);
  });

  it('is lost at once when a moderator disconnects it', async () => {
    const there = await house.enter();
    await ready(there);
    there.voice.disconnectBot();
    expect(await happened(there, 'lost')).toBe('lost removed');
    expect(there.place.ready).toBe(false);
    const { reason } = there.events.find((event) => event.kind === 'lost') ?? { reason: '' };
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it('is lost when its channel is deleted', async () => {
    const there = await house.enter();
    await ready(there);
    there.channel.delete();
    expect(await happened(there, 'lost')).toBe('lost removed');
  });

  it.each([4017, 4021, 4022])('is not made again and again when it is refused with %s', async (code) => {
    const there = await house.enter({ clock: new HurriedClock(80), before: ({ voice }) => voice.refuse(code) });
    await happened(there, 'lost', 20_000);
    expect(kinds(there)).toEqual(['interrupted', 'lost unreachable']);
    const joins = there.voice.joins.filter(({ channelId }) => channelId !== null).map(({ at }) => at);
    for (const at of joins) expect(joins.filter((other) => other >= at && other < at + 60_000 / 80 - 50).length).toBeLessThanOrEqual(5);
  });

  it('comes back when a refusal was passing', async () => {
    const there = await house.enter({ clock: new HurriedClock(10) });
    await ready(there);
    await playing(there);
    there.voice.refuse(4021, 1);
    there.voice.close(4006);
    await happened(there, 'reconnected', 20_000);
    await there.voice.heard(5);
    expect(kinds(there)).toEqual(['interrupted', 'reconnected']);
  });

  it('waits for a voice server that can be trusted, without a storm', async () => {
    const there = await house.enter({ clock: new HurriedClock(20), before: ({ voice }) => void (voice.refuseTls = true) });
    await happened(there, 'interrupted');
    const joins = () => there.voice.joins.filter(({ channelId }) => channelId !== null).map(({ at }) => at);
    await until(() => joins().length === 4, 'the fourth try');
    // It rests for two, five and ten seconds.
    const pauses = joins().slice(1).map((at, i) => 20 * (at - joins()[i]));
    for (const [i, least] of [0, 1_900, 4_900].entries()) expect(pauses[i]).toBeGreaterThan(least);
    there.voice.refuseTls = false;
    await happened(there, 'reconnected', 20_000);
    await playing(there);
  });

  it('survives an IP discovery that ends early, and one that is never answered', async () => {
    for (const discovery of ['closed', 'ignored'] as const) {
      const there = await house.enter({ clock: new HurriedClock(20), before: ({ voice }) => void (voice.discovery = discovery) });
      await happened(there, 'interrupted');
      there.voice.discovery = 'answered';
      await happened(there, 'reconnected');
      await playing(there);
    }
  });

  it('survives that everything ends while its socket has just been opened', async () => {
    const real = await loadDiscordLibrary();
    let hasty = true;
    class Networking extends real.Networking {
      constructor(...options: ConstructorParameters<typeof real.Networking>) {
        super(...options);
        this.on('stateChange', (_, { code }) => {
          if (hasty && code === real.NetworkingStatusCode.UdpHandshaking) queueMicrotask(() => this.emit('close', 1006));
          hasty &&= code !== real.NetworkingStatusCode.UdpHandshaking;
        });
      }
    }
    const there = await house.enter({ library: async () => ({ ...real, Networking }) });
    await happened(there, 'reconnected');
    await playing(there);
  });

  it('plays on when the voice server says something that makes no sense', async () => {
    const real = await loadDiscordLibrary();
    const sockets: VoiceWebSocket[] = [];
    class Networking extends real.Networking {
      constructor(...options: ConstructorParameters<typeof real.Networking>) {
        super(...options);
        if ('ws' in this.state) sockets.push(this.state.ws);
      }
    }
    const there = await house.enter({ library: async () => ({ ...real, Networking }) });
    await ready(there);
    await playing(there);
    for (const op of [25, 27, 29, 30]) sockets[0]?.emit('binary', { op, seq: 1, payload: Buffer.of(1) });
    sockets[0]?.emit('packet', { op: 22, d: null });
    await there.voice.heard(5);
    expect(kinds(there)).toEqual([]);
  });

  it('gives up with a reason when what encrypts cannot be loaded', async () => {
    const there = await house.enter({ library: () => Promise.reject(new Error('no such module')) });
    await happened(there, 'lost');
    expect(there.events).toEqual([{ kind: 'lost', cause: 'unreachable', reason: expect.stringMatching(/^The encryption.*\.$/) as string }]);
    await until(() => there.voice.channelId === null, 'the bot to leave');
  });

  it('takes a spoilt commit of the encryption group', async () => {
    const there = await house.enter();
    await ready(there);
    await playing(there);
    there.voice.corruptCommit();
    await until(() => there.voice.invalidCommits.length > 0, 'the complaint');
    await until(() => there.place.ready && there.voice.ready, 'the new keys');
    const [packet] = await there.voice.heard(1);
    expect(packet).toMatchObject({ encrypted: true });
    expect(packet?.error).toBeUndefined();
    expect(kinds(there)).toEqual([]);
  });
});

describe('joining a Discord voice channel', () => {
  it('is given up when Discord does not answer', async () => {
    const there = await house.enter({ clock: new HurriedClock(20), before: ({ voice }) => void (voice.silent = true) });
    expect(await happened(there, 'lost')).toBe('lost refused');
    expect(there.voice.joins.filter(({ channelId }) => channelId !== null).length).toBeLessThanOrEqual(3);
  });

  it('that lets nobody in: the music stays where it was, and plays on', async () => {
    const there = await house.enter({ clock: new HurriedClock(20) });
    await ready(there);
    await playing(there);
    const destination = { kind: 'discord', guildId: there.guild.id, channelId: there.channel.id };
    there.voice.silent = true;
    there.place.moveTo(there.guild.addVoiceChannel('attic').id);
    await happened(there, 'stayed');
    expect(there.events).toMatchObject([{ kind: 'stayed', destination, reason: expect.stringMatching(/the music stays/) as string }]);
    await there.voice.heard(20);
    expect(there.voice.channel).toBe(there.channel);
  });

  it('works on a stage, which is not end-to-end encrypted', async () => {
    const there = await house.enter({ clock: patientClock, before: (guild) => guild.addVoiceChannel('stage', { stage: true }) });
    await ready(there);
    there.voice.setSuppressed(false);
    await playing(there);
    expect(there.voice.packets.every(({ encrypted }) => !encrypted)).toBe(true);
  });

  it('moves when it is told to, and when a moderator does it', async () => {
    const there = await house.enter({ before: (guild) => void (guild.addVoiceChannel('attic'), guild.addVoiceChannel('cellar')) });
    await ready(there);
    await playing(there);
    there.place.moveTo(there.guild.channel('attic').id);
    await until(() => there.voice.channelId === there.guild.channel('attic').id && there.voice.ready, 'the move');
    await ready(there);
    await there.voice.heard(5);
    there.voice.moveBot(there.guild.channel('cellar'));
    await until(() => !there.place.ready, 'the break');
    await ready(there);
    await there.voice.heard(5);
    expect(there.voice.channelId).toBe(there.guild.channel('cellar').id);
    expect(kinds(there)).toEqual([]);
  });
});
