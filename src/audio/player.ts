import type { DecodeTurns } from './decode-turns.ts';
import { Deck } from './deck.ts';
import { Departures, type Departure } from './departures.ts';
import { Envelope } from './envelope.ts';
import { Happenings } from './happenings.ts';
import { Master } from './master.ts';
import { FRAME_SAMPLES, SAMPLE_RATE, samplesOf, type Pcm } from './pcm.ts';
import type { PlayerEvent, PlayerItem, Playing } from './player-item.ts';
import { Sounding } from './sounding.ts';

/** Fades that are there so that nothing clicks. */
const SHORT_FADE = FRAME_SAMPLES;
/** What is decoded of a track before its turn. */
const AHEAD_OF_TURN = SAMPLE_RATE / 2;
/** What is asked for replaces what plays when it is ready, or after so many frames of waiting (0.5 s). */
const PATIENCE_FRAMES = 25;
/** After so many silent frames (3 s) a file that gives nothing is given up. */
const GIVE_UP_FRAMES = 150;

/** What was asked for and is being opened: another track, or another place in the same. */
interface Pending {
  readonly kind: 'play' | 'seek';
  readonly deck: Deck;
  readonly item: PlayerItem;
  readonly announced: boolean;
  frames: number;
}

/**
 * What one place hears: two decks and what fades between them, mixed frame by frame. It knows nothing of
 * time: a frame is 20 ms of sound whenever it is asked for.
 */
export class Player {
  readonly #turns: DecodeTurns;
  readonly #master: Master;
  readonly #happened = new Happenings();
  readonly #departures = new Departures(this.#happened);
  #current: Sounding | null = null;
  #next: { readonly deck: Deck; readonly item: PlayerItem } | null = null;
  #pending: Pending | null = null;
  #crossfade: number;
  /** Frames in a row that lacked sound. */
  #starved = 0;
  #idle = true;
  #tellPosition = false;

  constructor(options: { readonly turns: DecodeTurns; readonly crossfadeMs: number; readonly volume: number }) {
    this.#turns = options.turns;
    this.#crossfade = samplesOf(options.crossfadeMs);
    this.#master = new Master(options.volume);
  }

  /** Replaces what plays as soon as the item has sound, and drops what was up next. Ends a pause. */
  play(item: PlayerItem): void {
    this.#dropNext();
    if (this.#pending?.item.playId !== item.playId) this.#dropPending();
    this.#open('play', item, item.resumed ?? false);
    this.#idle = false;
    this.#master.resume();
  }

  upNext(item: PlayerItem | null): void {
    this.#dropNext();
    if (item === null) return;
    this.#next = { item, deck: this.#deckFor(item, item.gapless) };
    this.#idle = false;
  }

  pause(): void {
    this.#master.pause(this.#current === null);
  }

  resume(): void {
    this.#master.resume();
  }

  seek(positionMs: number): void {
    const from = this.#pending ?? this.#current;
    if (from === null) return;
    this.#open(this.#pending?.kind ?? 'seek', { ...from.item, startMs: Math.max(0, positionMs) }, from.announced);
  }

  setVolume(volume: number): void {
    this.#master.setVolume(volume);
  }

  setCrossfade(ms: number): void {
    this.#crossfade = samplesOf(ms);
  }

  stop(): void {
    this.#dropNext();
    this.#dropPending();
    this.#leave('replaced');
  }

  close(): void {
    for (const holder of [this.#current, this.#next, this.#pending]) holder?.deck.close();
    this.#current = this.#next = this.#pending = null;
    this.#departures.close();
  }

  /** What plays now, null when nothing does. */
  get playing(): Playing | null {
    const current = this.#current;
    return current === null ? null : { playId: current.item.playId, positionMs: current.deck.positionMs, paused: this.#master.paused };
  }

  /** Whether a frame can be made now without cutting silence into sound that is being decoded. */
  get ready(): boolean {
    if (this.#master.still) return true;
    const deck = this.#current?.deck;
    if (deck !== undefined && !deck.finished) return deck.exhausted || deck.buffered >= FRAME_SAMPLES;
    const opening = this.#pending ?? this.#next;
    return !this.#departures.empty || opening === null || opening.deck.ready || opening.deck.failure !== null;
  }

  /** Whether every deck has decoded as far ahead as it should: for rendering faster than real time. */
  get settled(): boolean {
    return [this.#current, this.#next, this.#pending].every((holder) => holder === null || holder.deck.settled);
  }

  /** Mixes the next 20 ms into `left` and `right`, 960 samples each, and returns what happened in them. */
  render(left: Float32Array, right: Float32Array): readonly PlayerEvent[] {
    const mix = { left: left.fill(0), right: right.fill(0) };
    this.#dropFailedNext();
    this.#settlePending();
    this.#current?.feed(this.#crossfade);
    if (!this.#master.still) {
      this.#joinNext();
      this.#fadeToNext();
      this.#departures.mix(mix);
      this.#mixCurrent(mix);
    }
    if (this.#master.process(mix)) this.#tellPosition = true;
    return this.#takeEvents();
  }

  #deckFor(item: PlayerItem, joins: boolean): Deck {
    return new Deck({ file: item.file, startMs: item.startMs, number: item.number, turns: this.#turns, ahead: AHEAD_OF_TURN, joins });
  }

  #open(kind: Pending['kind'], item: PlayerItem, announced: boolean): void {
    this.#pending?.deck.close();
    this.#pending = { kind, item, announced, deck: this.#deckFor(item, false), frames: 0 };
  }

  #dropNext(): void {
    this.#next?.deck.close();
    this.#next = null;
  }

  #dropPending(): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.deck.close();
    if (pending?.kind === 'play') this.#happened.ended(pending.item, pending.item.startMs, 'replaced');
  }

  #dropFailedNext(): void {
    const next = this.#next;
    if (next === null || next.deck.failure === null) return;
    this.#happened.failed(next.item, next.deck.failure);
    this.#dropNext();
  }

  /** Lets what was asked for take over once it has sound. */
  #settlePending(): void {
    const pending = this.#pending;
    if (pending === null) return;
    const { kind, deck, item, announced } = pending;
    const how = kind === 'seek' ? 'moved' : 'replaced';
    if (deck.ready) {
      this.#pending = null;
      const fresh = this.#current === null && item.startMs === 0;
      this.#leave(how);
      this.#begin(new Sounding(deck, item, { announced, envelope: fresh ? Envelope.steady() : Envelope.fadeIn(SHORT_FADE) }));
      this.#tellPosition ||= announced;
    } else if (deck.failure !== null || ++pending.frames > GIVE_UP_FRAMES) {
      this.#pending = null;
      deck.close();
      // A place that cannot be jumped to leaves the music where it is.
      if (kind === 'seek' && this.#current !== null) return;
      this.#leave(how);
      this.#happened.failed(item, deck.failure);
    } else if (pending.frames === PATIENCE_FRAMES) {
      this.#leave(how);
    }
  }

  #begin(sounding: Sounding): void {
    this.#current = sounding;
    this.#starved = 0;
  }

  /** Fades everything that sounds out quickly. */
  #leave(how: Departure): void {
    const current = this.#current;
    this.#current = null;
    if (current !== null) this.#departures.add(current, how, SHORT_FADE);
    // In a pause nothing sounds that could be faded.
    if (this.#master.paused) this.#departures.dismiss();
    else this.#departures.hasten(SHORT_FADE);
  }

  /** Makes the next track of an album the continuation of this one, sample by sample. */
  #joinNext(): void {
    if (this.#next?.item.gapless === true && this.#next.deck.ready && this.#current?.deck.exhausted === true) {
      this.#next.deck.follow(this.#current.deck);
    }
  }

  /** Begins the crossfade when no more of the current track is left than it takes. */
  #fadeToNext(): void {
    const current = this.#current;
    const next = this.#next;
    if (current === null || next === null || this.#pending !== null || next.item.gapless) return;
    if (!next.deck.ready || !current.deck.exhausted) return;
    const halves = [current.deck.totalMs, next.deck.totalMs].map((ms) => (ms === null ? Infinity : samplesOf(ms) / 2));
    const length = Math.floor(Math.min(this.#crossfade, ...halves));
    const left = current.deck.buffered;
    if (left > length || left < SHORT_FADE) return;
    this.#departures.add(current, 'finished', left);
    this.#next = null;
    this.#begin(new Sounding(next.deck, next.item, { announced: false, envelope: Envelope.fadeIn(left) }));
  }

  #mixCurrent(mix: Pcm): void {
    if (this.#current === null) this.#promote(null);
    for (let at = 0; at < FRAME_SAMPLES; ) {
      const current = this.#current;
      if (current === null) break;
      at = current.mix(mix, at);
      if (at > 0 || current.deck.finished) this.#announce(current);
      if (at === FRAME_SAMPLES) this.#starved = 0;
      if (!current.deck.finished) {
        if (at < FRAME_SAMPLES && ++this.#starved > GIVE_UP_FRAMES) this.#giveUp(current);
        break;
      }
      // A jump asked for in the last moment still counts.
      if (this.#pending?.kind === 'seek') break;
      this.#current = null;
      this.#departures.seeOff(current, 'finished');
      this.#promote(current);
    }
  }

  /** The next track's turn, right behind the one before or out of silence. */
  #promote(before: Sounding | null): void {
    const next = this.#next;
    if (next === null || this.#pending !== null) return;
    if (!next.deck.ready) {
      if (++this.#starved <= GIVE_UP_FRAMES) return;
      this.#happened.failed(next.item, null);
      this.#dropNext();
      return;
    }
    this.#next = null;
    const { deck, item } = next;
    this.#begin(
      new Sounding(deck, item, {
        announced: false,
        ...(item.startMs > 0 && { envelope: Envelope.fadeIn(SHORT_FADE) }),
        // Tracks of an album may differ in gain; the step is taken within the frame.
        ...(item.gapless && before !== null && { gainFrom: before.gain }),
      }),
    );
  }

  #announce(current: Sounding): void {
    if (current.announced) return;
    current.announced = true;
    this.#happened.started(current.item);
  }

  #giveUp({ deck, item }: Sounding): void {
    this.#current = null;
    this.#starved = 0;
    deck.close();
    this.#happened.failed(item, null);
  }

  #takeEvents(): readonly PlayerEvent[] {
    const playing = this.playing;
    if (this.#tellPosition && playing !== null) this.#happened.position(playing);
    this.#tellPosition = false;
    const busy = this.#current !== null || this.#next !== null || this.#pending !== null || !this.#departures.empty;
    if (!this.#idle && !busy) {
      this.#idle = true;
      this.#happened.idle();
    }
    return this.#happened.take();
  }
}
