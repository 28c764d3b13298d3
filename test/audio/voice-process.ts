import { performance } from 'node:perf_hooks';
import { loadDiscordLibrary } from '../../src/audio/discord-library.ts';
import { DiscordPlace } from '../../src/audio/discord-place.ts';
import { Pacer, type Paced } from '../../src/audio/pacer.ts';
import type { VoiceEvent, VoiceItem, VoicePlayer } from '../../src/audio/voice.ts';
import type { VoiceGatewayEvent } from '../../src/audio/voice-gateway.ts';
import { createVoice } from '../../src/audio/worker-voice.ts';
import { silentLogger } from '../../src/log.ts';
import { logIn } from './gateway-client.ts';

/**
 * A process with a voice and a bot: the certificate of the voice servers can only be trusted by whole processes
 * (NODE_EXTRA_CA_CERTS). Told what to do by messages, it answers each when it is done.
 */
export type ToVoiceProcess =
  | { readonly kind: 'open'; readonly guildId: string; readonly channelId: string; readonly crossfadeMs?: number }
  /** A connection without a player: the same packet again and again. */
  | { readonly kind: 'pass-through'; readonly guildId: string; readonly channelId: string; readonly packet: readonly number[] }
  | { readonly kind: 'play' | 'up-next'; readonly guildId: string; readonly item: VoiceItem }
  | { readonly kind: 'pause' | 'resume' | 'stop' | 'close'; readonly guildId: string }
  | { readonly kind: 'kill-worker' }
  /** Blocks the main thread. */
  | { readonly kind: 'block'; readonly ms: number }
  | { readonly kind: 'usage' }
  | { readonly kind: 'end' };

export interface Usage {
  /** Of the whole process, ms. */
  readonly cpuMs: number;
  readonly at: number;
  readonly rssMb: number;
}

export type FromVoiceProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly guildId: string; readonly event: VoiceEvent }
  | { readonly kind: 'done'; readonly number: number; readonly usage: Usage };

const voice = createVoice({ log: silentLogger });
const players = new Map<string, VoicePlayer>();
const places = new Map<string, DiscordPlace>();
const paced = new Set<Paced>();
const pacer = new Pacer(paced, () => {});

function tell(event: VoiceGatewayEvent): void {
  const place = places.get(event.guildId);
  if (place === undefined) voice.tell(event);
  else place.tell(event);
}

const gateway = await logIn({ api: String(process.env['FAKE_API']), token: String(process.env['FAKE_TOKEN']) }, tell);
voice.attach(gateway);

function post(message: FromVoiceProcess): void {
  process.send?.(message);
}

async function obey(message: ToVoiceProcess): Promise<void> {
  switch (message.kind) {
    case 'open': {
      const { guildId, channelId, crossfadeMs = 400 } = message;
      const options = { destination: { kind: 'discord', guildId, channelId }, bitrate: 128_000, crossfadeMs, volume: 1 } as const;
      players.set(guildId, await voice.open(`discord:${guildId}`, options, (event) => post({ kind: 'event', guildId, event })));
      return;
    }
    case 'pass-through': {
      const { guildId, channelId } = message;
      const place = new DiscordPlace({ guildId, channelId, library: loadDiscordLibrary, send: (payload) => void gateway.send(guildId, payload), onEvent: () => {} });
      const packet = Uint8Array.from(message.packet);
      places.set(guildId, place);
      if (paced.size === 0) pacer.start();
      paced.add({ room: 0, prepare: () => {}, send: () => place.send(packet) });
      return;
    }
    case 'play':
      return players.get(message.guildId)?.play(message.item);
    case 'up-next':
      return players.get(message.guildId)?.upNext(message.item);
    case 'pause':
      return players.get(message.guildId)?.pause();
    case 'resume':
      return players.get(message.guildId)?.resume();
    case 'stop':
      return players.get(message.guildId)?.stop();
    case 'close':
      await players.get(message.guildId)?.close();
      return;
    case 'kill-worker':
      return voice.drill('kill');
    case 'block': {
      const until = performance.now() + message.ms;
      while (performance.now() < until);
      return;
    }
    case 'usage':
      return;
    case 'end':
      await voice.close();
      pacer.stop();
      await Promise.all([...places.values()].map((place) => place.close()));
      await gateway.close();
      process.disconnect();
      return;
  }
}

process.on('message', ({ number, message }: { readonly number: number; readonly message: ToVoiceProcess }) => {
  void obey(message).then(() => {
    if (!process.connected) return;
    const { user, system } = process.cpuUsage();
    post({ kind: 'done', number, usage: { cpuMs: (user + system) / 1_000, at: performance.now(), rssMb: process.memoryUsage().rss / 2 ** 20 } });
  });
});
post({ kind: 'ready' });
