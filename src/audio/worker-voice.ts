import { systemClock, type Clock } from '../clock.ts';
import type { PlaceId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { keepOpusLoaded } from './opus.ts';
import type { PacingReport } from './pacer.ts';
import { RemotePlayer } from './remote-player.ts';
import type { DiscordVoice, VoiceGateway, VoiceGatewayEvent } from './voice-gateway.ts';
import { VoiceLink, type Death } from './voice-link.ts';
import type { FromWorker } from './voice-protocol.ts';
import type { PlayerOptions, Voice, VoiceEvent, VoicePlayer } from './voice.ts';

/** Opening and closing wait so long for the worker, restarts included. */
const PATIENCE_MS = 30_000;
/** A worker that lives so long was well; one that dies sooner is restarted with growing pauses. */
const WELL_MS = 10_000;
const LONGEST_PAUSE_MS = 5_000;
/** What voice channels get for letting the music end before the worker does. */
const FAREWELL_MS = 500;

export interface VoiceOptions {
  readonly log: Logger;
  readonly clock?: Clock;
}

/** Starts the voice worker. */
export function createVoice(options: VoiceOptions): WorkerVoice {
  return new WorkerVoice(options);
}

interface Opened {
  readonly placeId: PlaceId;
  readonly player: RemotePlayer;
  readonly ready: PromiseWithResolvers<void>;
  readonly closed: PromiseWithResolvers<void>;
  /** The worker was told to close it; if it dies before it did, it is closed. */
  closing: boolean;
}

/** The voice in a worker thread, with a watchdog that starts another when the thread dies or hangs. */
export class WorkerVoice implements Voice, DiscordVoice {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #players = new Map<number, Opened>();
  #link: VoiceLink;
  #gateway: VoiceGateway | null = null;
  #startedAt = 0;
  #deaths = 0;
  #suspect = 0;
  #numbers = 0;
  #closed = false;
  #reports: ((report: PacingReport) => void)[] = [];
  #cancelRestart: () => void = () => {};

  constructor({ log, clock = systemClock }: VoiceOptions) {
    this.#log = log;
    this.#clock = clock;
    keepOpusLoaded();
    this.#link = this.#start();
  }

  async open(placeId: PlaceId, options: PlayerOptions, onEvent: (event: VoiceEvent) => void): Promise<VoicePlayer> {
    if (this.#closed) throw new Error('the voice is closed');
    if ([...this.#players.values()].some((opened) => opened.placeId === placeId)) throw new Error(`the place ${placeId} is open already`);
    const number = ++this.#numbers;
    const opened: Opened = {
      placeId,
      ready: Promise.withResolvers(),
      closed: Promise.withResolvers(),
      closing: false,
      player: new RemotePlayer({
        number,
        options,
        onEvent,
        clock: this.#clock,
        log: this.#log,
        post: (message) => this.#link.post(message),
        numberItem: () => ++this.#numbers,
        close: () => this.#closePlayer(number),
      }),
    };
    this.#players.set(number, opened);
    opened.player.open();
    try {
      await this.#within(opened.ready.promise, 'the voice worker does not start');
    } catch (error) {
      this.#players.delete(number);
      throw error;
    }
    return opened.player;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRestart();
    const farewells = [...this.#players.values()].filter(({ player }) => player.inChannel).map(({ player }) => player.close());
    await this.#within(Promise.allSettled(farewells), 'the voice worker is busy', FAREWELL_MS).catch(() => {});
    await this.#link.end();
    for (const { closed } of this.#players.values()) closed.resolve();
    this.#players.clear();
  }

  attach(gateway: VoiceGateway | null): void {
    this.#gateway = gateway;
    if (gateway !== null) this.#link.post({ kind: 'expect-discord' });
  }

  tell(event: VoiceGatewayEvent): void {
    this.#link.post({ kind: 'gateway', event });
  }

  /** How regularly the worker has been sending frames. */
  pacing(): Promise<PacingReport> {
    return new Promise((resolve) => {
      this.#reports.push(resolve);
      this.#link.post({ kind: 'report' });
    });
  }

  /** Fire drills: the worker is killed, or kept from answering for a while. */
  async drill(what: 'kill' | { readonly hangMs: number }): Promise<void> {
    if (what === 'kill') await this.#link.kill();
    else this.#link.post({ kind: 'hang', ms: what.hangMs });
  }

  #start(): VoiceLink {
    this.#startedAt = this.#clock.now();
    return new VoiceLink({
      clock: this.#clock,
      log: this.#log,
      discord: this.#gateway !== null,
      onMessage: (message) => this.#receive(message),
      onDeath: (death) => this.#mourn(death),
    });
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        return;
      case 'report': {
        const waiting = this.#reports;
        this.#reports = [];
        for (const resolve of waiting) resolve(message.pacing);
        return;
      }
      case 'gateway':
        if (!this.#gateway?.send(message.guildId, message.payload)) this.#link.post({ kind: 'unsent', guildId: message.guildId });
        return;
      case 'opened':
        return this.#players.get(message.player)?.ready.resolve();
      case 'closed':
        return this.#players.get(message.player)?.closed.resolve();
      case 'event':
        return this.#players.get(message.player)?.player.happened(message.event, message.at);
      case 'frames':
        return this.#players.get(message.player)?.player.heard(message.packets, message.playing);
    }
  }

  #mourn({ how, reason, decoding }: Death): void {
    this.#deaths = this.#clock.now() - this.#startedAt < WELL_MS ? this.#deaths + 1 : 0;
    const pause = this.#deaths === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, 100 * 2 ** this.#deaths);
    // A decoder that hangs is caught in the act. A crash may have had other causes: twice is no chance.
    const guilty = how === 'hung' || decoding === this.#suspect ? decoding : 0;
    this.#suspect = decoding;
    this.#log.warn({ reason, pause }, 'the voice worker is being replaced');
    this.#cancelRestart = this.#clock.after(pause, () => {
      this.#link = this.#start();
      for (const { player, closing, closed } of this.#players.values()) {
        if (closing) closed.resolve();
        else player.restore(reason, guilty);
      }
    });
  }

  async #closePlayer(number: number): Promise<void> {
    const opened = this.#players.get(number);
    if (opened === undefined) return;
    opened.closing = true;
    this.#link.post({ kind: 'close', player: number });
    await this.#within(opened.closed.promise, 'the voice worker does not answer').finally(() => this.#players.delete(number));
  }

  async #within<T>(promise: Promise<T>, complaint: string, ms = PATIENCE_MS): Promise<T> {
    const late = Promise.withResolvers<never>();
    const cancel = this.#clock.after(ms, () => late.reject(new Error(complaint)));
    try {
      return await Promise.race([promise, late.promise]);
    } finally {
      cancel();
    }
  }
}
