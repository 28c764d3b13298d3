import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channel, PREPARED_FRAMES } from '../../src/audio/channel.ts';
import { DecodeTurns } from '../../src/audio/decode-turns.ts';
import { createLiveOpusEncoder } from '../../src/audio/opus.ts';
import type { ListeningPlace } from '../../src/audio/place.ts';
import { Player } from '../../src/audio/player.ts';
import type { PlayerEvent } from '../../src/audio/player-item.ts';
import type { AudioFile } from '../../src/domain.ts';
import { AudioFolder, temporaryFolder } from './files.ts';
import { noiseStereo } from './signals.ts';

let file: AudioFile;
let remove: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  file = await new AudioFolder(temporary.path).wav('a', noiseStereo(1, 4));
});

afterAll(() => remove());

class FakePlace implements ListeningPlace {
  ready = true;
  readonly packets: Uint8Array[] = [];

  send(packet: Uint8Array): void {
    this.packets.push(packet);
  }

  async close(): Promise<void> {}
}

function setUp() {
  const place = new FakePlace();
  const events: PlayerEvent[] = [];
  const player = new Player({ turns: new DecodeTurns(), crossfadeMs: 0, volume: 1 });
  const channel = new Channel(player, createLiveOpusEncoder({ bitrate: 96_000, complexity: 1 }), place, (event) => events.push(event));
  return { place, events, player, channel };
}

const item = () => ({ playId: 'a', file, gainDb: 0, startMs: 0, gapless: false, label: 'a', number: 1 });

describe('a channel', () => {
  it('sends a frame whenever one is due, silence when there is nothing', () => {
    const { channel, place } = setUp();
    for (let i = 0; i < 50; i++) channel.send();
    expect(place.packets).toHaveLength(50);
    expect(Math.max(...place.packets.slice(10).map((packet) => packet.length))).toBeLessThanOrEqual(3);
  });

  it('tells what happened in a frame when it is sent, not when it is mixed', async () => {
    const { channel, events, player } = setUp();
    player.play(item());
    await expect.poll(() => channel.room).toBe(PREPARED_FRAMES);
    while (channel.room > 0) channel.prepare();
    expect(events).toEqual([]);
    expect(channel.playing).toBeNull();
    channel.send();
    expect(events).toEqual([{ kind: 'started', playId: 'a', positionMs: 0 }]);
    expect(channel.playing).toEqual({ playId: 'a', positionMs: 20, paused: false });
    await channel.close();
  });

  it('tells the position once a second', async () => {
    const { channel, events, player } = setUp();
    player.play(item());
    await expect.poll(() => player.settled).toBe(true);
    for (let i = 0; i < 150; i++) {
      await expect.poll(() => player.settled, { interval: 1 }).toBe(true);
      channel.send();
    }
    expect(events.flatMap((event) => (event.kind === 'position' ? [event.positionMs] : []))).toEqual([1000, 2000, 3000]);
    await channel.close();
  });

  it('waits with the music while its place is not ready', async () => {
    const { channel, place, player } = setUp();
    place.ready = false;
    player.play(item());
    await expect.poll(() => channel.room).toBe(PREPARED_FRAMES);
    while (channel.room > 0) channel.prepare();
    for (let i = 0; i < 100; i++) channel.send();
    expect([place.packets.length, channel.playing]).toEqual([0, null]);
    place.ready = true;
    channel.send();
    expect(channel.playing?.positionMs).toBe(20);
    await channel.close();
  });
});
