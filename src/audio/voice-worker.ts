import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Destination } from '../domain.ts';
import { Channel } from './channel.ts';
import { DecodeTurns } from './decode-turns.ts';
import { loadDiscordLibrary } from './discord-library.ts';
import { DiscordPlace } from './discord-place.ts';
import { createLiveOpusEncoder } from './opus.ts';
import { Pacer } from './pacer.ts';
import type { ListeningPlace } from './place.ts';
import type { PlayerEvent } from './player-item.ts';
import { Player } from './player.ts';
import { StreamPlace } from './stream-place.ts';
import type { PlayerOptions } from './voice.ts';
import { warmUp } from './warm-up.ts';
import { DECODING, PULSE, type FromWorker, type PlayerCommand, type ToWorker, type WorkerStart } from './voice-protocol.ts';

/** At 5 music of 96 kbit/s and more is coded as well to the ear as at 10, in half the time. */
const COMPLEXITY = 5;

const port = parentPort;
if (port === null) throw new Error('voice-worker.ts runs as a worker thread');

const { shared, discord } = workerData as WorkerStart;
const channels = new Map<number, Channel>();
/** By guild. */
const discordPlaces = new Map<string, DiscordPlace>();
const paced = new Set<Channel>();
const turns = new DecodeTurns((item) => Atomics.store(shared, DECODING, item));
const pacer = new Pacer(paced, () => Atomics.add(shared, PULSE, 1));

function post(message: FromWorker): void {
  port?.postMessage(message);
}

function open(player: number, options: PlayerOptions): void {
  const onEvent = (event: PlayerEvent) => post({ kind: 'event', player, event, at: Date.now() });
  const channel: Channel = new Channel(
    new Player({ turns, crossfadeMs: options.crossfadeMs, volume: options.volume }),
    createLiveOpusEncoder({ bitrate: options.bitrate, complexity: COMPLEXITY }),
    placeFor(options.destination, onEvent, (packets) => post({ kind: 'frames', player, packets, playing: channel.playing })),
    onEvent,
  );
  channels.set(player, channel);
  paced.add(channel);
  post({ kind: 'opened', player });
}

function placeFor(destination: Destination, onEvent: (event: PlayerEvent) => void, deliver: (packets: readonly Uint8Array[]) => void): ListeningPlace {
  if (destination.kind === 'stream') return new StreamPlace(deliver);
  const { guildId, channelId } = destination;
  const place = new DiscordPlace({
    guildId,
    channelId,
    library: loadDiscordLibrary,
    send: (payload) => post({ kind: 'gateway', guildId, payload }),
    onEvent,
    note: (text) => process.stderr.write(`${text}\n`),
  });
  discordPlaces.set(guildId, place);
  return place;
}

async function close(player: number): Promise<void> {
  const channel = channels.get(player);
  if (channel !== undefined) {
    channels.delete(player);
    paced.delete(channel);
    await channel.close();
    for (const [guildId, place] of discordPlaces) if (place === channel.place) discordPlaces.delete(guildId);
  }
  post({ kind: 'closed', player });
}

function command({ player, place }: Channel, told: PlayerCommand): void {
  switch (told.kind) {
    case 'play':
      return player.play(told.item);
    case 'up-next':
      return player.upNext(told.item);
    case 'pause':
      return player.pause();
    case 'resume':
      return player.resume();
    case 'seek':
      return player.seek(told.positionMs);
    case 'volume':
      return player.setVolume(told.volume);
    case 'crossfade':
      return player.setCrossfade(told.ms);
    case 'move':
      if (place instanceof DiscordPlace && told.destination.kind === 'discord') place.moveTo(told.destination.channelId);
      return;
    case 'stop':
      return player.stop();
  }
}

function hang(ms: number): void {
  // No decoder is to blame, even if one waits for its file just now.
  Atomics.store(shared, DECODING, 0);
  const until = performance.now() + ms;
  while (performance.now() < until);
}

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'open':
      return open(message.player, message.options);
    case 'command': {
      const channel = channels.get(message.player);
      return channel === undefined ? undefined : command(channel, message.command);
    }
    case 'close':
      return void close(message.player);
    case 'expect-discord':
      return void expectDiscord();
    case 'gateway':
      return discordPlaces.get(message.event.guildId)?.tell(message.event);
    case 'unsent':
      return discordPlaces.get(message.guildId)?.unsent();
    case 'report':
      return post({ kind: 'report', pacing: pacer.report() });
    case 'hang':
      return hang(message.ms);
  }
});

/** Whoever needs the library says so if it does not load; other places play without it. */
async function expectDiscord(): Promise<void> {
  await loadDiscordLibrary().catch(() => {});
}

/** Where the system allows it, sound comes before everything else. On Linux process 0 means this thread alone. */
function raisePriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    // Only the administrator may; without it the prepared frames have to do.
  }
}

raisePriority();
await Promise.all([warmUp(), discord ? expectDiscord() : null]);
pacer.start();
post({ kind: 'ready' });
