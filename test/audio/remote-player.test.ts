import { describe, expect, it } from 'vitest';
import { RemotePlayer } from '../../src/audio/remote-player.ts';
import type { PlayerCommand, ToWorker } from '../../src/audio/voice-protocol.ts';
import type { VoiceEvent, VoiceItem } from '../../src/audio/voice.ts';
import type { Destination } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';

const item = (playId: string): VoiceItem => ({ playId, file: { path: `/${playId}.mp3`, format: 'mp3' }, gainDb: -3, startMs: 0, gapless: false, label: playId });

function setUp(destination: Destination = { kind: 'stream' }) {
  const posted: ToWorker[] = [];
  const events: VoiceEvent[] = [];
  let now = 1000;
  let numbers = 100;
  const player = new RemotePlayer({
    number: 1,
    options: { destination, bitrate: 96_000, crossfadeMs: 4000, volume: 0.8 },
    clock: { now: () => now, after: () => () => {} },
    log: silentLogger,
    onEvent: (event) => events.push(event),
    post: (message) => posted.push(message),
    numberItem: () => ++numbers,
    close: async () => {},
  });
  const commands = () => posted.flatMap((message) => (message.kind === 'command' ? [message.command] : []));
  /** What a fresh worker is told. */
  const restored = (guilty = 0): readonly PlayerCommand[] => {
    const before = posted.length;
    player.restore('drill', guilty);
    return posted.slice(before).flatMap((message) => (message.kind === 'command' ? [message.command] : []));
  };
  const hear = (playId: string, positionMs: number, paused = false) => player.heard([Uint8Array.of(1)], { playId, positionMs, paused });
  return { player, posted, events, commands, restored, hear, pass: (ms: number) => (now += ms) };
}

describe('a player whose worker was lost', () => {
  it('goes on with the same item where it was, with what follows, volume, crossfade and pause', () => {
    const { player, posted, restored, hear } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.upNext(item('b'));
    player.setVolume(0.3);
    player.setCrossfade(2000);
    hear('a', 12_340);
    player.pause();
    const told = restored();
    expect(posted.find((message, index) => message.kind === 'open' && index > 0)).toMatchObject({ options: { volume: 0.3, crossfadeMs: 2000 } });
    expect(told).toMatchObject([
      { kind: 'play', item: { playId: 'a', startMs: 12_340, resumed: true, gainDb: -3 } },
      { kind: 'up-next', item: { playId: 'b' } },
      { kind: 'pause' },
    ]);
  });

  it('does not bring back what was to be replaced by a file that hung it, nor what was stopped', () => {
    const { player, events, commands, restored } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.play(item('c'));
    const last = commands().at(-1);
    expect(restored(last?.kind === 'play' ? last.item.number : 0)).toEqual([]);
    expect(events.slice(1).map((event) => ('playId' in event ? `${event.kind} ${event.playId}` : event.kind))).toEqual(['failed c', 'ended a', 'idle']);

    const other = setUp();
    other.player.play(item('a'));
    other.player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    other.player.stop();
    expect(other.restored()).toEqual([]);
  });

  it('plays what was asked for when that had not begun', () => {
    const { player, restored } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.play(item('b'));
    player.seek(5000);
    expect(restored()).toMatchObject([{ kind: 'play', item: { playId: 'b', startMs: 5000 } }]);
  });

  it('has nothing to go on with after the end', () => {
    const { player, restored } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.happened({ kind: 'ended', playId: 'a', positionMs: 1000, how: 'finished' }, 2);
    expect(restored()).toEqual([]);
  });

  it('does not try the item again that brought the worker down', () => {
    const { player, commands, events, restored } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.upNext(item('b'));
    const [first] = commands();
    const guilty = first.kind === 'play' ? first.item.number : 0;
    expect(restored(guilty)).toMatchObject([{ kind: 'play', item: { playId: 'b', startMs: 0 } }]);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', playId: 'a' });
  });

  it('drops what was up next when that was to blame, and says when nothing is left', () => {
    const { player, commands, events, restored } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    player.upNext(item('b'));
    const numberOf = (index: number) => {
      const command = commands()[index];
      return command.kind === 'play' || command.kind === 'up-next' ? (command.item?.number ?? 0) : 0;
    };
    expect(restored(numberOf(1))).toMatchObject([{ kind: 'play', item: { playId: 'a', resumed: true } }]);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', playId: 'b' });
    expect(restored(numberOf(0))).toEqual([]);
    expect(events.slice(-2)).toMatchObject([{ kind: 'failed', playId: 'a' }, { kind: 'idle' }]);
  });

  it('tells how long it was silent once there is sound again', () => {
    const { player, events, restored, hear, pass } = setUp();
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1);
    hear('a', 100);
    pass(1500);
    restored();
    pass(300);
    player.heard([Uint8Array.of(1)], null);
    expect(events.some((event) => event.kind === 'repaired')).toBe(false);
    pass(100);
    hear('a', 200);
    expect(events.at(-1)).toEqual({ kind: 'repaired', at: 2900, reason: 'drill', silentMs: 1900 });
  });

  it('keeps a second and a half for late listeners, and survives a listener that throws', () => {
    const { player } = setUp();
    for (let i = 0; i < 40; i++) player.heard([0, 1, 2, 3, 4].map((k) => Uint8Array.of(5 * i + k)), null);
    const got: number[] = [];
    player.frames(() => {
      throw new Error('not my day');
    });
    const stop = player.frames((packets) => got.push(...packets.map((packet) => packet[0])));
    player.heard([Uint8Array.of(200)], null);
    stop();
    player.heard([Uint8Array.of(201)], null);
    expect(got).toEqual(Array.from({ length: 76 }, (_, i) => 125 + i));
  });
});

describe('a player in a voice channel', () => {
  const lounge: Destination = { kind: 'discord', guildId: 'g', channelId: 'lounge' };
  const attic: Destination = { ...lounge, channelId: 'attic' };

  it('moves within its guild, and is in the new channel with the next worker too', () => {
    const { player, posted, commands, restored } = setUp(lounge);
    player.moveTo(attic);
    player.moveTo({ ...attic, guildId: 'another' });
    player.moveTo({ kind: 'stream' });
    expect(commands()).toEqual([{ kind: 'move', destination: attic }]);
    restored();
    expect(posted.at(-1)).toMatchObject({ kind: 'open', options: { destination: attic } });
    const stream = setUp();
    stream.player.moveTo(lounge);
    expect(stream.posted).toEqual([]);
  });

  it('says that it was repaired as soon as the music moves again', () => {
    const { player, events, restored, pass } = setUp(lounge);
    player.play(item('a'));
    player.happened({ kind: 'started', playId: 'a', positionMs: 0 }, 1000);
    player.happened({ kind: 'position', playId: 'a', positionMs: 5000, paused: false }, 6000);
    pass(5200);
    expect(restored()).toMatchObject([{ kind: 'play', item: { playId: 'a', startMs: 5000, resumed: true } }]);
    expect(events.map(({ kind }) => kind)).not.toContain('repaired');
    player.happened({ kind: 'position', playId: 'a', positionMs: 5020, paused: false }, 7000);
    player.happened({ kind: 'position', playId: 'a', positionMs: 6020, paused: false }, 8000);
    expect(events.filter(({ kind }) => kind === 'repaired')).toEqual([{ kind: 'repaired', at: 7000, reason: 'drill', silentMs: 1000 }]);
  });

  it('is taken up in the channel that it stayed in, when it was not let into the other', () => {
    const { player, posted, restored } = setUp(lounge);
    player.moveTo(attic);
    player.happened({ kind: 'stayed', destination: lounge, reason: 'Full.' }, 1);
    restored();
    expect(posted.findLast(({ kind }) => kind === 'open')).toMatchObject({ options: { destination: lounge } });
  });

  it('does not go back where it was thrown out when its worker is lost later', () => {
    const { player, posted, events, restored } = setUp(lounge);
    player.happened({ kind: 'lost', cause: 'removed', reason: 'Out.' }, 1);
    restored();
    expect(posted).toEqual([]);
    expect(events).toEqual([{ kind: 'lost', at: 1, cause: 'removed', reason: 'Out.' }]);
  });
});
